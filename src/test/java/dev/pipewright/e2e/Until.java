package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process does. */
final class Until {
    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private Until() {}

    interface Question {
        boolean ask() throws Exception;
    }

    interface Search<T> {
        Optional<T> look() throws Exception;
    }

    /** Asks until the answer is yes. */
    static void holds(String what, Question question) throws Exception {
        holds(what, USUAL, question);
    }

    static void holds(String what, Duration patience, Question question) throws Exception {
        found(what, patience, () -> question.ask() ? Optional.of(true) : Optional.empty());
    }

    /** Looks until something is there. */
    static <T> T found(String what, Search<T> search) throws Exception {
        return found(what, USUAL, search);
    }

    private static <T> T found(String what, Duration patience, Search<T> search) throws Exception {
        var end = System.nanoTime() + patience.toNanos();
        while (true) {
            var found = search.look();
            if (found.isPresent()) return found.get();
            assertThat(System.nanoTime()).as("within %s: %s", patience, what).isLessThan(end);
            LockSupport.parkNanos(PAUSE);
        }
    }
}
