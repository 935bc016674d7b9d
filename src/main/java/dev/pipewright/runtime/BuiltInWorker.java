package dev.pipewright.runtime;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.Progress;
import dev.pipewright.engine.Event;
import dev.pipewright.engine.Timeouts;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Outcome;
import dev.pipewright.model.RunId;
import dev.pipewright.store.Answer;
import dev.pipewright.store.Database;
import dev.pipewright.store.Job;
import dev.pipewright.store.JobStatus;
import dev.pipewright.store.StoreUnavailable;
import dev.pipewright.store.Tx;
import dev.pipewright.store.Tables;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job worker inside the server: does the jobs of the built-in action types with their providers.
 *
 * <p>It holds its jobs by a lease. When the server dies, the next one takes them over and asks the providers again, who
 * find their work by the run's id.
 */
public final class BuiltInWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BuiltInWorker.class);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** How much earlier than the engine's timer a provider ends its work by itself: it can say more about why. */
    private static final Duration BEFORE_TIMER = Duration.ofSeconds(10);

    private static final int MOST_AT_ONCE = 64;

    private final String name;
    private final Database database;
    private final Workforce providers;
    private final InstantSource clock;
    private final Supplier<String> ids;
    private final Map<String, Assignment> working = new ConcurrentHashMap<>();
    /** What was begun and is not done: also what waits to be looked at again. */
    private final Map<RunId, WorkOrder> underway = new ConcurrentHashMap<>();
    private final Map<String, Thread> abandoning = new ConcurrentHashMap<>();
    private final Loop loop = new Loop("built-in-worker", this::round);
    private Instant renewed = Instant.MIN;
    private Instant looked = Instant.MIN;
    private volatile boolean closing;

    /**
     * @param name never used by another worker, nor by this server in a former life
     * @param ids lower-case UUIDs that nobody can guess
     */
    public BuiltInWorker(
            String name,
            Database database,
            Workforce providers,
            InstantSource clock,
            Supplier<String> ids) {
        this.name = name;
        this.database = database;
        this.providers = providers;
        this.clock = clock;
        this.ids = ids;
    }

    private record Assignment(WorkOrder order, Thread thread) {}

    /** Begins to work, first on what a server before this one left behind. */
    public void start() {
        var left = database.writer().commit(tx -> {
            tx.leases().adoptAbandons(name);
            return WorkOrder.of(tx, tx.leases().takeOverForeign(name, leaseEnd()));
        });
        left.forEach(order -> LOG.info("takes over {} of execution {}", order.job().run(), order.execution().id()));
        left.forEach(this::workAside);
        loop.start();
    }

    /** Whether it takes jobs. */
    public boolean isRunning() {
        return loop.isRunning();
    }

    /** There may be something to do. */
    public void wake() {
        loop.wake();
    }

    /** Stops. What runs outside the server goes on, and is found again by the next one. */
    @Override
    public void close() {
        loop.close();
        closing = true;
        try {
            working.values().forEach(assignment -> assignment.thread().interrupt());
            for (var assignment : working.values()) {
                assignment.thread().join(Duration.ofSeconds(5));
            }
            for (var thread : abandoning.values()) {
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes what there is to do, and says how long there will be nothing more. */
    private Duration round() {
        renewLease();
        abandonForgotten();
        var now = clock.instant();
        var types = providers.types();
        var next = database.read(tables -> tables.leases().nextClaimable(types));
        if (next.filter(at -> !at.isAfter(now)).isPresent()) {
            database.writer().commit(tx -> claim(tx, types, now)).forEach(this::workAside);
        }
        database.read(tables -> tables.leases().pendingAbandons(name)).forEach(this::abandonAside);
        return next.filter(at -> at.isAfter(now))
                .map(at -> Duration.between(now, at))
                .filter(wait -> wait.compareTo(TICK) < 0)
                .map(wait -> wait.plusMillis(1))
                .orElse(TICK);
    }

    /** Each type has room of its own, so that long builds do not keep sources and deployments from being worked on. */
    private List<WorkOrder> claim(Tx tx, Set<ActionTypeId> types, Instant now) {
        var jobs = new ArrayList<Job>();
        for (var type : types) {
            var busy = working.values().stream()
                    .filter(assignment -> assignment.order().job().actionTypeId().equals(type))
                    .count();
            if (busy < MOST_AT_ONCE) {
                jobs.addAll(tx.leases().claim(name, List.of(type), (int) (MOST_AT_ONCE - busy), now, leaseEnd()));
            }
        }
        return WorkOrder.of(tx, jobs);
    }

    /** Keeps what it holds, and takes what a worker held that lives no more. */
    private void renewLease() {
        var now = clock.instant();
        if (now.isBefore(renewed.plus(LEASE.dividedBy(3)))) {
            return;
        }
        renewed = now;
        database.writer()
                .commit(tx -> {
                    tx.leases().renew(name, leaseEnd());
                    return WorkOrder.of(tx, tx.leases().takeOverExpired(name, MOST_AT_ONCE, now, leaseEnd()));
                })
                .forEach(this::workAside);
    }

    /**
     * The jobs of a deleted pipeline are gone without a word, those that are over with them. And of a job that is taken
     * back between two looks at its run, no thread is told. Either way the work is for nothing.
     */
    private void abandonForgotten() {
        var now = clock.instant();
        if (underway.isEmpty() || now.isBefore(looked.plus(TICK))) {
            return;
        }
        looked = now;
        var forgotten = database.read(tables -> underway.values().stream()
                .filter(order -> isForgotten(tables, order))
                .toList());
        for (var order : forgotten) {
            // Whoever has come to the end of the run meanwhile has removed it, and must not be disturbed.
            if (underway.remove(order.job().run(), order)) {
                abandonAside(order.job().id(), () -> {
                    LOG.info("abandons {}, for which nobody waits any more", order.job().run());
                    abandon(order);
                });
            }
        }
    }

    private boolean isForgotten(Tables tables, WorkOrder order) {
        var id = order.job().id();
        return tables.jobs().find(id).isEmpty()
                || !working.containsKey(id) && tables.jobs().live(order.job().run()).isEmpty();
    }

    private Instant leaseEnd() {
        return clock.instant().plus(LEASE);
    }

    private void workAside(WorkOrder order) {
        var id = order.job().id();
        var thread = Thread.ofVirtual().name("job-" + id).unstarted(() -> {
            try {
                underway.put(order.job().run(), order);
                var progress = progress(order);
                var answer = report(order.job(), progress);
                if (progress instanceof Progress.Done) {
                    underway.remove(order.job().run(), order);
                    providers.of(order.job().actionTypeId()).settled(request(order));
                } else if (progress instanceof Progress.HandedOver) {
                    // It is in other hands, where nothing of it can be ended from here.
                    underway.remove(order.job().run(), order);
                    // Repeated: the store took it the first time, and only could not say so.
                } else if (!(answer instanceof Answer.Accepted || answer instanceof Answer.Repeated)) {
                    // Nobody will ask again, and so nobody else would end what goes on.
                    underway.remove(order.job().run(), order);
                    abandon(order);
                }
            } catch (InterruptedException _) {
                LOG.info("leaves {} of execution {} to whoever comes next", order.job().run(), order.execution().id());
            } catch (RuntimeException e) {
                LOG.error("The job {} of {} did not come to its end", id, order.job().run(), e);
            } finally {
                working.remove(id);
                loop.wake();
            }
        });
        if (working.putIfAbsent(id, new Assignment(order, thread)) == null) {
            thread.start();
        }
    }

    private Progress progress(WorkOrder order) throws InterruptedException {
        try {
            var progress = providers.of(order.job().actionTypeId()).advance(request(order));
            if (closing && progress instanceof Progress.Done(Outcome.Failed _)) {
                // The interruption again, as what a client says that was cut off by it.
                LOG.debug("{} was cut off: {}", order.job().run(), progress);
                throw new InterruptedException();
            }
            return progress;
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            // Also an error of the machine ends the action with a sentence; a thread that dies silently would not.
            if (closing) {
                // Most likely the interruption in another shape. If not, whoever comes next meets the same trouble.
                LOG.debug("{} was cut off", order.job().run(), e);
                throw new InterruptedException();
            }
            LOG.error("{} of execution {} went wrong", order.job().run(), order.execution().id(), e);
            return Progress.failed(
                    FailureType.SystemUnavailable,
                    "The server could not carry out the action: %s",
                    e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
    }

    private static ActionRequest request(WorkOrder order) {
        return new ActionRequest(
                order.job().pipeline(),
                order.action(),
                order.run(),
                order.encryptionKey(),
                order.roleArn(),
                Optional.ofNullable(order.job().continuationToken()),
                order.run().startedAt().plus(Timeouts.of(order.action())).minus(BEFORE_TIMER),
                order.sourceRevisions(),
                order.job().id());
    }

    /** Work that is done must be told, however long the store needs to take it. */
    private Answer report(Job job, Progress progress) throws InterruptedException {
        var pause = TICK;
        while (true) {
            try {
                return commit(job, progress);
            } catch (StoreUnavailable e) {
                LOG.warn("The result of {} waits for the store: {}", job.run(), e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("The result of {} could not be told and will be again", job.run(), e);
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private Answer commit(Job job, Progress progress) {
        return database.writer().commit(tx -> {
            var now = clock.instant();
            var answer = switch (progress) {
                case Progress.Working it -> tx.jobs().continueWith(
                        job.id(), "working", ids.get(), it.continuationToken(), now, now.plus(it.lookAgainAfter()));
                case Progress.HandedOver _ -> tx.leases().release(job.id());
                case Progress.Done(Outcome.Succeeded _) -> tx.jobs().finish(job.id(), JobStatus.Succeeded, "done", now);
                case Progress.Done(Outcome.Failed _) -> tx.jobs().finish(job.id(), JobStatus.Failed, "done", now);
            };
            if (answer instanceof Answer.Accepted) {
                var event = switch (progress) {
                    case Progress.Working it -> new Event.ActionProgressed(now, job.run(), it.details());
                    case Progress.HandedOver it -> new Event.ActionProgressed(now, job.run(), it.details());
                    case Progress.Done(var outcome) -> new Event.ActionFinished(now, job.run(), outcome);
                };
                Conductor.tell(tx, job.pipeline(), event);
            }
            return answer;
        });
    }

    private void abandonAside(Job job) {
        abandonAside(job.id(), () -> {
            underway.remove(job.run());
            database.read(tables -> WorkOrder.of(tables, job)).ifPresent(this::abandon);
            database.writer().commit(tx -> {
                tx.leases().abandonDone(job.id());
                return null;
            });
        });
    }

    private void abandonAside(String job, Runnable deed) {
        abandoning.computeIfAbsent(job, id -> Thread.ofVirtual().name("abandon-" + id).start(() -> {
            try {
                deed.run();
            } catch (RuntimeException e) {
                LOG.error("The work on the job {} could not be abandoned", id, e);
            } finally {
                abandoning.remove(id);
            }
        }));
    }

    private void abandon(WorkOrder order) {
        providers.of(order.job().actionTypeId()).abandon(request(order));
    }
}
