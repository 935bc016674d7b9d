package dev.pipewright.runtime;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the same round of work again and again on a thread of its own: when it is woken, and without that after a while,
 * so that a signal that was lost costs a delay and no work. A round that fails is logged, and the next one comes.
 */
public final class Loop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration TO_END = Duration.ofSeconds(5);

    /** One round of the work. */
    @FunctionalInterface
    public interface Round {
        /** Does what there is to do, and says how long to wait for the next round unless woken. */
        Duration run();
    }

    private final Round round;
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    /** A loop that {@link #start} begins. */
    public Loop(String name, Round round) {
        this.round = round;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::go);
    }

    /** Begins, with a first round at once. */
    public void start() {
        thread.start();
    }

    /** There may be something to do. */
    public void wake() {
        bell.release();
    }

    /** Whether it goes on. */
    public boolean isRunning() {
        return thread.isAlive();
    }

    private void go() {
        while (!closed) {
            try {
                bell.tryAcquire(next().toMillis(), TimeUnit.MILLISECONDS);
                bell.drainPermits();
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private Duration next() {
        try {
            return round.run();
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.error("A round of {} failed; the next one is tried in a second", thread.getName(), e);
            }
            return AFTER_FAILURE;
        }
    }

    /** Ends after the round that is under way, for which it waits a few seconds. Right also for one never begun. */
    @Override
    public void close() {
        closed = true;
        bell.release();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            thread.join(TO_END);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
