package dev.pipewright.runtime;

import dev.pipewright.engine.Event.ActionFinished;
import dev.pipewright.engine.Event.ActionTimedOut;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Outcome;
import dev.pipewright.model.RunId;
import dev.pipewright.store.Database;
import dev.pipewright.store.Jobs.Overdue;
import dev.pipewright.store.StoreUnavailable;
import dev.pipewright.store.Tables;
import dev.pipewright.store.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells runs that their time is up, or that of one of their jobs. Timers are rows, so that none is forgotten; this only
 * looks for those that are due.
 */
public final class Timekeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Timekeeper.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int BATCH = 100;

    private final Database database;
    private final InstantSource clock;
    private final Loop loop = new Loop("timekeeper", this::round);

    public Timekeeper(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Begins to look. */
    public void start() {
        loop.start();
    }

    /** Whether it looks for timers that are due. */
    public boolean isRunning() {
        return loop.isRunning();
    }

    private Duration round() {
        fire();
        return TICK;
    }

    /**
     * Fires every timer that is due by now; each is cleared by the decision that it leads to. One that cannot be fired
     * is logged and stays for the next time. The same goes for jobs that took longer than their action type allows.
     *
     * @throws StoreUnavailable when the store can be read or written by nobody now
     */
    public void fire() {
        fire((tables, most) -> tables.timers().due(clock.instant(), most), Timer::run, this::fire);
        fire((tables, most) -> tables.jobs().overdue(clock.instant(), most), late -> late.job().run(), this::fire);
    }

    private <T> void fire(
            BiFunction<Tables, Integer, List<T>> whatIsDue, Function<T, RunId> run, Consumer<T> firing) {
        var stuck = new HashSet<RunId>();
        List<T> due;
        do {
            // Those that stay are found again each time, and must not take the place of others.
            var most = stuck.size() + BATCH;
            due = database.read(tables -> whatIsDue.apply(tables, most)).stream()
                    .filter(each -> !stuck.contains(run.apply(each)))
                    .toList();
            due.stream().filter(each -> !fired(each, run, firing)).map(run).forEach(stuck::add);
        } while (!due.isEmpty());
    }

    private static <T> boolean fired(T due, Function<T, RunId> run, Consumer<T> firing) {
        try {
            firing.accept(due);
            return true;
        } catch (StoreUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("The timer of {} could not be fired", run.apply(due), e);
            return false;
        }
    }

    private void fire(Timer timer) {
        database.writer().commit(tx -> {
            var now = clock.instant();
            // Ended here as timed out, the job is over before the decision withdraws it: its worker is told the truth.
            tx.jobs().timeOut(timer.run(), now);
            Conductor.tell(tx, timer.pipeline(), new ActionTimedOut(now, timer.run()));
            tx.timers().clear(timer.run());
            return null;
        });
    }

    private void fire(Overdue overdue) {
        database.writer().commit(tx -> {
            var job = overdue.job();
            // Answered at the last moment, the run goes on, perhaps with a job that has time of its own.
            if (tx.jobs().find(job.id()).filter(it -> !it.status().ended()).isPresent()) {
                var now = clock.instant();
                tx.jobs().timeOut(job.run(), now);
                Conductor.tell(tx, job.pipeline(), new ActionFinished(now, job.run(), Outcome.failed(
                        FailureType.JobFailed,
                        "The job with id %s was not answered within the %d seconds that its action type allows"
                                .formatted(job.id(), overdue.allowed().toSeconds()))));
            }
            return null;
        });
    }

    @Override
    public void close() {
        loop.close();
    }
}
