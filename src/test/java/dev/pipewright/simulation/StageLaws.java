package dev.pipewright.simulation;

import dev.pipewright.engine.Event.OverrideRequested;
import dev.pipewright.engine.Event.RetryRequested;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.ConditionResult;
import dev.pipewright.model.ConditionRun;
import dev.pipewright.model.ConditionStatus;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.Part;
import dev.pipewright.model.StageRun;
import dev.pipewright.model.StageStatus;

/** The laws about one execution and its stages: conditions, retries, rollbacks, ends. */
final class StageLaws {
    void check(Step step) {
        for (var execution : step.decision().changed()) {
            var earlier = step.earlier(execution);
            if (earlier != null && earlier.status().ended()) {
                Law.ENDED_STAYS.holds(mayChange(step, earlier), execution.id());
            }
            int retries = 0;
            for (int i = 0; i < execution.stages().size(); i++) {
                var now = execution.stages().get(i);
                var was = earlier == null || i >= earlier.stages().size() ? null : earlier.stages().get(i);
                var counted = now.retries().automatic() + now.retries().manual();
                retries += counted;
                Law.RETRIES_COUNT.holds(now.attempt() == 1 + counted, now.stage());
                if (now != was) {
                    changed(execution, now);
                }
            }
            Law.RETRIES_COUNT.holds(execution.attempt() == 1 + retries, execution.id());
            if (execution.rollback() != null) {
                rollback(step, execution, earlier);
            }
        }
    }

    private static boolean mayChange(Step step, Execution ended) {
        if (step.event() instanceof RetryRequested it && it.execution().id().equals(ended.id())) {
            return ended.status() == ExecutionStatus.Failed || ended.status() == ExecutionStatus.Stopped;
        }
        return step.event() instanceof OverrideRequested it
                && it.execution().id().equals(ended.id())
                && ended.status() == ExecutionStatus.Failed;
    }

    private static void changed(Execution execution, StageRun stage) {
        var definition = execution.pipeline().stage(stage.stage()).orElseThrow();
        if (stage.status() == StageStatus.Succeeded) {
            for (var action : definition.actions()) {
                var latest = stage.latest(action.name());
                Law.SUCCESS_IS_EARNED.holds(
                        latest.isPresent() && latest.get().status() == ActionStatus.Succeeded, action.name());
            }
            Law.SUCCESS_IS_EARNED.holds(
                    definition.beforeEntry() == null
                            || stage.conditions().stream().anyMatch(run ->
                                    run.part() == Part.BEFORE_ENTRY && run.status().passed()),
                    stage.stage());
            Law.SUCCESS_IS_EARNED.holds(
                    definition.onSuccess() == null
                            || stage.condition(Part.ON_SUCCESS).orElseThrow().status().passed(),
                    stage.stage());
        }
        if (stage.status() == StageStatus.Skipped) {
            Law.SKIPPED_IS_EMPTY.holds(
                    stage.actions().isEmpty()
                            && definition.condition(Part.BEFORE_ENTRY).orElseThrow().result() == ConditionResult.SKIP
                            && stage.condition(Part.BEFORE_ENTRY).orElseThrow().status() == ConditionStatus.Failed,
                    stage.stage());
        }
        stage.conditions().forEach(StageLaws::condition);
    }

    private static void condition(ConditionRun condition) {
        var rules = condition.rules();
        var failed = rules.stream().anyMatch(run -> run.status() == ActionStatus.Failed);
        var succeeded = rules.stream().allMatch(run -> run.status() == ActionStatus.Succeeded);
        var ended = rules.stream().allMatch(run -> run.status().ended());
        var follows = !rules.isEmpty() && switch (condition.status()) {
            case InProgress -> !failed && !ended;
            case Succeeded -> succeeded;
            case Failed, Errored -> failed && ended;
            case Cancelled, Abandoned, Overridden -> ended;
        };
        Law.CONDITIONS_FOLLOW_RULES.holds(follows, condition.part());
    }

    private static void rollback(Step step, Execution execution, Execution earlier) {
        var id = execution.rollback().target();
        var target = step.decision().changed().stream()
                .filter(changed -> changed.id().equals(id))
                .findFirst()
                .orElse(step.history().get(id));
        var stage = execution.stageDefinition().name();
        var fits = target != null
                && target.rollback() == null
                && target.stageRun(stage).filter(run -> run.status() == StageStatus.Succeeded).isPresent()
                && target.pipeline().version().equals(execution.pipeline().version())
                && execution.pipeline().executionMode() != ExecutionMode.PARALLEL
                && execution.variables().equals(target.variables())
                && execution.stages().size() == 1
                && execution.currentStage().stage().equals(stage)
                && (earlier == null || earlier.stage() == execution.stage());
        Law.ROLLBACK_IS_ONE_STAGE.holds(fits, execution.id());
    }
}
