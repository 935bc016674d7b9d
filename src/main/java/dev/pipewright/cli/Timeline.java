package dev.pipewright.cli;

import static java.util.stream.Collectors.toMap;

import dev.pipewright.cli.Line.Tone;
import dev.pipewright.cli.Snapshot.Run;
import dev.pipewright.cli.Snapshot.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Puts an execution into words: as a board that is drawn again and again, or as the news since the last look. */
final class Timeline {
    private Timeline() {}

    /** Where everything stands now, a line for the execution and one for every action. */
    static List<Line> board(Snapshot now, Instant time) {
        var lines = new ArrayList<Line>();
        var commit = now.commit().map(one -> "  commit " + one).orElse("");
        lines.add(new Line(Tone.STRONG, now.status() + "  " + time(now.took(time)) + commit));
        var width = now.steps().stream().mapToInt(step -> step.title().length()).max().orElse(1);
        for (var step : now.steps()) {
            var status = step.run().map(Run::status).orElse("");
            var about = step.run().map(run -> status(step, run) + "  " + time(run.took(time))).orElse("-");
            lines.add(new Line(
                    Tone.of(status), "  %s  %-10s  %s".formatted(pad(step.title(), width), step.provider(), about)));
        }
        return lines;
    }

    /**
     * What happened between two looks at the same execution; all of it where there was no look before.
     *
     * @param printed what the commands printed meanwhile, by the id of their run
     */
    static List<Line> news(Optional<Snapshot> before, Snapshot now, Map<String, List<String>> printed) {
        var lines = new ArrayList<Line>();
        if (before.isEmpty()) lines.add(begin(now));
        if (now.commit().isPresent() && before.flatMap(Snapshot::commit).isEmpty()) {
            lines.add(Line.plain("Building commit " + now.commit().get()));
        }
        var known = before.stream()
                .flatMap(snapshot -> snapshot.steps().stream())
                .flatMap(step -> step.run().stream())
                .collect(toMap(Run::id, Run::ended));
        for (var step : now.steps()) {
            step.run().ifPresent(run -> lines.addAll(news(step, run, known.get(run.id()), printed)));
        }
        if (now.ended() && before.filter(Snapshot::ended).isEmpty()) {
            lines.add(new Line(
                    Tone.of(now.status()), "Execution %s %s in %s"
                            .formatted(now.executionId(), now.status(), time(now.took(Instant.MAX)))));
        }
        return lines;
    }

    /** The first line about an execution. */
    static Line begin(Snapshot now) {
        return new Line(Tone.STRONG, "Execution " + now.executionId() + " started");
    }

    /** Why actions failed that had not failed at the look before. */
    static List<Line> failures(Optional<Snapshot> before, Snapshot now) {
        var known = before.stream().flatMap(snapshot -> snapshot.steps().stream()).toList();
        return now.steps().stream()
                .filter(step -> step.run().filter(run -> !run.error().isEmpty()).isPresent() && !known.contains(step))
                .map(step -> failure(step, step.run().get()))
                .toList();
    }

    /** What commands printed, every line with its action before it. */
    static List<Line> log(Snapshot now, Map<String, List<String>> printed) {
        return now.steps().stream()
                .flatMap(step -> step.run().stream().flatMap(run -> log(step, run, printed).stream()))
                .toList();
    }

    /** A length of time, as long as people want to know it. */
    static String time(Duration duration) {
        var seconds = duration.toSeconds();
        if (seconds >= 60) return "%d min %d s".formatted(seconds / 60, seconds % 60);
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private static List<Line> log(Step step, Run run, Map<String, List<String>> printed) {
        return printed.getOrDefault(run.id(), List.of()).stream()
                .map(text -> new Line(Tone.FAINT, step.title() + " | " + text.stripTrailing()))
                .toList();
    }

    private static List<Line> news(Step step, Run run, Boolean hadEnded, Map<String, List<String>> printed) {
        var lines = new ArrayList<Line>();
        if (hadEnded == null) lines.add(Line.plain(step.title() + " started (" + step.provider() + ")"));
        lines.addAll(log(step, run, printed));
        if (run.ended() && !Boolean.TRUE.equals(hadEnded)) {
            var summary = run.summary().isEmpty() ? "" : ": " + run.summary();
            lines.add(new Line(
                    Tone.of(run.status()), "%s %s in %s%s"
                            .formatted(step.title(), run.status(), time(run.took(run.changed())), summary)));
            if (!run.error().isEmpty()) lines.add(failure(step, run));
        }
        return lines;
    }

    private static Line failure(Step step, Run run) {
        return new Line(Tone.BAD, step.title() + " failed: " + run.error());
    }

    private static String status(Step step, Run run) {
        return step.asks() ? "waits for an approval" : run.status();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
