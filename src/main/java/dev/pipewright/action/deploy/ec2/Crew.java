package dev.pipewright.action.deploy.ec2;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.DeployTargets;
import dev.pipewright.action.Instances;
import dev.pipewright.model.DeployTarget;
import dev.pipewright.model.DeployTargetEvent;
import dev.pipewright.model.DeployTargetStatus;
import dev.pipewright.model.Instance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works through the targets of one run, so many at a time, until all are done or too many have failed. */
final class Crew {
    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration FAREWELL = Duration.ofSeconds(4);

    /** What the members of a crew share; {@code oneAtATime} is shared by all crews. */
    record Tools(
            Ssh ssh,
            Instances instances,
            DeployTargets targets,
            InstantSource clock,
            Map<String, Semaphore> oneAtATime) {
        Tools(Ssh ssh, Instances instances, DeployTargets targets, InstantSource clock) {
            this(ssh, instances, targets, clock, new ConcurrentHashMap<>());
        }
    }

    private final ActionRequest request;
    private final Rollout rollout;
    private final Bundle bundle;
    private final TargetLog log;
    private final Watchdog watchdog;
    private final Tools tools;
    private final String content;
    private final int errorsAllowed;
    private final Map<String, DeployTarget> targets = new LinkedHashMap<>();
    private final Queue<DeployTarget> waiting = new ArrayDeque<>();

    Crew(
            ActionRequest request,
            List<DeployTarget> targets,
            int errorsAllowed,
            Rollout rollout,
            Bundle bundle,
            TargetLog log,
            Watchdog watchdog,
            Tools tools) {
        this.request = request;
        this.rollout = rollout;
        this.bundle = bundle;
        this.log = log;
        this.watchdog = watchdog;
        this.tools = tools;
        this.content = Fleet.contentOf(request);
        this.errorsAllowed = errorsAllowed;
        for (var target : targets) {
            this.targets.put(target.targetId(), target);
            if (!target.status().isFinal()) {
                waiting.add(target);
            }
        }
    }

    /**
     * Deploys to all targets that are not done, and answers all as they are then.
     *
     * @throws InterruptedException when the server stops; what is under way is begun anew by whoever comes next
     */
    List<DeployTarget> work(int atOnce) throws InterruptedException {
        List<Thread> members = new ArrayList<>();
        for (int i = 0; i < atOnce; i++) {
            members.add(Thread.ofVirtual().name("deploy-" + request.run().id() + "-" + i).start(this::workOn));
        }
        try {
            for (var member : members) {
                member.join();
            }
        } catch (InterruptedException stopped) {
            watchdog.stop();
            var end = System.nanoTime() + FAREWELL.toNanos();
            for (var member : members) {
                member.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
            throw stopped;
        }
        if (watchdog.isStopping()) {
            throw new InterruptedException();
        }
        var enough = tooManyFailed();
        for (var left : waiting) {
            if (enough) {
                keep(left.ended(DeployTargetStatus.Skipped, null));
            } else {
                failed(left, "The deployment to it did not begin, because " + watchdog.reason() + ".");
            }
        }
        return List.copyOf(targets.values());
    }

    private DeployTarget next() {
        synchronized (targets) {
            return tooManyFailed() || !watchdog.goesOn() ? null : waiting.poll();
        }
    }

    private boolean tooManyFailed() {
        synchronized (targets) {
            return targets.values().stream()
                            .filter(target -> target.status() == DeployTargetStatus.Failed)
                            .count()
                    > errorsAllowed;
        }
    }

    private void keep(DeployTarget target) {
        synchronized (targets) {
            targets.put(target.targetId(), target);
        }
        tools.targets().record(request, content, List.of(target));
    }

    private void workOn() {
        try {
            DeployTarget target;
            while ((target = next()) != null) {
                deployAlone(target);
            }
        } catch (Deployment.Stopped | InterruptedException stopped) {
            LOG.debug("a deployment of {} stops with the server", request.run().id());
        }
    }

    /** Two runs must not write to the same machine at the same time. */
    private void deployAlone(DeployTarget target) throws Deployment.Stopped, InterruptedException {
        var turn = tools.oneAtATime().computeIfAbsent(target.targetId(), _ -> new Semaphore(1, true));
        while (!turn.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            if (watchdog.isStopping()) {
                throw new Deployment.Stopped();
            }
            if (!watchdog.goesOn()) {
                failed(target, "Another deployment went on there, until " + watchdog.reason() + ".");
                return;
            }
        }
        try {
            deploy(target);
        } catch (RuntimeException unexpected) {
            if (watchdog.isStopping()) {
                throw new Deployment.Stopped();
            }
            LOG.error("the deployment of {} to {} went wrong", request.run().id(), target.targetId(), unexpected);
            failed(target, "The server could not deploy to it: " + unexpected.getMessage());
        } finally {
            turn.release();
        }
    }

    private void deploy(DeployTarget target) throws Deployment.Stopped {
        var pipeline = request.pipeline();
        var instance = tools.instances().find(pipeline.account(), pipeline.region(), target.targetId());
        var identity = instance.flatMap(tools.instances()::identity);
        if (identity.isEmpty()) {
            failed(target, "The machine is not registered any more.");
            return;
        }
        deployment(target, instance.get()).carryOut(tools.ssh(), identity.get());
    }

    private Deployment deployment(DeployTarget target, Instance instance) {
        return new Deployment(
                request, instance, target, rollout, bundle, log, watchdog, tools.clock(), this::keep);
    }

    private void failed(DeployTarget target, String sentence) {
        var now = tools.clock().instant();
        keep(target.begun(now)
                .with(new DeployTargetEvent(
                        "BEFORE_DEPLOY", DeployTargetStatus.Failed, now, now, null, sentence))
                .ended(DeployTargetStatus.Failed, now));
    }
}
