package dev.pipewright.action.deploy.ec2;

import dev.pipewright.action.ActionProvider;
import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.DeployTargets;
import dev.pipewright.action.Instances;
import dev.pipewright.action.LogStore;
import dev.pipewright.action.ObjectStore;
import dev.pipewright.action.Progress;
import dev.pipewright.action.Troubles;
import dev.pipewright.action.archive.ArchiveLimits;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.ConfigurationProperty;
import dev.pipewright.model.DeployTarget;
import dev.pipewright.model.DeployTargetEvent;
import dev.pipewright.model.DeployTargetStatus;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deploys an artifact to the machines with a tag, over SSH: runs scripts of the artifact on them, and copies its files
 * to where they belong.
 *
 * <p>Each target is recorded at every step. After a crash those that are done stay as they are; one that was in the
 * middle is begun anew, once what the earlier attempt left running there is ended.
 */
public final class Ec2Deploy implements ActionProvider {
    private static final Logger LOG = LoggerFactory.getLogger(Ec2Deploy.class);
    private static final String RUN_ID = "[A-Za-z0-9][A-Za-z0-9-]{0,63}";
    private static final ActionType TYPE = new ActionType(
            new ActionTypeId(ActionCategory.Deploy, ActionOwner.AWS, "EC2", "1"),
            ActionTypeSettings.NONE,
            List.of(
                    ConfigurationProperty.required("InstanceTagKey"),
                    ConfigurationProperty.optional("InstanceTagValue"),
                    ConfigurationProperty.required("InstanceType"),
                    ConfigurationProperty.optional("TargetDirectory"),
                    ConfigurationProperty.optional("DeploySpec"),
                    ConfigurationProperty.optional("MaxBatch"),
                    ConfigurationProperty.optional("MaxError"),
                    ConfigurationProperty.optional("TargetGroupNameList"),
                    ConfigurationProperty.optional("PreScript"),
                    ConfigurationProperty.optional("PostScript")),
            new ArtifactCount(1, 1),
            new ArtifactCount(0, 0),
            Duration.ofMinutes(60),
            true,
            true);

    private final ObjectStore objects;
    private final LogStore logs;
    private final Path temporary;
    private final Crew.Tools tools;
    private final ArchiveLimits limits;
    /** The runs that a thread of this server is busy with. */
    private final Map<String, Watchdog> busy = new ConcurrentHashMap<>();

    /** Works with the machines of the server, by way of files in a folder. */
    public Ec2Deploy(
            ObjectStore objects,
            LogStore logs,
            Instances instances,
            DeployTargets targets,
            Ssh ssh,
            Path temporary,
            InstantSource clock) {
        this.objects = objects;
        this.logs = logs;
        this.temporary = temporary;
        this.tools = new Crew.Tools(ssh, instances, targets, clock);
        this.limits = ArchiveLimits.STANDARD;
    }

    @Override
    public ActionType type() {
        return TYPE;
    }

