package dev.pipewright.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a command that watches the server spends its time.
 *
 * @param betweenLooks how long it leaves the server alone after each look
 */
record Pace(InstantSource clock, Duration betweenLooks) {
    /** Often enough for a person, seldom enough for the server. */
    static final Pace LIVE = new Pace(InstantSource.system(), Duration.ofMillis(150));

    Instant now() {
        return clock.instant();
    }

    void pause() throws InterruptedException {
        Thread.sleep(betweenLooks);
    }

    /** Looks until there is an answer; empty when there was none for that long. */
    <T> Optional<T> await(Duration longest, Supplier<Optional<T>> look) throws InterruptedException {
        var end = now().plus(longest);
        while (true) {
            var found = look.get();
            if (found.isPresent() || now().isAfter(end)) return found;
            pause();
        }
    }
}
