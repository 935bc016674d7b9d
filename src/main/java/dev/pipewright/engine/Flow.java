package dev.pipewright.engine;

import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.engine.Event.ApprovalAnswered;
import dev.pipewright.engine.Event.OverrideRequested;
import dev.pipewright.engine.Event.RetryRequested;
import dev.pipewright.engine.Event.RollbackRequested;
import dev.pipewright.engine.Event.Started;
import dev.pipewright.engine.Event.StopRequested;
import dev.pipewright.engine.Event.TransitionDisabled;
import dev.pipewright.engine.Event.TransitionEnabled;
import dev.pipewright.engine.StageCourse.Step;
import dev.pipewright.model.ConditionStatus;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Outcome;
import dev.pipewright.model.Part;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.Place;
import dev.pipewright.model.RetryTrigger;
import dev.pipewright.model.Rollback;
import dev.pipewright.model.RunId;
import dev.pipewright.model.StageRetryMode;
import dev.pipewright.model.StageRun;
import dev.pipewright.model.StageStatus;
import dev.pipewright.model.Transition;
import dev.pipewright.model.Trigger;
import dev.pipewright.model.VariableDeclaration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One decision in the making: takes in what an event says, then moves every execution as far as the rules let it.
 *
 * <p>Two questions are answered again and again until neither moves anything: what does this execution do next, and who
 * may enter this stage now. Executions that are further ahead are asked first, so that a stage they leave is free for
 * the one that waits for it.
 */
final class Flow {
    /** How long an execution waits for a disabled transition and still goes on by itself. */
    static final Duration LONGEST_WAIT = Duration.ofDays(30);

    private final Traffic before;
    private final Instant at;
    private final Scene scene;
    private Pipeline pipeline;
    private long lastNumber;
    private long lastEntry;
    private final List<Transition> closed;
    private final Map<String, String> latest;
    private final Map<String, Rollback> targets;

    Flow(Traffic before, Instant at) {
        this.before = before;
        this.at = at;
        scene = new Scene(before, at);
        pipeline = before.pipeline();
        lastNumber = before.lastNumber();
        lastEntry = before.lastEntry();
        closed = new ArrayList<>(before.closed());
        latest = new HashMap<>(before.latest());
        targets = new HashMap<>(before.targets());
    }

    // What an event says.

    Flow start(Started event) {
        lastNumber++;
        var execution = new Execution(
                event.executionId(), lastNumber, pipeline, event.salt(), event.trigger(), at, at,
                ExecutionStatus.InProgress, null, null, 1, event.variables(), event.sourceRevisions(), null, 0,
                Place.WAITING, List.of());
        scene.announce(execution, Announced.STARTED);
        var missing = missingValues(event.variables());
        if (!missing.isEmpty()) {
            var summary = "Values for required variables haven't been provided: " + String.join(",", missing);
            scene.end(execution, ExecutionStatus.Failed, summary);
        } else {
            scene.put(execution);
        }
        return this;
    }

    private List<String> missingValues(Map<String, String> values) {
        return pipeline.variables() == null
                ? List.of()
                : pipeline.variables().stream()
                        .map(VariableDeclaration::name)
                        .filter(name -> !values.containsKey(name))
                        .toList();
    }

    Flow progress(RunId run, ExecutionDetails details) {
        scene.change(run, Runs.progressed(details, at));
        return this;
    }

    Flow finish(RunId run, Outcome outcome) {
        scene.change(run, Runs.ended(outcome, at));
        return this;
    }

    Flow timeOut(RunId run) {
        scene.ask(new Effect.WithdrawJob(run));
        var what = run.part() == Part.ACTIONS ? "The action" : "The rule";
        return finish(run, Outcome.failed(FailureType.JobFailed, what + " did not end in the time that it has"));
    }

    Flow answer(RunId run, ApprovalAnswered answer) {
        scene.change(run, Runs.answered(answer));
        return this;
    }

