package dev.pipewright.simulation;

import static dev.pipewright.engine.Announced.ABANDONED;
import static dev.pipewright.engine.Announced.CANCELED;
import static dev.pipewright.engine.Announced.FAILED;
import static dev.pipewright.engine.Announced.RESUMED;
import static dev.pipewright.engine.Announced.SKIPPED;
import static dev.pipewright.engine.Announced.STARTED;
import static dev.pipewright.engine.Announced.STOPPED;
import static dev.pipewright.engine.Announced.STOPPING;
import static dev.pipewright.engine.Announced.SUCCEEDED;
import static dev.pipewright.engine.Announced.SUPERSEDED;

import dev.pipewright.engine.Announced;
import dev.pipewright.engine.Effect;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.RunId;
import dev.pipewright.model.StageStatus;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The laws about what is announced: a small automaton for each execution, stage and action. */
final class AnnouncementLaws {
    private static final Map<Announced, Set<Announced>> EXECUTION = Map.of(
            STARTED, EnumSet.of(SUCCEEDED, FAILED, STOPPING, CANCELED, SUPERSEDED, RESUMED),
            RESUMED, EnumSet.of(SUCCEEDED, FAILED, STOPPING, CANCELED, SUPERSEDED, RESUMED),
            STOPPING, EnumSet.of(STOPPED),
            STOPPED, EnumSet.of(RESUMED),
            FAILED, EnumSet.of(RESUMED));
    private static final Map<Announced, Set<Announced>> STAGE = Map.of(
            STARTED, EnumSet.of(SUCCEEDED, FAILED, STOPPING, CANCELED, SKIPPED, RESUMED),
            RESUMED, EnumSet.of(SUCCEEDED, FAILED, STOPPING, CANCELED, SKIPPED, RESUMED),
            STOPPING, EnumSet.of(STOPPED),
            STOPPED, EnumSet.of(RESUMED),
            FAILED, EnumSet.of(RESUMED));
    private static final Map<Announced, Set<Announced>> ACTION =
            Map.of(STARTED, EnumSet.of(SUCCEEDED, FAILED, ABANDONED));

    private final Map<String, Announced> executions = new HashMap<>();
    private final Map<List<String>, Announced> stages = new HashMap<>();
    private final Map<RunId, Announced> actions = new HashMap<>();

    void check(Step step) {
        for (var effect : step.decision().effects()) {
            switch (effect) {
                case Effect.AnnounceExecution it ->
                    follow(EXECUTION, executions.put(it.executionId(), it.state()), it.state(), it);
                case Effect.AnnounceStage it ->
                    follow(STAGE, stages.put(List.of(it.executionId(), it.stage()), it.state()), it.state(), it);
                case Effect.AnnounceAction it -> follow(ACTION, actions.put(it.run(), it.state()), it.state(), it);
                case Effect.OfferJob _,
                        Effect.WithdrawJob _,
                        Effect.SetTimer _,
                        Effect.ClearTimer _,
                        Effect.Notify _ -> {}
            }
        }
        for (var execution : step.decision().changed()) {
            agrees(step, execution);
        }
    }

    private static void follow(
            Map<Announced, Set<Announced>> machine, Announced last, Announced next, Effect effect) {
        var allowed = last == null
                ? EnumSet.of(STARTED)
                : machine.getOrDefault(last, EnumSet.noneOf(Announced.class));
        Law.ANNOUNCED_IN_ORDER.holds(allowed.contains(next), effect);
    }

    private void agrees(Step step, Execution execution) {
        Law.ANNOUNCED_AS_IT_IS.holds(
                isOf(executions.get(execution.id()), execution.status()), execution.id());
        var earlier = step.earlier(execution);
        for (int i = 0; i < execution.stages().size(); i++) {
            var stage = execution.stages().get(i);
            if (earlier != null && i < earlier.stages().size() && earlier.stages().get(i) == stage) {
                continue;
            }
            Law.ANNOUNCED_AS_IT_IS.holds(
                    isOf(stages.get(List.of(execution.id(), stage.stage())), stage.status()), stage.stage());
            for (var run : stage.actions()) {
                Law.ANNOUNCED_AS_IT_IS.holds(isOf(actions.get(run.run()), run.status()), run.run());
            }
        }
    }

    private static boolean isOf(Announced state, ExecutionStatus status) {
        return switch (status) {
            case InProgress -> state == STARTED || state == RESUMED;
            case Stopping -> state == STOPPING;
            case Cancelled -> state == CANCELED;
            case Stopped -> state == STOPPED;
            case Succeeded -> state == SUCCEEDED;
            case Superseded -> state == SUPERSEDED;
            case Failed -> state == FAILED;
        };
    }

    private static boolean isOf(Announced state, StageStatus status) {
        return switch (status) {
            case InProgress -> state == STARTED || state == RESUMED;
            case Stopping -> state == STOPPING;
            case Cancelled -> state == CANCELED;
            case Failed -> state == FAILED;
            case Stopped -> state == STOPPED;
            case Succeeded -> state == SUCCEEDED;
            case Skipped -> state == SKIPPED;
        };
    }

    private static boolean isOf(Announced state, ActionStatus status) {
        return switch (status) {
            case InProgress -> state == STARTED;
            case Abandoned -> state == ABANDONED;
            case Succeeded -> state == SUCCEEDED;
            case Failed -> state == FAILED;
        };
    }
}
