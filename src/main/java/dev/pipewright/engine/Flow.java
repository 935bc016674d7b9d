package dev.pipewright.engine;

import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.engine.Effect.AnnounceAction;
import dev.pipewright.engine.Effect.AnnounceExecution;
import dev.pipewright.engine.Effect.AnnounceStage;
import dev.pipewright.engine.Effect.ClearTimer;
import dev.pipewright.engine.Effect.OfferJob;
import dev.pipewright.engine.Effect.SetTimer;
import dev.pipewright.engine.Effect.WithdrawJob;
import dev.pipewright.engine.Event.ApprovalAnswered;
import dev.pipewright.engine.Event.Started;
import dev.pipewright.engine.Event.TransitionDisabled;
import dev.pipewright.engine.Event.TransitionEnabled;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.ErrorDetails;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Outcome;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.Place;
import dev.pipewright.model.RunId;
import dev.pipewright.model.StageRun;
import dev.pipewright.model.StageStatus;
import dev.pipewright.model.Transition;
import dev.pipewright.model.VariableDeclaration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One decision in the making: takes in what an event says, then moves every execution as far as the rules let it.
 *
 * <p>Two questions are answered again and again until neither moves anything: what does this execution do next, and who
 * may enter this stage now. Executions that are further ahead are asked first, so that a stage they leave is free for
 * the one that waits for it.
 */
final class Flow {
    private final Traffic before;
    private final Instant at;
    private Pipeline pipeline;
    private long lastNumber;
    private final List<Transition> closed;
    private final Map<String, Execution> live = new LinkedHashMap<>();
    private final Map<String, Execution> changed = new LinkedHashMap<>();
    private final List<Effect> effects = new ArrayList<>();

    Flow(Traffic before, Instant at) {
        this.before = before;
        this.at = at;
        pipeline = before.pipeline();
        lastNumber = before.lastNumber();
        closed = new ArrayList<>(before.closed());
        before.executions().forEach(execution -> live.put(execution.id(), execution));
    }

    // What an event says.