    Flow close(TransitionDisabled event) {
        reopen(event.stage(), event.inbound());
        closed.add(new Transition(event.stage(), event.inbound(), event.reason(), event.by(), at));
        return this;
    }

    /** Whoever has waited longer than a disabled transition is allowed to hold it does not go on. */
    Flow open(TransitionEnabled event) {
        var earlier = closed.stream()
                .filter(transition -> event.inbound() && transition.inbound())
                .filter(transition -> transition.stage().equals(event.stage()))
                .findFirst();
        reopen(event.stage(), event.inbound());
        for (var execution : earlier.isEmpty() ? List.<Execution>of() : scene.executions()) {
            if (execution.place() == Place.WAITING
                    && execution.stageDefinition().name().equals(event.stage())
                    && waited(execution, earlier.get()).compareTo(LONGEST_WAIT) > 0) {
                scene.end(execution, ExecutionStatus.Cancelled, "The execution waited for more than %d days before the "
                        .formatted(LONGEST_WAIT.toDays()) + "disabled transition into stage " + event.stage());
            }
        }
        return this;
    }

    private Duration waited(Execution execution, Transition transition) {
        var since = execution.changedAt().isAfter(transition.changedAt())
                ? execution.changedAt()
                : transition.changedAt();
        return Duration.between(since, at);
    }

    private void reopen(String stage, boolean inbound) {
        closed.removeIf(transition -> transition.stage().equals(stage) && transition.inbound() == inbound);
    }

    /**
     * What is asked about a definition that is no more ends, so that its execution can be cancelled: pending approvals
     * and rules. Executions in PARALLEL mode go on under the definition that they started with.
     */
    Flow update(Pipeline newest) {
        pipeline = newest;
        targets.clear();
        closed.removeIf(transition -> newest.stage(transition.stage()).isEmpty());
        for (var execution : scene.executions()) {
            if (execution.isParallel() || execution.place() != Place.INSIDE) {
                continue;
            }
            scene.dropRules(execution, ConditionStatus.Cancelled, "The pipeline was updated");
            for (var run : execution.currentStage().actions()) {
                if (!run.status().ended() && isApproval(execution, run.run())) {
                    finish(run.run(), Outcome.failed(FailureType.JobFailed, Approvals.outOfDate(newest.name())));
                }
            }
        }
        return this;
    }

    private static boolean isApproval(Execution execution, RunId run) {
        return execution.pipeline().action(run).filter(Engine::isApproval).isPresent();
    }

    /** One that waits before a stage has nothing to end; inside, its stage ends it as soon as nothing is under way. */
    Flow stop(Execution execution, StopRequested event) {
        var reason = event.reason() == null ? execution.stopReason() : event.reason();
        var stopping = execution.stopping(reason, at);
        if (execution.status() != ExecutionStatus.Stopping) {
            scene.announce(stopping, Announced.STOPPING);
        }
        scene.put(stopping);
        if (execution.place() == Place.INSIDE) {
            if (execution.currentStage().status() == StageStatus.InProgress) {
                scene.stage(stopping, StageStatus.Stopping);
            }
            scene.dropRules(stopping, ConditionStatus.Abandoned, "The execution was stopped");
            if (event.abandon()) {
                scene.abandonActions(stopping);
            }
        }
        return this;
    }

    /** The rules that were asked because of the failure are asked for nothing now. */
    Flow retry(Execution execution, RetryRequested event) {
        if (execution.place() == Place.INSIDE) {
            scene.dropRules(execution, ConditionStatus.Abandoned, "The stage was retried");
            retry(scene.now(execution), event.mode(), RetryTrigger.ManualStageRetry);
        } else {
            retry(execution, event.mode(), RetryTrigger.ManualStageRetry);
        }
        return this;
    }

