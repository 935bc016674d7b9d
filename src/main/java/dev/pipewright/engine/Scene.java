package dev.pipewright.engine;

import dev.pipewright.engine.Effect.AnnounceAction;
import dev.pipewright.engine.Effect.AnnounceExecution;
import dev.pipewright.engine.Effect.AnnounceStage;
import dev.pipewright.engine.Effect.ClearTimer;
import dev.pipewright.engine.Effect.Notify;
import dev.pipewright.engine.Effect.OfferJob;
import dev.pipewright.engine.Effect.SetTimer;
import dev.pipewright.engine.Effect.WithdrawJob;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.ConditionRun;
import dev.pipewright.model.ConditionStatus;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.Part;
import dev.pipewright.model.Rule;
import dev.pipewright.model.RunId;
import dev.pipewright.model.StageRun;
import dev.pipewright.model.StageStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The executions while a decision about them is made: how they change, what is asked of the world by that, and what is
 * announced. No rule says here when something happens.
 */
final class Scene {
    private final Traffic before;
    private final Instant at;
    private final Map<String, Execution> live = new LinkedHashMap<>();
    private final Map<String, Execution> changed = new LinkedHashMap<>();
    private final List<Effect> effects = new ArrayList<>();

    Scene(Traffic before, Instant at) {
        this.before = before;
        this.at = at;
        before.executions().forEach(execution -> live.put(execution.id(), execution));
    }

    /** Those that have not ended, oldest first. */
    List<Execution> executions() {
        return live.values().stream().sorted(Comparator.comparingLong(Execution::number)).toList();
    }

    /** The same, in no order. */
    Collection<Execution> live() {
        return live.values();
    }

    List<Execution> changed() {
        return List.copyOf(changed.values());
    }

    List<Effect> effects() {
        return effects;
    }

    boolean isLive(Execution execution) {
        return live.containsKey(execution.id());
    }

    /** The execution as it is by now. */
    Execution now(Execution execution) {
        return live.get(execution.id());
    }

    boolean put(Execution execution) {
        live.put(execution.id(), execution);
        changed.put(execution.id(), execution);
        return true;
    }

    void ask(Effect effect) {
        effects.add(effect);
    }

    boolean end(Execution execution, ExecutionStatus status) {
        return end(execution, status, execution.statusSummary());
    }

    boolean end(Execution execution, ExecutionStatus status, String summary) {
        var ended = execution.ended(status, summary, at);
        live.remove(ended.id());
        changed.put(ended.id(), ended);
        announce(ended, switch (status) {
            case Cancelled -> Announced.CANCELED;
            case Stopped -> Announced.STOPPED;
            case Succeeded -> Announced.SUCCEEDED;
            case Superseded -> Announced.SUPERSEDED;
            case Failed -> Announced.FAILED;
            case InProgress, Stopping -> throw new IllegalArgumentException(status + " is no end");
        });
        return true;
    }

    /** The stage that the execution is in comes into another state. */
    boolean stage(Execution execution, StageStatus status) {
        var next = replace(execution, execution.currentStage().withStatus(status));
        announce(next, next.currentStage(), switch (status) {
            case Stopping -> Announced.STOPPING;
            case Cancelled -> Announced.CANCELED;
            case Failed -> Announced.FAILED;
            case Stopped -> Announced.STOPPED;
            case Succeeded -> Announced.SUCCEEDED;
            case Skipped -> Announced.SKIPPED;
            case InProgress -> throw new IllegalArgumentException("a stage that begins is announced as such");
        });
        return put(next);
    }

    /** A stage, and the execution with it, goes on where it rested. */
    boolean resume(Execution execution, int attempt, StageRun stage) {
        var resumed = replace(execution, stage).resumed(attempt, at);
        announce(resumed, Announced.RESUMED);
        announce(resumed, stage, Announced.RESUMED);
        return put(resumed);
    }

    Execution replace(Execution execution, StageRun current) {
        var stages = new ArrayList<>(execution.stages());
        stages.set(stages.size() - 1, current);
        return execution.withStages(stages, at);
    }

    boolean act(Execution execution, List<Action> actions) {
        var runs = new ArrayList<>(execution.currentStage().actions());
        for (var action : actions) {
            var run = new ActionStart(before.key(), execution, Part.ACTIONS, action, at).run();
            runs.add(run);
            effects.add(new AnnounceAction(run.run(), Announced.STARTED, execution.attempt()));
            if (run.status().ended()) {
                effects.add(new AnnounceAction(run.run(), Announced.FAILED, execution.attempt()));
                continue;
            }
            effects.add(new SetTimer(run.run(), at.plus(Timeouts.of(action))));
            if (!Engine.isApproval(action)) {
                effects.add(new OfferJob(run.run()));
            } else if (action.configuration().containsKey("NotificationArn")) {
                effects.add(new Notify(run.run()));
            }
        }
        return put(replace(execution, execution.currentStage().withActions(runs)));
    }

