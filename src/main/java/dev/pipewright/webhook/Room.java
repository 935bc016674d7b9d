package dev.pipewright.webhook;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Room in memory for what strangers send. Whoever sends much, or does not say how much, needs one of a few places; what
 * is small goes past them, so that nobody who keeps the places is in its way.
 */
public final class Room {
    /** What hosts send of a push is seldom larger. */
    private static final int SMALL = 64 * 1024;
    private static final int PLACES = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Place NONE_NEEDED = () -> {};

    private final Semaphore places;
    private final Duration patience;

    /** A place, until it is closed. */
    @FunctionalInterface
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** The room that an endpoint has. */
    public Room() {
        this(PLACES, PATIENCE);
    }

    Room(int places, Duration patience) {
        this.places = new Semaphore(places, true);
        this.patience = patience;
    }

    /**
     * A place for a body.
     *
     * @param length in bytes, as its sender says; negative when the sender does not
     * @return empty when none gets free in a few seconds
     */
    public Optional<Place> place(long length) {
        if (length >= 0 && length <= SMALL) {
            return Optional.of(NONE_NEEDED);
        }
        try {
            return places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)
                    ? Optional.of(places::release)
                    : Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
