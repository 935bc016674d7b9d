package dev.pipewright.engine;

import dev.pipewright.engine.Decision.Refuse;
import dev.pipewright.engine.Event.OverrideRequested;
import dev.pipewright.model.ConditionResult;
import dev.pipewright.model.ConditionStatus;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.Part;
import java.util.Optional;

/** When a condition cannot be overridden. */
final class Overrides {
    private Overrides() {}

    /** @param execution the one that is meant, as the traffic knows it or else as it ended */
    static Optional<Refuse> refusal(Traffic traffic, Execution execution, OverrideRequested event) {
        if (event.condition() != Part.BEFORE_ENTRY && event.condition() != Part.ON_SUCCESS) {
            return notOverridable(event, "only the conditions at entry and after success can be");
        }
        // In PARALLEL mode what is under way goes on under the definition that it started with.
        var goesOn = execution.isParallel() && !execution.status().ended();
        if (Retries.isOfAnotherVersion(traffic, execution) && !goesOn) {
            return notOverridable(event, "the pipeline has been updated since the execution started");
        }
        if (Retries.isOvertaken(traffic, execution, event.stage())) {
            return Optional.of(Retries.overtaken(execution, event.stage()));
        }
        var stage = execution.stageRun(event.stage());
        if (stage.isEmpty()
                || !stage.get().equals(execution.currentStage())
                || !execution.stageDefinition().name().equals(event.stage())) {
            return notOverridable(event, "the execution is not in the stage");
        }
        var skips = execution.stageDefinition()
                .condition(event.condition())
                .filter(condition -> condition.result() == ConditionResult.SKIP);
        if (skips.isPresent()) {
            return notOverridable(event, "its result is SKIP");
        }
        var holds = stage.get()
                .condition(event.condition())
                .map(run -> run.status() == ConditionStatus.InProgress || run.status() == ConditionStatus.Failed)
                .orElse(false);
        if (!holds) {
            return notOverridable(event, "it neither is in progress nor has just failed");
        }
        if (execution.status() == ExecutionStatus.Failed) {
            return Limits.full(traffic);
        }
        return execution.status() == ExecutionStatus.InProgress
                ? Optional.empty()
                : notOverridable(event, "the execution is " + execution.status());
    }

    private static Optional<Refuse> notOverridable(OverrideRequested event, String reason) {
        return Optional.of(new Refuse(
                Refusal.CONDITION_NOT_OVERRIDABLE,
                "The condition %s of stage '%s' in execution %s cannot be overridden: %s"
                        .formatted(event.condition(), event.stage(), event.execution().id(), reason)));
    }
}
