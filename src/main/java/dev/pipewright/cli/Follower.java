package dev.pipewright.cli;

import dev.pipewright.cli.Snapshot.LogStream;
import dev.pipewright.cli.Snapshot.Step;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Shows one execution from its first action to its end. */
final class Follower {
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

    private final ExecutionWatch watch;
    private final LogTail logs;
    private final Screen screen;
    private final Pace pace;
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
            Pace pace,
            BiFunction<Step, String, Approval> approvals) {
        this.watch = watch;
        this.logs = logs;
        this.screen = screen;
        this.pace = pace;
        this.approvals = approvals;
    }

    /** Follows the execution to its end and answers how it ended. */
    Snapshot follow(String executionId) throws InterruptedException {
        var before = Optional.<Snapshot>empty();
        var lastNews = pace.now();
        while (true) {
            var now = watch.look(executionId);
            var printed = readLogs(now);
            var news = !before.equals(Optional.of(now)) || !printed.isEmpty();
            if (news || waitsForPerson(now)) lastNews = pace.now();
            if (!waitsForPerson(now)) approval.ifPresent(Approval::overtaken);
            show(before, now, printed);
            if (now.ended()) return now;
            if (Duration.between(lastNews, pace.now()).compareTo(LONGEST_SILENCE) > 0) {
                throw new Complaint("Nothing has happened in execution %s for %d minutes.",
                        executionId, LONGEST_SILENCE.toMinutes());
            }
            answerApproval(now);
            before = Optional.of(now);
            pace.pause();
        }
    }

    private void show(Optional<Snapshot> before, Snapshot now, Map<String, List<String>> printed) {
        var time = pace.now();
        if (!screen.hasBoard()) {
            screen.print(Timeline.news(before, now, printed));
            return;
        }
        if (before.isEmpty()) screen.print(List.of(Timeline.begin(now)));
        screen.print(Timeline.log(now, printed));
        screen.print(Timeline.failures(before, now));
        // While a question stands in the last line, a board would be drawn into the person's answer.
        if (!questionIsOpen(now)) screen.draw(Timeline.board(now, time));
        if (now.ended()) screen.settle();
    }

    /** What the commands of each run have printed since the last look. */
    private Map<String, List<String>> readLogs(Snapshot now) throws InterruptedException {
        var printed = new HashMap<String, List<String>>();
        for (var run : now.steps().stream().flatMap(step -> step.run().stream()).toList()) {
            if (run.log().isEmpty() || finished.contains(run.log().get())) continue;
            var lines = logs.more(run.log().get());
            if (!lines.isEmpty()) printed.put(run.id(), lines);
            // A run writes before it ends, so that a look after its end that finds nothing is the last.
            if (run.ended() && lines.isEmpty()) finished.add(run.log().get());
        }
        return printed;
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
}
