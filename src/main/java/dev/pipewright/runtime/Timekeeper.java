package dev.pipewright.runtime;

import dev.pipewright.engine.Event.ActionTimedOut;
import dev.pipewright.store.Database;
import dev.pipewright.store.Timer;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Tells runs that their time is up. Timers are rows, so that none is forgotten; this only looks for those that are due.
 */
public final class Timekeeper implements AutoCloseable {
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

    /** Fires every timer that is due by now; each is cleared by the decision that it leads to. */
    public void fire() {
        for (var timer : database.read(tables -> tables.timers().due(clock.instant(), BATCH))) {
            fire(timer);
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
