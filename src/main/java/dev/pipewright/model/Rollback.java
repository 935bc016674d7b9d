package dev.pipewright.model;

import java.util.List;
import java.util.Map;

/**
 * What a stage needs to run once more as it ran in an execution that succeeded in it.
 *
 * @param target the id of that execution
 * @param artifacts what the actions before the stage had made, with the places where it lies
 * @param outputVariables by namespace, what the actions before the stage had left
 * @param variables the values of the pipeline's variables
 * @param sourceRevisions what the source actions had taken
 */
public record Rollback(
        String target,
        List<Artifact> artifacts,
        Map<String, Map<String, String>> outputVariables,
        Map<String, String> variables,
        List<SourceRevision> sourceRevisions) {
    public Rollback {
        artifacts = List.copyOf(artifacts);
        outputVariables = Map.copyOf(outputVariables);
        variables = Map.copyOf(variables);
        sourceRevisions = List.copyOf(sourceRevisions);
    }
}
