package dev.pipewright.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How far an execution is, as the API tells it at one moment. */
record Snapshot(String executionId, String status, Optional<Commit> commit, List<Step> steps) {
    private static final String IN_PROGRESS = "InProgress";

    /** Where the lines of a run's commands are. */
    record LogStream(String group, String stream) {
        /** Takes the two names out of {@code arn:aws:logs:REGION:ACCOUNT:log-group:GROUP:log-stream:STREAM}. */
        static Optional<LogStream> ofArn(String arn) {
            var parts = arn == null ? new String[0] : arn.split(":", 9);
            if (parts.length != 9 || !parts[5].equals("log-group") || !parts[7].equals("log-stream")) {
                return Optional.empty();
            }
            return Optional.of(new LogStream(parts[6], parts[8]));
        }
    }

    /** One attempt at an action. */
    record Run(
            String id,
            String status,
            Instant started,
            Instant changed,
            String summary,
            String error,
            String question,
            Optional<LogStream> log) {
        boolean ended() {
            return !status.equals(IN_PROGRESS);
        }

        Duration took(Instant now) {
            var time = Duration.between(started, ended() ? changed : now);
            return time.isNegative() ? Duration.ZERO : time;
        }
    }

    /** An action of the pipeline, and its latest run in this execution. */
    record Step(String stage, String action, String provider, Optional<Run> run) {
        /** Whether it waits for a person. */
        boolean asks() {
            return provider.equals("Manual") && run.filter(one -> !one.ended()).isPresent();
        }

        /** The stage, and the action where it is called differently. */
        String title() {
            return stage.equals(action) ? stage : stage + "/" + action;
        }
    }

    /** Whether nothing more happens by itself. */
    boolean ended() {
        return !status.equals(IN_PROGRESS) && !status.equals("Stopping");
    }

    boolean succeeded() {
        return status.equals("Succeeded");
    }

    /** From the first action's start to the last change, or to now while it runs. */
    Duration took(Instant now) {
        var runs = steps.stream().flatMap(step -> step.run().stream()).toList();
        var begin = runs.stream().map(Run::started).min(Instant::compareTo);
        var end = ended() ? runs.stream().map(Run::changed).max(Instant::compareTo) : Optional.of(now);
        if (begin.isEmpty() || end.isEmpty() || end.get().isBefore(begin.get())) return Duration.ZERO;
        return Duration.between(begin.get(), end.get());
    }
}
