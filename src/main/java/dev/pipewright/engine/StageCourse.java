package dev.pipewright.engine;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.ConditionResult;
import dev.pipewright.model.Execution;
import dev.pipewright.model.OnFailure;
import dev.pipewright.model.Part;
import dev.pipewright.model.RetryTrigger;
import dev.pipewright.model.Stage;
import dev.pipewright.model.StageRetryMode;
import dev.pipewright.model.StageRun;
import java.util.List;

/**
 * What an execution does next inside a stage that nothing disturbs: the entry condition, the actions by run order, the
 * condition after success, and what follows a failure.
 */
final class StageCourse {
    /** What comes next. */
    sealed interface Step {
        /** Something is under way, and its end is waited for. */
        record Wait() implements Step {}

        /** The rules of a condition are asked. */
        record Ask(Part part) implements Step {}

        /** Actions start side by side. */
        record Act(List<Action> actions) implements Step {}

        /** The stage is passed by. */
        record Skip() implements Step {}

        /** The stage has done its work. */
        record Succeed() implements Step {}

        /** The stage tries again by itself. */
        record Retry(StageRetryMode mode) implements Step {}

        /** The stage fails. */
        record Fail() implements Step {}

        /** The stage fails and returns to the last execution that succeeded in it. */
        record RollBack() implements Step {}
    }

    private final Execution execution;
    private final Stage definition;
    private final StageRun stage;

    private StageCourse(Execution execution) {
        this.execution = execution;
        definition = execution.stageDefinition();
        stage = execution.currentStage();
    }

    static Step next(Execution execution) {
        return new StageCourse(execution).entry();
    }

    /** An entry condition that has let the execution in is not asked again when the stage is retried. */
    private Step entry() {
        var condition = definition.condition(Part.BEFORE_ENTRY);
        var passed = stage.conditions().stream()
                .anyMatch(run -> run.part() == Part.BEFORE_ENTRY && run.status().passed());
        if (condition.isEmpty() || passed) {
            return actions();
        }
        var run = stage.condition(Part.BEFORE_ENTRY);
        if (run.isEmpty()) {
            return new Step.Ask(Part.BEFORE_ENTRY);
        }
        return switch (run.get().status()) {
            case InProgress -> new Step.Wait();
            case Failed, Errored, Cancelled, Abandoned, Succeeded, Overridden ->
                condition.get().result() == ConditionResult.SKIP ? new Step.Skip() : failure();
        };
    }

    private Step actions() {
        var left = definition.actions().stream().filter(action -> !hasSucceeded(action)).toList();
        if (left.isEmpty()) {
            return success();
        }
        int lowest = left.stream().mapToInt(Action::runOrder).min().getAsInt();
        // Those of a group are let in together: one that fails at once keeps none of the others from running.
        var group = left.stream().filter(action -> action.runOrder() == lowest).toList();
        var next = group.stream().filter(this::isToRun).limit(Limits.actions(execution)).toList();
        if (!next.isEmpty()) {
            return new Step.Act(next);
        }
        // Siblings of a failed action run to their own end first: a deployment is never cut in half.
        return stage.acts() ? new Step.Wait() : failure();
    }

    private boolean hasSucceeded(Action action) {
        return stage.latest(action.name())
                .filter(run -> run.status() == ActionStatus.Succeeded)
                .isPresent();
    }

    /** Never tried in this attempt at the stage; what runs on from an earlier one has been taken into this one. */
    private boolean isToRun(Action action) {
        return stage.latest(action.name())
                .filter(run -> !run.status().ended() || run.stageAttempt() == stage.attempt())
                .isEmpty();
    }

    private Step success() {
        var condition = definition.condition(Part.ON_SUCCESS);
        if (condition.isEmpty()) {
            return new Step.Succeed();
        }
        var run = stage.condition(Part.ON_SUCCESS);
        if (run.isEmpty()) {
            return new Step.Ask(Part.ON_SUCCESS);
        }
        return switch (run.get().status()) {
            case InProgress -> new Step.Wait();
            case Succeeded, Overridden -> new Step.Succeed();
            case Failed, Errored, Cancelled, Abandoned ->
                condition.get().result() == ConditionResult.ROLLBACK ? rollBack() : failure();
        };
    }

    private Step failure() {
        var onFailure = definition.onFailure();
        if (onFailure == null) {
            return new Step.Fail();
        }
        if (onFailure.result() == ConditionResult.RETRY) {
            return retry(onFailure);
        }
        var condition = definition.condition(Part.ON_FAILURE);
        if (condition.isEmpty()) {
            return onFailure.result() == ConditionResult.ROLLBACK ? rollBack() : new Step.Fail();
        }
        var run = stage.condition(Part.ON_FAILURE);
        if (run.isEmpty()) {
            return new Step.Ask(Part.ON_FAILURE);
        }
        return switch (run.get().status()) {
            case InProgress -> new Step.Wait();
            case Succeeded, Overridden -> new Step.Fail();
            case Failed, Errored, Cancelled, Abandoned -> {
                // The result may stand in the condition or, for all of them, beside it.
                var own = condition.get().result();
                yield (own == null ? onFailure.result() : own) == ConditionResult.ROLLBACK
                        ? rollBack()
                        : new Step.Fail();
            }
        };
    }

    /** Once for each failure; the failure of a retry that the stage made by itself is not another one. */
    private Step retry(OnFailure onFailure) {
        if (stage.retries().latest() == RetryTrigger.AutomatedStageRetry) {
            return new Step.Fail();
        }
        var mode = onFailure.retryConfiguration() == null ? null : onFailure.retryConfiguration().retryMode();
        return new Step.Retry(
                mode == null ? StageRetryMode.FAILED_ACTIONS : StageRetryMode.valueOf(mode));
    }

    /** A rollback that fails is not rolled back in its turn. */
    private Step rollBack() {
        return execution.rollback() == null ? new Step.RollBack() : new Step.Fail();
    }

    /** Whether a run has failed, or was abandoned, in the present attempt at its stage. */
    static boolean hasFailed(StageRun stage, ActionRun run) {
        return run.stageAttempt() == stage.attempt()
                && (run.status() == ActionStatus.Failed || run.status() == ActionStatus.Abandoned);
    }
}