    private boolean retry(Execution execution, StageRetryMode mode, RetryTrigger trigger) {
        var stage = execution.currentStage();
        int attempt = stage.attempt() + 1;
        // What is still under way goes on, as a part of this attempt.
        var actions = stage.actions().stream()
                .map(run -> run.status().ended() ? run : run.inStageAttempt(attempt))
                .toList();
        return scene.resume(
                execution,
                execution.attempt() + 1,
                new StageRun(
                        stage.stage(), StageStatus.InProgress, stage.entry(), attempt,
                        mode == StageRetryMode.ALL_ACTIONS ? attempt : stage.since(),
                        stage.retries().and(trigger, at), stage.conditions(), actions));
    }

    /** Another attempt at the stage begins: should it fail after all, what follows a failure is asked anew. */
    Flow override(Execution execution, OverrideRequested event) {
        var before = execution.currentStage();
        int attempt = before.attempt() + 1;
        var conditions = before.conditions().stream()
                .map(run -> run.part() == event.condition() && run.attempt() == before.attempt()
                        ? run.withStatus(ConditionStatus.Overridden, "The condition was overridden", at)
                        : run)
                .toList();
        var stage = new StageRun(
                before.stage(), before.status(), before.entry(), attempt, before.since(), before.retries(), conditions,
                before.actions());
        if (execution.status().ended()) {
            scene.resume(execution, execution.attempt(), stage.withStatus(StageStatus.InProgress));
        } else {
            scene.put(scene.replace(execution, stage));
            scene.dropRules(scene.now(execution), ConditionStatus.Abandoned, "The condition was overridden");
        }
        return this;
    }

    Flow rollBack(RollbackRequested event) {
        rollBack(event.executionId(), event.salt(), event.trigger(), event.stage(), Rollbacks.to(
                event.target(), event.stage()));
        return this;
    }

    /** A rollback comes from no stage before, so that no transition holds it. */
    private void rollBack(String id, String salt, Trigger trigger, String stage, Rollback rollback) {
        lastNumber++;
        var index = pipeline.stages().indexOf(pipeline.stage(stage).orElseThrow());
        var execution = new Execution(
                id, lastNumber, pipeline, salt, trigger, at, at, ExecutionStatus.InProgress, null, null, 1,
                rollback.variables(), Map.of(), rollback, index, Place.WAITING, List.of());
        scene.announce(execution, Announced.STARTED);
        enter(execution);
    }

    // What follows from it.

    /** The decision, when the event lets nothing move. */
    Decision unsettled() {
        return new Advance(
                new Traffic(
                        before.key(), pipeline, lastNumber, lastEntry, closed, scene.executions(), latest, targets),
                scene.changed(),
                scene.effects());
    }

    /** The decision, after everything has moved as far as it can. */
    Decision settle() {
        var moved = true;
        while (moved) {
            moved = false;
            for (var execution : furthestFirst()) {
                while (scene.isLive(execution) && move(scene.now(execution))) {
                    moved = true;
                }
            }
        }
        return unsettled();
    }

    private List<Execution> furthestFirst() {
        return scene.executions().stream()
                .sorted(Comparator.comparingInt(Execution::stage).reversed().thenComparingLong(Execution::number))
                .toList();
    }

    private boolean move(Execution execution) {
        return switch (execution.place()) {
            case WAITING -> moveWaiting(execution);
            case INSIDE -> moveInside(execution);
            case NOWHERE -> false;
        };
    }

    private boolean moveWaiting(Execution execution) {
        if (execution.status() == ExecutionStatus.Stopping) {
            return scene.end(execution, ExecutionStatus.Stopped);
        }
        if (isOutdated(execution)) {
            return scene.end(execution, ExecutionStatus.Cancelled);
        }
        var doors = doors();
        if (doors.isOpenTo(execution)) {
            return enter(execution);
        }
        return doors.isSuperseded(execution) && scene.end(execution, ExecutionStatus.Superseded);
    }