    /** The rules of a condition start side by side. */
    boolean ask(Execution execution, Part part) {
        var rules = new ArrayList<ActionRun>();
        var condition = execution.stageDefinition().condition(part).orElseThrow();
        for (var action : condition.rules().stream().map(Rule::asAction).toList()) {
            var run = new ActionStart(before.key(), execution, part, action, at).run();
            rules.add(run);
            if (!run.status().ended()) {
                effects.add(new SetTimer(run.run(), at.plus(Timeouts.of(action))));
                effects.add(new OfferJob(run.run()));
            }
        }
        var stage = execution.currentStage();
        var asked = new ConditionRun(part, stage.attempt(), ConditionStatus.InProgress, null, at, rules);
        var conditions = new ArrayList<>(stage.conditions());
        conditions.add(judged(asked));
        return put(replace(execution, stage.withConditions(conditions)));
    }

    /** All rules hold, or one does not: then nobody waits for the others. */
    private ConditionRun judged(ConditionRun condition) {
        if (condition.status() != ConditionStatus.InProgress) {
            return condition;
        }
        var failed = condition.rules().stream()
                .filter(run -> run.status() == ActionStatus.Failed)
                .findFirst();
        if (failed.isPresent()) {
            var summary = "The rule %s failed: %s"
                    .formatted(failed.get().run().action(), failed.get().error().message());
            return dropped(condition, "Another rule of the condition failed")
                    .withStatus(ConditionStatus.Failed, summary, at);
        }
        return condition.rules().stream().allMatch(run -> run.status() == ActionStatus.Succeeded)
                ? condition.withStatus(ConditionStatus.Succeeded, null, at)
                : condition;
    }

    private ConditionRun dropped(ConditionRun condition, String reason) {
        return condition.withRules(condition.rules().stream()
                .map(run -> run.status().ended() ? run : left(run, reason))
                .toList());
    }

    private ActionRun left(ActionRun run, String reason) {
        effects.add(new WithdrawJob(run.run()));
        effects.add(new ClearTimer(run.run()));
        return run.abandoned(reason, at);
    }

    /** Nobody waits any more for the rules that are asked in the stage. */
    void dropRules(Execution execution, ConditionStatus status, String reason) {
        var current = now(execution);
        var stage = current.currentStage();
        var conditions = stage.conditions().stream()
                .map(condition -> condition.status() == ConditionStatus.InProgress
                        ? dropped(condition, reason).withStatus(status, reason, at)
                        : dropped(condition, reason))
                .toList();
        if (!conditions.equals(stage.conditions())) {
            put(replace(current, stage.withConditions(conditions)));
        }
    }

    /** The actions in progress are left to themselves. */
    void abandonActions(Execution execution) {
        var current = now(execution);
        var runs = new ArrayList<ActionRun>();
        for (var run : current.currentStage().actions()) {
            if (run.status().ended()) {
                runs.add(run);
            } else {
                runs.add(left(run, "The action was cancelled when the execution was stopped"));
                effects.add(new AnnounceAction(run.run(), Announced.ABANDONED, current.attempt()));
            }
        }
        put(replace(current, current.currentStage().withActions(runs)));
    }

    /** One run changes, and its condition with it, if it is that of a rule. */
    void change(RunId id, UnaryOperator<ActionRun> change) {
        var execution = live.get(id.executionId());
        var stages = new ArrayList<StageRun>();
        for (var stage : execution.stages()) {
            stages.add(stage.stage().equals(id.stage()) ? changed(stage, id, change) : stage);
        }
        var next = execution.withStages(stages, at);
        var run = next.find(id).orElseThrow();
        if (run.status().ended()) {
            effects.add(new ClearTimer(id));
            if (id.part() == Part.ACTIONS) {
                var state = run.status() == ActionStatus.Succeeded ? Announced.SUCCEEDED : Announced.FAILED;
                effects.add(new AnnounceAction(id, state, next.attempt()));
            }
        }
        put(next);
    }

    private StageRun changed(StageRun stage, RunId id, UnaryOperator<ActionRun> change) {
        if (id.part() == Part.ACTIONS) {
            return stage.withActions(changed(stage.actions(), id, change));
        }
        return stage.withConditions(stage.conditions().stream()
                .map(condition -> condition.rules().stream().anyMatch(run -> run.run().equals(id))
                        ? judged(condition.withRules(changed(condition.rules(), id, change)))
                        : condition)
                .toList());
    }

    private static List<ActionRun> changed(List<ActionRun> runs, RunId id, UnaryOperator<ActionRun> change) {
        return runs.stream().map(run -> run.run().equals(id) ? change.apply(run) : run).toList();
    }

    void announce(Execution execution, Announced state) {
        effects.add(new AnnounceExecution(execution.id(), state, execution.attempt()));
    }

    void announce(Execution execution, StageRun stage, Announced state) {
        effects.add(new AnnounceStage(
                execution.id(), stage.stage(), state, execution.attempt(), stage.retries().latestAt()));
    }
}
