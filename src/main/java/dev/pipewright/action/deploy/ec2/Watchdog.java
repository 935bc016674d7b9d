package dev.pipewright.action.deploy.ec2;

import java.time.Instant;
import java.time.InstantSource;

/** Whether the work on a run is still wanted, for all the threads that do it. */
final class Watchdog {
    private final Instant deadline;
    private final InstantSource clock;
    private volatile boolean stopping;
    private volatile boolean abandoned;

    Watchdog(Instant deadline, InstantSource clock) {
        this.deadline = deadline;
        this.clock = clock;
    }

    /** The server stops: the next one goes on with what is not done. */
    void stop() {
        stopping = true;
    }

    /** Nobody waits for the run any more. */
    void abandon() {
        abandoned = true;
    }

    boolean isStopping() {
        return stopping;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    boolean isOverdue() {
        return !clock.instant().isBefore(deadline);
    }

    boolean goesOn() {
        return !stopping && !abandoned && !isOverdue();
    }

    /** Half a sentence that says why it does not go on. */
    String reason() {
        return abandoned ? "nobody waits for it any more" : "the action did not end by its deadline " + deadline;
    }
}
