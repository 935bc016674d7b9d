package dev.pipewright.runtime;

import java.time.Duration;
import java.time.Instant;

/**
 * Something that failed and will be tried again, after a pause that doubles from one second to five minutes.
 *
 * @param at when it failed last
 * @param pause how long it is left alone after that
 */
record Setback(Instant at, Duration pause) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** The setback after another one, or after none when that is null. */
    static Setback after(Setback earlier, Instant at) {
        if (earlier == null) {
            return new Setback(at, SHORTEST);
        }
        var doubled = earlier.pause.multipliedBy(2);
        return new Setback(at, doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled);
    }

    /** How much of the pause is left; not more than nothing when it is over. */
    Duration left(Instant now) {
        var since = Duration.between(at, now);
        // A clock that was set back must not make the pause longer.
        return since.isNegative() ? Duration.ZERO : pause.minus(since);
    }
}
