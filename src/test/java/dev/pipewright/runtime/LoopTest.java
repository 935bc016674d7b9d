package dev.pipewright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LoopTest {
    private static final Duration NEVER = Duration.ofHours(1);

    private final AtomicInteger rounds = new AtomicInteger();

    private Loop loop(Duration pause) {
        return new Loop("test", () -> {
            rounds.incrementAndGet();
            return pause;
        });
    }

    @Test
    void rounds_follow_one_another_after_the_pause_that_the_last_one_asked_for() {
        try (var loop = loop(Duration.ofMillis(1))) {
            loop.start();
            Soon.holds("five rounds", () -> rounds.get() >= 5);
        }
    }

    @Test
    void a_failing_round_is_followed_by_the_next() {
        try (var loop = new Loop("test", () -> {
            if (rounds.incrementAndGet() == 1) {
                throw new IllegalStateException("the first round fails");
            }
            return NEVER;
        })) {
            loop.start();
            Soon.holds("the second round", () -> rounds.get() == 2);
            assertThat(loop.isRunning()).isTrue();
        }
    }

    @Test
    void who_wakes_it_need_not_wait() {
        try (var loop = loop(NEVER)) {
            loop.start();
            Soon.holds("the first round", () -> rounds.get() == 1);
            loop.wake();
            Soon.holds("the second round", () -> rounds.get() == 2);
        }
    }

    @Test
    void a_signal_during_a_round_is_not_lost() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var loop = new Loop("test", () -> {
            begun.countDown();
            waitFor(goOn);
            rounds.incrementAndGet();
            return NEVER;
        })) {
            loop.start();
            begun.await();
            loop.wake();
            goOn.countDown();
            Soon.holds("the second round", () -> rounds.get() == 2);
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void it_runs_from_start_to_close() {
        var loop = loop(NEVER);
        assertThat(loop.isRunning()).isFalse();
        loop.start();
        Soon.holds("the first round", () -> rounds.get() == 1);
        assertThat(loop.isRunning()).isTrue();
        loop.close();
        assertThat(loop.isRunning()).isFalse();
        loop.wake();
        assertThat(rounds).hasValue(1);
    }

    @Test
    void one_that_was_never_started_can_be_closed() {
        loop(NEVER).close();
        assertThat(rounds).hasValue(0);
    }
}
