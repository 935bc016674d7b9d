package dev.pipewright.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks again and again until what should happen has happened. */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Eventually() {}

    /** What a look shows once it is as it should be; a look that shows something else for too long fails the test. */
    public static <T> T see(String what, Supplier<T> look, Predicate<T> good) {
        return within(PATIENCE, what, look, good);
    }

    static <T> T within(Duration patience, String what, Supplier<T> look, Predicate<T> good) {
        var end = System.nanoTime() + patience.toNanos();
        while (true) {
            var seen = look.get();
            if (good.test(seen)) {
                return seen;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "Not seen in %s: %s. The last look showed: %s".formatted(patience, what, seen));
            }
            pause();
        }
    }

    /** The first thing that a look finds. */
    public static <T> T find(String what, Supplier<Optional<T>> look) {
        return see(what, look, Optional::isPresent).orElseThrow();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
