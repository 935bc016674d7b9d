package dev.pipewright.runtime;

import dev.pipewright.engine.Event.ActionTimedOut;
import dev.pipewright.model.RunId;
import dev.pipewright.store.Database;
import dev.pipewright.store.StoreUnavailable;
import dev.pipewright.store.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells runs that their time is up. Timers are rows, so that none is forgotten; this only looks for those that are due.
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
     * is logged and stays for the next time.
     *
     * @throws StoreUnavailable when the store can be read or written by nobody now
     */
    public void fire() {
        var stuck = new HashSet<RunId>();
        List<Timer> due;
        do {
            // Those that stay are found again each time, and must not take the place of others.
            var most = stuck.size() + BATCH;
            due = database.read(tables -> tables.timers().due(clock.instant(), most)).stream()
                    .filter(timer -> !stuck.contains(timer.run()))
                    .toList();
            due.stream().filter(timer -> !fired(timer)).map(Timer::run).forEach(stuck::add);
        } while (!due.isEmpty());
    }

    private boolean fired(Timer timer) {
        try {
            fire(timer);
            return true;
        } catch (StoreUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("The timer of {} of {} could not be fired", timer.run(), timer.pipeline().arn(), e);
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

    @Override
    public void close() {
        loop.close();
    }
}