    @Override
    public Optional<String> trouble(Map<String, String> literals) {
        return Ec2Settings.trouble(literals);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The first call chooses the machines and answers soon, so that the targets can be listed and the log followed;
     * the next one, which brings the token, answers at the end.
     */
    @Override
    public Progress advance(ActionRequest request) throws InterruptedException {
        var id = request.run().id();
        var watchdog = new Watchdog(request.deadline(), tools.clock());
        if (busy.putIfAbsent(id, watchdog) != null) {
            return new Progress.Working(id, Duration.ofSeconds(1), details(request, null));
        }
        try {
            if (!id.matches(RUN_ID)) {
                throw DeployFailed.configuration("The run's id cannot be the name of a folder.");
            }
            var settings = Ec2Settings.of(request);
            var fleet = new Fleet(request, settings, tools.targets(), tools.instances());
            var targets = fleet.targets();
            if (request.continuationToken().isEmpty()) {
                return new Progress.Working(id, Duration.ZERO, details(request, null));
            }
            return deploy(request, settings, fleet, targets, watchdog);
        } catch (DeployFailed failed) {
            return failed(request, failed.type(), failed.getMessage());
        } catch (IOException failure) {
            return Troubles.failed(
                    "The artifact \"%s\" cannot be deployed", failure, request.firstInput().name());
        } finally {
            busy.remove(id);
        }
    }

    private Progress deploy(
            ActionRequest request, Ec2Settings settings, Fleet fleet, List<DeployTarget> targets, Watchdog watchdog)
            throws IOException, DeployFailed, InterruptedException {
        var log = new TargetLog(logs.as(request.pipeline().account())
                .file(logGroup(request), request.run().id())
                .toAbsolutePath());
        var errorsAllowed = settings.maxError().of(targets.size());
        var done = targets;
        if (targets.stream().anyMatch(target -> !target.status().isFinal())) {
            try (var bundle = Bundle.of(request, objects, temporary, limits)) {
                var rollout = Rollout.of(settings, bundle.files());
                log.say("Deploys to %s of action %s in pipeline %s.".formatted(
                        machines(targets.size()), request.action().name(), request.pipeline().name()));
                done = new Crew(request, targets, errorsAllowed, rollout, bundle, log, watchdog, tools)
                        .work(settings.atOnce(targets.size()));
            }
        }
        var outcome = outcome(request, fleet, done, errorsAllowed);
        log.say(outcome instanceof Outcome.Failed failed ? failed.message() : outcome.details().summary());
        return new Progress.Done(outcome);
    }

    private Outcome outcome(ActionRequest request, Fleet fleet, List<DeployTarget> done, int errorsAllowed) {
        var failed = done.stream().filter(it -> it.status() == DeployTargetStatus.Failed).toList();
        var succeeded = done.stream().filter(it -> it.status() == DeployTargetStatus.Succeeded).count();
        var skipped = done.size() - failed.size() - succeeded;
        var counts = "%,d succeeded, %,d failed, %,d skipped".formatted(succeeded, failed.size(), skipped);
        if (failed.size() <= errorsAllowed) {
            return new Outcome.Succeeded(
                    details(request, "Deployed to %s: %s.".formatted(machines(done.size()), counts)),
                    Map.of(),
                    List.of());
        }
        var first = failed.getFirst();
        var reason = first.events().stream()
                .map(DeployTargetEvent::message)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("The deployment failed.");
        return new Outcome.Failed(
                FailureType.JobFailed,
                "The deployment to %s failed (%s; MaxError allows %,d). %s: %s".formatted(
                        machines(done.size()), counts, errorsAllowed, fleet.shown(first), reason),
                details(request, null));
    }

    private static String machines(int count) {
        return count == 1 ? "1 machine" : "%,d machines".formatted(count);
    }

    private Progress failed(ActionRequest request, FailureType type, String sentence) {
        return new Progress.Done(new Outcome.Failed(type, sentence, details(request, null)));
    }

    private static String logGroup(ActionRequest request) {
        return "/aws/codepipeline/" + request.pipeline().name();
    }

    private ExecutionDetails details(ActionRequest request, String summary) {
        var pipeline = request.pipeline();
        var arn = logs.arn(pipeline.account(), pipeline.region(), logGroup(request), request.run().id());
        return new ExecutionDetails(summary, request.run().id(), null, null, arn);
    }

    /**
     * {@inheritDoc} What failed before it came to its targets leaves them waiting until here: had they been skipped
     * before the outcome was committed, whoever came after a crash would have found nothing left to do.
     */
    @Override
    public void settled(ActionRequest request) {
        leaveNothingOpen(request);
    }

    /** {@inheritDoc} Ends the scripts of the run on its machines; what was copied stays. */
    @Override
    public void abandon(ActionRequest request) {
        var watchdog = busy.get(request.run().id());
        if (watchdog != null) {
            watchdog.abandon();
            return;
        }
        leaveNothingOpen(request);
    }

    private void leaveNothingOpen(ActionRequest request) {
        for (var target : tools.targets().of(request)) {
            switch (target.status()) {
                case Pending -> record(request, target.ended(DeployTargetStatus.Skipped, null));
                case InProgress -> {
                    clearAway(request, target);
                    record(request, target.ended(DeployTargetStatus.Failed, tools.clock().instant()));
                }
                case Succeeded, Failed, Skipped -> {
                    // It is at its end.
                }
            }
        }
    }

    private void record(ActionRequest request, DeployTarget target) {
        tools.targets().record(request, Fleet.contentOf(request), List.of(target));
    }

    private void clearAway(ActionRequest request, DeployTarget target) {
        var pipeline = request.pipeline();
        var instance = tools.instances().find(pipeline.account(), pipeline.region(), target.targetId());
        var identity = instance.flatMap(tools.instances()::identity);
        if (identity.isEmpty()) {
            return;
        }
        try {
            Deployment.clearAway(request, instance.get(), identity.get(), tools.ssh());
        } catch (IOException | UncheckedIOException unreachable) {
            LOG.warn("{} could not be told to end {}: {}",
                    target.targetId(), request.run().id(), unreachable.getMessage());
        }
    }
}
