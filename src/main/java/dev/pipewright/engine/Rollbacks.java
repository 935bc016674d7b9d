package dev.pipewright.engine;

import dev.pipewright.engine.Decision.Refuse;
import dev.pipewright.engine.Event.RollbackRequested;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.Artifact;
import dev.pipewright.model.Condition;
import dev.pipewright.model.ConditionResult;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.Part;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.Place;
import dev.pipewright.model.Rollback;
import dev.pipewright.model.SourceRevision;
import dev.pipewright.model.Stage;
import dev.pipewright.model.StageStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a stage can return to, and when it cannot. */
public final class Rollbacks {
    private Rollbacks() {}

    /**
     * What of an execution a stage needs to run as it ran there: all that was made before the stage. It is the same
     * from the moment on at which the stage succeeds.
     */
    public static Rollback to(Execution target, String stage) {
        Map<String, Artifact> artifacts = new LinkedHashMap<>();
        Map<String, Map<String, String>> variables = new LinkedHashMap<>();
        Map<String, List<SourceRevision>> revisions = new LinkedHashMap<>();
        for (var run : before(target, stage)) {
            run.outputs().forEach(artifact -> artifacts.put(artifact.name(), artifact));
            target.pipeline().action(run.run()).map(Action::namespace).ifPresent(namespace ->
                    variables.put(namespace, run.outputVariables()));
            take(run, revisions);
        }
        // A source stage takes what is newest when it runs again; the history names what the target took all the same.
        target.stageRun(stage).ifPresent(run -> run.actions().forEach(action -> take(action, revisions)));
        return new Rollback(
                target.id(),
                List.copyOf(artifacts.values()),
                variables,
                target.variables(),
                revisions.values().stream().flatMap(List::stream).toList());
    }

    private static void take(ActionRun run, Map<String, List<SourceRevision>> revisions) {
        if (!run.revisions().isEmpty()) {
            revisions.put(
                    run.run().stage() + "/" + run.run().action(),
                    run.revisions().stream()
                            .map(revision -> new SourceRevision(run.run().action(), revision))
                            .toList());
        }
    }

    private static List<ActionRun> before(Execution target, String stage) {
        return target.stages().stream()
                .takeWhile(run -> !run.stage().equals(stage))
                .flatMap(run -> run.actions().stream())
                .filter(run -> run.status() == ActionStatus.Succeeded)
                .toList();
    }

    /** Whether the stage returns to an earlier execution by itself. */
    public static boolean isAutomatic(Stage stage) {
        var results = Stream.concat(
                Stream.of(Part.ON_SUCCESS, Part.ON_FAILURE)
                        .flatMap(part -> stage.condition(part).stream())
                        .map(Condition::result),
                Stream.ofNullable(stage.onFailure()).map(onFailure -> onFailure.result()));
        return results.anyMatch(result -> result == ConditionResult.ROLLBACK);
    }

    static Optional<Refuse> refusal(Traffic traffic, RollbackRequested event) {
        var target = event.target();
        if (traffic.pipeline().pipelineType() == PipelineType.V1) {
            return unable(event, "rollback can only be used with V2 pipelines");
        }
        if (traffic.pipeline().executionMode() == ExecutionMode.PARALLEL) {
            return unable(event, "rollback is not available in execution mode PARALLEL");
        }
        if (target.rollback() != null) {
            return unable(event, "the execution " + target.id() + " is a rollback itself");
        }
        if (Retries.isOfAnotherVersion(traffic, target)) {
            return Optional.of(new Refuse(
                    Refusal.EXECUTION_OUTDATED,
                    "The execution %s ran under version %d of the pipeline, and the newest is version %d".formatted(
                            target.id(), target.pipeline().version(), traffic.pipeline().version())));
        }
        var succeeded = target.stageRun(event.stage())
                .filter(run -> run.status() == StageStatus.Succeeded)
                .isPresent();
        if (!succeeded) {
            return unable(event, "the execution " + target.id() + " has not succeeded in it");
        }
        var occupied = traffic.executions().stream()
                .anyMatch(execution -> execution.place() == Place.INSIDE
                        && execution.stageDefinition().name().equals(event.stage()));
        return occupied ? unable(event, "an execution is running in it") : Limits.full(traffic);
    }

    private static Optional<Refuse> unable(RollbackRequested event, String reason) {
        return Optional.of(new Refuse(
                Refusal.UNABLE_TO_ROLL_BACK,
                "The stage '%s' cannot be rolled back: %s".formatted(event.stage(), reason)));
    }
}
