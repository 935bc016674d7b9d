package dev.pipewright.engine;

import dev.pipewright.engine.Decision.Refuse;
import dev.pipewright.engine.Event.RetryRequested;
import dev.pipewright.model.Execution;
import dev.pipewright.model.Place;
import dev.pipewright.model.StageRetryMode;
import dev.pipewright.model.StageStatus;
import java.util.Optional;

/** When a stage cannot be tried again. */
final class Retries {
    private Retries() {}

    /** @param execution the one that is meant, as the traffic knows it or else as it ended */
    static Optional<Refuse> refusal(Traffic traffic, Execution execution, RetryRequested event) {
        if (isOfAnotherVersion(traffic, execution)) {
            return notRetryable(event, "the pipeline has been updated since the execution started");
        }
        if (isOvertaken(traffic, execution, event.stage())) {
            return Optional.of(overtaken(execution, event.stage()));
        }
        var stage = execution.stageRun(event.stage());
        if (stage.isEmpty() || !stage.get().equals(execution.currentStage())) {
            return notRetryable(event, "it is not the stage in which the execution has failed or was stopped");
        }
        return switch (execution.status()) {
            case Failed, Stopped -> {
                var status = stage.get().status();
                yield status == StageStatus.Failed || status == StageStatus.Stopped
                        ? Limits.full(traffic)
                        : notRetryable(event, "its status is " + status);
            }
            case InProgress -> inProgress(execution, event);
            case Stopping -> Optional.of(new Refuse(
                    Refusal.CONFLICT, "The execution %s is stopping and cannot be retried yet".formatted(
                            execution.id())));
            case Cancelled, Succeeded, Superseded -> notRetryable(event, "the execution is " + execution.status());
        };
    }

    private static Optional<Refuse> inProgress(Execution execution, RetryRequested event) {
        var stage = execution.currentStage();
        if (execution.place() != Place.INSIDE
                || stage.actions().stream().noneMatch(run -> StageCourse.hasFailed(stage, run))) {
            return notRetryable(event, "it has no failed action");
        }
        if (event.mode() == StageRetryMode.ALL_ACTIONS && stage.acts()) {
            return Optional.of(new Refuse(
                    Refusal.CONFLICT,
                    "The stage '%s' has actions in progress, and all of its actions can only be retried when they "
                                    .formatted(event.stage())
                            + "have ended"));
        }
        return Optional.empty();
    }

    static boolean isOfAnotherVersion(Traffic traffic, Execution execution) {
        return !execution.pipeline().version().equals(traffic.pipeline().version());
    }

    /** Whether another execution has entered the stage later; where there are no locks, nobody overtakes. */
    static boolean isOvertaken(Traffic traffic, Execution execution, String stage) {
        var latest = traffic.latest().get(stage);
        return !execution.isParallel() && latest != null && !latest.equals(execution.id());
    }

    static Refuse overtaken(Execution execution, String stage) {
        return new Refuse(
                Refusal.NOT_LATEST_EXECUTION,
                "The execution %s is %s, and not the one that entered the stage '%s' last"
                        .formatted(execution.id(), execution.status(), stage));
    }

    private static Optional<Refuse> notRetryable(RetryRequested event, String reason) {
        return Optional.of(new Refuse(
                Refusal.STAGE_NOT_RETRYABLE,
                "The stage '%s' of execution %s cannot be retried: %s"
                        .formatted(event.stage(), event.execution().id(), reason)));
    }
}
