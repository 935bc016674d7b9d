package dev.pipewright.cli;

import dev.pipewright.cli.Snapshot.LogStream;
import dev.pipewright.cli.Snapshot.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Shows one execution from its first action to its end. */
final class Follower {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(150);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

    private final ExecutionWatch watch;
    private final LogTail logs;
    private final Screen screen;
    private final InstantSource clock;
    private final BiFunction<Step, String, Approval> approvals;
    private final Set<LogStream> finished = new HashSet<>();
    private Optional<Approval> approval = Optional.empty();

    /**
     * Makes a follower.
     *
     * @param approvals gets an approval answered, given its action and its token
     */
    Follower(
            ExecutionWatch watch,
            LogTail logs,
            Screen screen,
            InstantSource clock,
            BiFunction<Step, String, Approval> approvals) {
        this.watch = watch;
        this.logs = logs;
        this.screen = screen;
        this.clock = clock;
        this.approvals = approvals;
    }

    /** Follows the execution to its end and answers how it ended. */
    Snapshot follow(String executionId) throws InterruptedException {
        var before = Optional.<Snapshot>empty();
        var lastNews = clock.instant();
        while (true) {
            var now = watch.look(executionId);
            if (!before.equals(Optional.of(now)) || waitsForPerson(now)) lastNews = clock.instant();
            if (showLogs(now)) lastNews = clock.instant();
            show(before, now);
            if (now.ended()) return now;
            if (Duration.between(lastNews, clock.instant()).compareTo(LONGEST_SILENCE) > 0) {
                throw new Complaint("Nothing has happened in execution %s for %d minutes.",
                        executionId, LONGEST_SILENCE.toMinutes());
            }
            answerApproval(now);
            before = Optional.of(now);
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private void show(Optional<Snapshot> before, Snapshot now) {
        var time = clock.instant();
        if (!screen.hasBoard()) {
            screen.print(Timeline.news(before, now));
            return;
        }
        screen.print(Timeline.failures(before, now));
        // While a question stands in the last line, a board would be drawn into the person's answer.
        if (!questionIsOpen(now)) screen.draw(Timeline.board(now, time));
        if (now.ended()) screen.settle();
    }

    private boolean showLogs(Snapshot now) throws InterruptedException {
        var any = false;
        for (var step : now.steps()) {
            var stream = step.run().flatMap(Snapshot.Run::log).filter(one -> !finished.contains(one));
            if (stream.isEmpty()) continue;
            var lines = logs.more(stream.get());
            screen.print(lines.stream().map(line -> Timeline.log(step, line)).toList());
            any |= !lines.isEmpty();
            // What a run had to say was written before it ended, so one look after its end sees all of it.
            if (step.run().get().ended() && lines.isEmpty()) finished.add(stream.get());
        }
        return any;
    }

    private void answerApproval(Snapshot now) {
        var asking = now.steps().stream().filter(Step::asks).findFirst();
        if (asking.isEmpty()) return;
        if (approval.filter(one -> one.isFor(asking.get())).isEmpty()) {
            approval = watch.approvalToken(now.executionId(), asking.get())
                    .map(token -> approvals.apply(asking.get(), token));
        }
        approval.ifPresent(Approval::send);
    }

    private boolean questionIsOpen(Snapshot now) {
        return waitsForPerson(now) && approval.filter(one -> !one.given()).isPresent();
    }

    private static boolean waitsForPerson(Snapshot now) {
        return now.steps().stream().anyMatch(Step::asks);
    }

    /** Waits, with looks in between, until there is an answer or the time is over. */
    static <T> Optional<T> await(Duration longest, InstantSource clock, java.util.function.Supplier<Optional<T>> look)
            throws InterruptedException {
        Instant end = clock.instant().plus(longest);
        while (true) {
            var found = look.get();
            if (found.isPresent() || clock.instant().isAfter(end)) return found;
            Thread.sleep(BETWEEN_LOOKS);
        }
    }
}
