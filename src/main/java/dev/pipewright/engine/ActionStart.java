package dev.pipewright.engine;

import dev.pipewright.engine.Variables.Resolved;
import dev.pipewright.engine.Variables.Unresolved;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.Artifact;
import dev.pipewright.model.ArtifactLocation;
import dev.pipewright.model.ErrorDetails;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.InputArtifact;
import dev.pipewright.model.Part;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.RunId;
import dev.pipewright.model.SourceOverride;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is settled at the moment an action, or a rule seen as one, starts: its id, its variables' values, its artifacts
 * and where they lie.
 */
record ActionStart(PipelineKey key, Execution execution, Part part, Action action, Instant at) {

    /** The run, in progress; or already failed, when a variable or an artifact that it needs is not there. */
    ActionRun run() {
        var made = made();
        var missing = action.inputArtifacts().stream()
                .map(InputArtifact::name)
                .filter(name -> !made.containsKey(name))
                .findFirst();
        if (missing.isPresent()) {
            return failed("The input artifact %s of action '%s' is not there: the action that makes it did not run."
                    .formatted(missing.get(), action.name()));
        }
        var inputs = action.inputArtifacts().stream()
                .map(input -> made.get(input.name()))
                .toList();
        return switch (Variables.resolve(action, namespaces())) {
            case Resolved it -> run(ActionStatus.InProgress, it, inputs, null);
            case Unresolved it -> failed(it.sentence());
        };
    }

    private ActionRun failed(String sentence) {
        return run(
                ActionStatus.Failed,
                new Resolved(action.configuration(), List.of(), List.of()),
                List.of(),
                new ErrorDetails(FailureType.ConfigurationError.name(), sentence));
    }

    private ActionRun run(ActionStatus status, Resolved resolved, List<Artifact> inputs, ErrorDetails error) {
        var id = id();
        var instead = instead();
        return new ActionRun(
                RunIds.actionExecutionId(execution.salt(), id), id, execution.currentStage().attempt(), status, at, at,
                replaced(resolved.configuration(), instead), resolved.commands(), resolved.environment(), inputs,
                outputs(id), Map.of(), List.of(), ExecutionDetails.NONE, error, null,
                instead.map(SourceOverride::revision).orElse(null));
    }

    private RunId id() {
        var earlier = execution.currentStage()
                .runs()
                .filter(run -> run.run().part() == part && run.run().action().equals(action.name()))
                .count();
        return new RunId(execution.id(), execution.stageDefinition().name(), part, action.name(), (int) earlier + 1);
    }

    private Optional<SourceOverride> instead() {
        return action.actionTypeId().category() == ActionCategory.Source
                ? Optional.ofNullable(execution.sourceRevisions().get(action.name()))
                : Optional.empty();
    }

    private static Map<String, String> replaced(Map<String, String> configuration, Optional<SourceOverride> instead) {
        if (instead.isEmpty() || instead.get().configuration().isEmpty()) {
            return configuration;
        }
        var replaced = new HashMap<>(configuration);
        replaced.putAll(instead.get().configuration());
        return replaced;
    }

    /** By name, the artifacts that were made by now; those of a skipped stage are not among them. */
    private Map<String, Artifact> made() {
        if (action.inputArtifacts().isEmpty()) {
            return Map.of();
        }
        var made = new HashMap<String, Artifact>();
        if (execution.rollback() != null) {
            execution.rollback().artifacts().forEach(artifact -> made.put(artifact.name(), artifact));
        }
        succeeded(run -> run.outputs().forEach(artifact -> made.put(artifact.name(), artifact)));
        return made;
    }

    private List<Artifact> outputs(RunId id) {
        var store = execution.pipeline().storeFor(key.region());
        return action.outputArtifacts().stream()
                .map(output -> new Artifact(
                        output.name(),
                        new ArtifactLocation(
                                store.location(),
                                ArtifactKeys.key(execution.pipeline(), action, execution.salt(), id, output.name()))))
                .toList();
    }

    private Map<String, Map<String, String>> namespaces() {
        var namespaces = new HashMap<String, Map<String, String>>();
        namespaces.put(
                Variables.EXECUTION_NAMESPACE, Map.of(Variables.PIPELINE_EXECUTION_ID, execution.id()));
        namespaces.put(Variables.PIPELINE_NAMESPACE, execution.variables());
        if (execution.rollback() != null) {
            namespaces.putAll(execution.rollback().outputVariables());
        }
        succeeded(run -> execution.pipeline()
                .action(run.run())
                .map(Action::namespace)
                .ifPresent(namespace -> namespaces.put(namespace, run.outputVariables())));
        return namespaces;
    }

    private void succeeded(Consumer<ActionRun> visit) {
        execution.stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .filter(run -> run.status() == ActionStatus.Succeeded)
                .forEach(visit);
    }
}
