package dev.pipewright.simulation;

import dev.pipewright.engine.Event;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ConditionStatus;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.Part;
import dev.pipewright.model.SourceOverride;
import dev.pipewright.model.StageRetryMode;
import dev.pipewright.model.StageStatus;
import dev.pipewright.model.Trigger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What callers ask for: mostly something that makes sense, now and then something that does not. */
final class Callers {
    private static final String BY = "arn:aws:iam::000000000000:user/chance";

    private final World world;
    private final Chance chance;

    Callers(World world, Chance chance) {
        this.world = world;
        this.chance = chance;
    }

    Event start() {
        var id = world.nextId();
        var values = new HashMap<String, String>();
        if (world.traffic().pipeline().variables() != null) {
            world.traffic().pipeline().variables().stream()
                    .filter(variable -> variable.defaultValue() != null || !chance.oneIn(6))
                    .forEach(variable -> values.put(variable.name(), "value of " + id));
        }
        return new Event.Started(
                world.now(), id, "salt of " + id, new Trigger(Trigger.START_PIPELINE_EXECUTION, BY), values,
                chance.oneIn(6) ? Map.of("act0", SourceOverride.revision("old")) : Map.of());
    }

    Optional<Event> stop() {
        var abandon = chance.oneIn(2);
        return someone(execution -> !execution.status().ended()).map(execution -> new Event.StopRequested(
                world.now(), execution.id(), abandon, chance.oneIn(3) ? null : "enough"));
    }

    Optional<Event> retry() {
        var mode = chance.pick(List.of(StageRetryMode.values()));
        return someone(execution -> execution.status() == ExecutionStatus.Failed
                        || execution.status() == ExecutionStatus.Stopped
                        || execution.status() == ExecutionStatus.InProgress && hasFailed(execution))
                .map(execution -> new Event.RetryRequested(world.now(), lastStage(execution), execution, mode));
    }

    private static boolean hasFailed(Execution execution) {
        return !execution.stages().isEmpty()
                && execution.currentStage().actions().stream().anyMatch(run -> run.error() != null);
    }

    Optional<Event> rollBack() {
        var id = world.nextId();
        return someone(execution -> succeeded(execution).findAny().isPresent()).map(target -> {
            var stages = succeeded(target).toList();
            return new Event.RollbackRequested(
                    world.now(), stages.isEmpty() || chance.oneIn(12) ? anyStage() : chance.pick(stages), target, id,
                    "salt of " + id, new Trigger(Trigger.MANUAL_ROLLBACK, BY));
        });
    }

    private static Stream<String> succeeded(Execution execution) {
        return execution.stages().stream()
                .filter(stage -> stage.status() == StageStatus.Succeeded)
                .map(stage -> stage.stage());
    }

    Optional<Event> override() {
        var part = chance.oneIn(12) ? Part.ON_FAILURE : chance.oneIn(2) ? Part.ON_SUCCESS : Part.BEFORE_ENTRY;
        return someone(execution -> holds(execution, part)).map(execution ->
                new Event.OverrideRequested(world.now(), lastStage(execution), execution, part));
    }

    private static boolean holds(Execution execution, Part part) {
        return !execution.stages().isEmpty()
                && execution.currentStage().condition(part).stream().anyMatch(condition ->
                        condition.status() == ConditionStatus.InProgress
                                || condition.status() == ConditionStatus.Failed);
    }

    Optional<Event> answer() {
        var waiting = world.running().filter(run -> isApproval(run)).toList();
        if (waiting.isEmpty() || chance.oneIn(12)) {
            return world.history().isEmpty() ? Optional.empty() : old();
        }
        var run = chance.pick(waiting);
        return Optional.of(approval(run, chance.oneIn(20) ? "another token" : run.id()));
    }

    private Optional<Event> old() {
        return Hostility.anyone(world, chance).stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .filter(this::isApproval)
                .findFirst()
                .map(run -> approval(run, run.id()));
    }

    private boolean isApproval(ActionRun run) {
        return world.history().get(run.run().executionId()).pipeline().action(run.run()).orElseThrow()
                        .actionTypeId().category()
                == ActionCategory.Approval;
    }

    private Event approval(ActionRun run, String token) {
        return new Event.ApprovalAnswered(
                world.now(), run.run().stage(), run.run().action(), token, chance.percent(80), "seen", BY);
    }

    Event close() {
        return new Event.TransitionDisabled(world.now(), anyStage(), !chance.oneIn(4), "closed", BY);
    }

    Event open() {
        var closed = world.traffic().closed();
        if (closed.isEmpty() || chance.oneIn(12)) {
            return new Event.TransitionEnabled(world.now(), anyStage(), !chance.oneIn(4), BY);
        }
        var transition = chance.pick(closed);
        return new Event.TransitionEnabled(world.now(), transition.stage(), transition.inbound(), BY);
    }

    /** Another definition, or the same once more. */
    Event update() {
        var pipeline = world.traffic().pipeline();
        return new Event.DefinitionUpdated(
                world.now(), chance.oneIn(4) ? pipeline : RandomPipelines.next(chance, pipeline.name(), 0));
    }

    private String anyStage() {
        return chance.oneIn(30) ? "Nowhere" : chance.pick(world.traffic().pipeline().stages()).name();
    }

    private String lastStage(Execution execution) {
        return execution.stages().isEmpty() || chance.oneIn(12)
                ? anyStage()
                : execution.currentStage().stage();
    }

    /** The youngest of whom it makes sense, or just anyone. */
    private Optional<Execution> someone(Predicate<Execution> sensible) {
        if (world.history().isEmpty()) {
            return Optional.empty();
        }
        if (!chance.oneIn(8)) {
            var found = world.history().values().stream().filter(sensible).toList();
            if (!found.isEmpty()) {
                return Optional.of(chance.oneIn(3) ? chance.pick(found) : found.getLast());
            }
        }
        return Optional.of(Hostility.anyone(world, chance));
    }
}