    Flow start(Started event) {
        lastNumber++;
        var execution = new Execution(
                event.executionId(), lastNumber, pipeline, event.salt(), event.trigger(), at, at,
                ExecutionStatus.InProgress, null, event.variables(), event.sourceRevisions(), 0, Place.WAITING,
                List.of());
        effects.add(new AnnounceExecution(execution.id(), execution.status()));
        var missing = missingValues(event.variables());
        if (!missing.isEmpty()) {
            var summary = "Values for required variables haven't been provided: " + String.join(",", missing);
            end(execution, ExecutionStatus.Failed, summary);
        } else {
            put(execution);
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
        return change(run, action -> with(action, ActionStatus.InProgress, details.over(action.details()), null, null));
    }

    Flow finish(RunId run, Outcome outcome) {
        return change(run, action -> switch (outcome) {
            case Outcome.Succeeded it -> new ActionRun(
                    action.id(), run, ActionStatus.Succeeded, action.startedAt(), at, action.configuration(),
                    action.commands(), action.environment(), action.inputs(), action.outputs(), it.outputVariables(),
                    it.revisions(), it.details().over(action.details()), null, null, action.sourceRevision());
            case Outcome.Failed it -> with(
                    action,
                    ActionStatus.Failed,
                    it.details().over(action.details()),
                    new ErrorDetails(it.type().name(), it.message()),
                    null);
        });
    }

    Flow timeOut(RunId run) {
        effects.add(new WithdrawJob(run));
        return finish(run, Outcome.failed(FailureType.JobFailed, "The action did not end in the time that it has"));
    }

    Flow answer(RunId run, ApprovalAnswered answer) {
        var details = ExecutionDetails.summary(answer.summary());
        var error = new ErrorDetails(
                FailureType.JobFailed.name(),
                answer.summary() == null ? "The approval was rejected" : "Rejected: " + answer.summary());
        return change(run, action -> answer.approved()
                ? with(action, ActionStatus.Succeeded, details, null, answer.by())
                : with(action, ActionStatus.Failed, details, error, answer.by()));
    }

    Flow close(TransitionDisabled event) {
        reopen(event.stage(), event.inbound());
        closed.add(new Transition(event.stage(), event.inbound(), event.reason(), event.by(), at));
        return this;
    }

    Flow open(TransitionEnabled event) {
        reopen(event.stage(), event.inbound());
        return this;
    }

    private void reopen(String stage, boolean inbound) {
        closed.removeIf(transition -> transition.stage().equals(stage) && transition.inbound() == inbound);
    }

    /** A pending approval asks about a definition that is no more: it ends, so that its execution can be cancelled. */
    Flow update(Pipeline newest) {
        pipeline = newest;
        closed.removeIf(transition -> newest.stage(transition.stage()).isEmpty());
        for (var execution : List.copyOf(live.values())) {
            for (var stage : execution.stages()) {
                for (var run : stage.actions()) {
                    if (!run.status().ended() && isApproval(execution, run.run())) {
                        finish(run.run(), Outcome.failed(FailureType.JobFailed, Approvals.outOfDate(newest.name())));
                    }
                }
            }
        }
        return this;
    }

    private static boolean isApproval(Execution execution, RunId run) {
        return execution.pipeline().action(run.stage(), run.action()).filter(Engine::isApproval).isPresent();
    }

    // What follows from it.

    /** The decision, when the event lets nothing move. */
    Decision unsettled() {
        return new Advance(
                new Traffic(before.key(), pipeline, lastNumber, closed, List.copyOf(live.values())),
                List.copyOf(changed.values()),
                effects);
    }

    /** The decision, after everything has moved as far as it can. */
    Decision settle() {
        var moved = true;
        while (moved) {
            moved = false;
            for (var execution : furthestFirst()) {
                while (live.containsKey(execution.id()) && move(live.get(execution.id()))) {
                    moved = true;
                }
            }
        }
        return unsettled();
    }

    private List<Execution> furthestFirst() {
        return live.values().stream()
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
        if (outdated(execution)) {
            return end(execution, ExecutionStatus.Cancelled);
        }
        if (mayEnter(execution)) {
            return enter(execution);
        }
        return youngerWaitsToo(execution) && end(execution, ExecutionStatus.Superseded);
    }

    /** One execution per stage; a closed transition holds; nobody overtakes. */
    private boolean mayEnter(Execution execution) {
        return !isClosed(execution.stageDefinition().name(), true)
                && live.values().stream()
                        .noneMatch(other -> other.place() == Place.INSIDE && sameStage(other, execution));
    }

    /** By name: after an update the same stage may stand elsewhere in the definition that one of them runs under. */
    private static boolean sameStage(Execution one, Execution other) {
        return one.stageDefinition().name().equals(other.stageDefinition().name());
    }

    private boolean youngerWaitsToo(Execution execution) {
        return live.values().stream()
                .anyMatch(other -> other.place() == Place.WAITING
                        && sameStage(other, execution)
                        && other.number() > execution.number());
    }

    private boolean enter(Execution execution) {
        var stages = new ArrayList<>(execution.stages());
        stages.add(new StageRun(execution.stageDefinition().name(), StageStatus.InProgress, 1, List.of()));
        announce(execution, stages.getLast());
        return put(at(execution, execution.stage(), Place.INSIDE, stages));
    }

    private boolean moveInside(Execution execution) {
        var stage = execution.currentStage();
        if (stage.actions().stream().anyMatch(run -> run.status() == ActionStatus.InProgress)) {
            // Siblings of a failed action run to their own end first: a deployment is never cut in half.
            return false;
        }
        if (outdated(execution)) {
            var done = stage.status() == StageStatus.Succeeded;
            return end(done ? execution : stageEnded(execution, StageStatus.Cancelled), ExecutionStatus.Cancelled);
        }
        if (stage.actions().stream().anyMatch(run -> run.status() == ActionStatus.Failed)) {
            return end(stageEnded(execution, StageStatus.Failed), ExecutionStatus.Failed);
        }
        var group = nextGroup(execution);
        if (!group.isEmpty()) {
            return start(execution, group);
        }
        var held = stage.status() == StageStatus.Succeeded;
        return leave(held ? execution : stageEnded(execution, StageStatus.Succeeded));
    }

    /** The actions of the lowest run order that has not run yet. */
    private static List<Action> nextGroup(Execution execution) {
        var started = execution.currentStage().actions().stream().map(run -> run.run().action()).toList();
        var left = execution.stageDefinition().actions().stream()
                .filter(action -> !started.contains(action.name()))
                .toList();
        var lowest = left.stream().mapToInt(Action::runOrder).min();
        return left.stream().filter(action -> action.runOrder() == lowest.getAsInt()).toList();
    }

    /**
     * On to the next stage's door, or out of the pipeline; a closed way out keeps the execution, and with it the stage.
     */
    private boolean leave(Execution execution) {
        if (execution.stage() == execution.pipeline().stages().size() - 1) {
            return end(execution, ExecutionStatus.Succeeded);
        }
        if (isClosed(execution.stageDefinition().name(), false)) {
            return !execution.equals(live.get(execution.id())) && put(execution);
        }
        return put(at(execution, execution.stage() + 1, Place.WAITING, execution.stages()));
    }

    private boolean start(Execution execution, List<Action> group) {
        var runs = new ArrayList<>(execution.currentStage().actions());
        for (var action : group) {
            var run = new ActionStart(before.key(), execution, action, at).run();
            runs.add(run);
            effects.add(new AnnounceAction(run.run(), run.status()));
            if (run.status().ended()) {
                continue;
            }
            effects.add(new SetTimer(run.run(), at.plus(Timeouts.of(action))));
            if (!Engine.isApproval(action)) {
                effects.add(new OfferJob(run.run()));
            }
        }
        var stage = execution.currentStage();
        return put(replace(execution, new StageRun(stage.stage(), stage.status(), stage.attempt(), runs)));
    }

    /** An update leaves what runs under the old definition to end its actions, and to go no further. */
    private boolean outdated(Execution execution) {
        return !execution.pipeline().version().equals(pipeline.version());
    }

    private boolean isClosed(String stage, boolean inbound) {
        return closed.stream()
                .anyMatch(transition -> transition.stage().equals(stage) && transition.inbound() == inbound);
    }

    // How executions change.

    private Flow change(RunId id, UnaryOperator<ActionRun> change) {
        var execution = live.get(id.executionId());
        var stages = new ArrayList<StageRun>();
        for (var stage : execution.stages()) {
            var runs = stage.actions().stream()
                    .map(run -> run.run().equals(id) ? change.apply(run) : run)
                    .toList();
            stages.add(runs.equals(stage.actions())
                    ? stage
                    : new StageRun(stage.stage(), stage.status(), stage.attempt(), runs));
        }
        var next = at(execution, execution.stage(), execution.place(), stages);
        var run = next.find(id).orElseThrow();
        if (run.status().ended()) {
            effects.add(new ClearTimer(id));
            effects.add(new AnnounceAction(id, run.status()));
        }
        put(next);
        return this;
    }

    private ActionRun with(
            ActionRun run, ActionStatus status, ExecutionDetails details, ErrorDetails error, String updatedBy) {
        return new ActionRun(
                run.id(), run.run(), status, run.startedAt(), at, run.configuration(), run.commands(),
                run.environment(), run.inputs(), run.outputs(), run.outputVariables(), run.revisions(), details, error,
                updatedBy, run.sourceRevision());
    }

    private Execution stageEnded(Execution execution, StageStatus status) {
        var stage = execution.currentStage();
        var ended = new StageRun(stage.stage(), status, stage.attempt(), stage.actions());
        announce(execution, ended);
        return replace(execution, ended);
    }

    private Execution replace(Execution execution, StageRun current) {
        var stages = new ArrayList<>(execution.stages());
        stages.set(stages.size() - 1, current);
        return at(execution, execution.stage(), execution.place(), stages);
    }

    private Execution at(Execution execution, int stage, Place place, List<StageRun> stages) {
        return new Execution(
                execution.id(), execution.number(), execution.pipeline(), execution.salt(), execution.trigger(),
                execution.startedAt(), at, execution.status(), execution.statusSummary(),
                execution.variables(), execution.sourceRevisions(), stage, place, stages);
    }

    private boolean end(Execution execution, ExecutionStatus status) {
        return end(execution, status, execution.statusSummary());
    }

    private boolean end(Execution execution, ExecutionStatus status, String summary) {
        var ended = new Execution(
                execution.id(), execution.number(), execution.pipeline(), execution.salt(), execution.trigger(),
                execution.startedAt(), at, status, summary, execution.variables(),
                execution.sourceRevisions(), execution.stage(), Place.NOWHERE, execution.stages());
        live.remove(ended.id());
        changed.put(ended.id(), ended);
        effects.add(new AnnounceExecution(ended.id(), status));
        return true;
    }

    private boolean put(Execution execution) {
        live.put(execution.id(), execution);
        changed.put(execution.id(), execution);
        return true;
    }

    private void announce(Execution execution, StageRun stage) {
        effects.add(new AnnounceStage(execution.id(), stage.stage(), stage.status()));
    }
}