    private Doors doors() {
        return new Doors(closed, scene.live());
    }

    private boolean enter(Execution execution) {
        var name = execution.stageDefinition().name();
        if (!execution.isParallel()) {
            lastEntry++;
            latest.put(name, execution.id());
        }
        var stages = new ArrayList<>(execution.stages());
        stages.add(StageRun.entered(name, execution.isParallel() ? 0 : lastEntry));
        var inside = execution.withStages(stages, at).at(execution.stage(), Place.INSIDE, at);
        scene.announce(inside, inside.currentStage(), Announced.STARTED);
        return scene.put(inside);
    }

    private boolean moveInside(Execution execution) {
        var stage = execution.currentStage();
        var rests = stage.status() == StageStatus.Succeeded || stage.status() == StageStatus.Skipped;
        if (execution.status() == ExecutionStatus.Stopping) {
            return !stage.acts()
                    && endIn(execution, rests ? stage.status() : StageStatus.Stopped, ExecutionStatus.Stopped);
        }
        if (isOutdated(execution)) {
            return !stage.acts()
                    && endIn(execution, rests ? stage.status() : StageStatus.Cancelled, ExecutionStatus.Cancelled);
        }
        if (rests) {
            return leave(execution);
        }
        return switch (StageCourse.next(execution)) {
            case Step.Wait _ -> false;
            case Step.Ask(var part) -> scene.ask(execution, part);
            case Step.Act(var actions) -> scene.act(execution, actions);
            case Step.Skip _ -> scene.stage(execution, StageStatus.Skipped);
            case Step.Succeed _ -> succeed(execution);
            case Step.Retry(var mode) -> retry(execution, mode, RetryTrigger.AutomatedStageRetry);
            case Step.Fail _ -> endIn(execution, StageStatus.Failed, ExecutionStatus.Failed);
            case Step.RollBack _ -> failAndRollBack(execution);
        };
    }

    private boolean endIn(Execution execution, StageStatus stage, ExecutionStatus status) {
        if (execution.currentStage().status() != stage) {
            scene.stage(execution, stage);
        }
        return scene.end(scene.now(execution), status);
    }

    private boolean succeed(Execution execution) {
        var definition = execution.stageDefinition();
        if (!execution.isParallel() && execution.rollback() == null && Rollbacks.isAutomatic(definition)) {
            targets.put(definition.name(), Rollbacks.to(execution, definition.name()));
        }
        return scene.stage(execution, StageStatus.Succeeded);
    }

    private boolean failAndRollBack(Execution execution) {
        endIn(execution, StageStatus.Failed, ExecutionStatus.Failed);
        var stage = execution.currentStage();
        var target = targets.get(stage.stage());
        if (target != null) {
            var id = RunIds.rollback(execution.salt(), execution.id(), stage);
            var salt = RunIds.rollbackSalt(execution.salt(), execution.id(), stage);
            var detail = "{\"FailedPipelineExecutionId\":\"" + execution.id() + "\"}";
            rollBack(id, salt, new Trigger(Trigger.AUTOMATED_ROLLBACK, detail), stage.stage(), target);
        }
        return true;
    }

    /**
     * On to the next stage's door, or out of the pipeline; a closed way out keeps the execution, and with it the stage.
     * A rollback has no next stage.
     */
    private boolean leave(Execution execution) {
        if (execution.rollback() != null || execution.stage() == execution.pipeline().stages().size() - 1) {
            return scene.end(execution, ExecutionStatus.Succeeded);
        }
        return !doors().isClosed(execution.stageDefinition().name(), false)
                && scene.put(execution.at(execution.stage() + 1, Place.WAITING, at));
    }

    /** An update leaves what runs under the old definition to end its actions, and to go no further. */
    private boolean isOutdated(Execution execution) {
        return !execution.isParallel() && !execution.pipeline().version().equals(pipeline.version());
    }
}
