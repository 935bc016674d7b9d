package dev.pipewright.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pipeline's definition, member for member as {@code PipelineDeclaration} of the API; absent members are null. One
 * version of a definition never changes.
 */
public record Pipeline(
        String name,
        String roleArn,
        ArtifactStore artifactStore,
        Map<String, ArtifactStore> artifactStores,
        List<Stage> stages,
        Integer version,
        ExecutionMode executionMode,
        PipelineType pipelineType,
        List<VariableDeclaration> variables,
        List<TriggerDeclaration> triggers) {

    /** The same definition under another version number. */
    public Pipeline withVersion(int number) {
        return new Pipeline(
                name, roleArn, artifactStore, artifactStores, stages, number, executionMode, pipelineType, variables,
                triggers);
    }

    /** The stage of that name. */
    public Optional<Stage> stage(String stageName) {
        return stages.stream().filter(stage -> stage.name().equals(stageName)).findFirst();
    }

    /** The action of that name in that stage. */
    public Optional<Action> action(String stageName, String actionName) {
        return stage(stageName).stream()
                .flatMap(stage -> stage.actions().stream())
                .filter(action -> action.name().equals(actionName))
                .findFirst();
    }

    /** What a run is a run of: the action of that name, or the rule seen as an action. */
    public Optional<Action> action(RunId run) {
        return switch (run.part()) {
            case ACTIONS -> action(run.stage(), run.action());
            case BEFORE_ENTRY, ON_SUCCESS, ON_FAILURE -> stage(run.stage()).stream()
                    .flatMap(stage -> stage.condition(run.part()).stream())
                    .flatMap(condition -> condition.rules().stream())
                    .filter(rule -> rule.name().equals(run.action()))
                    .map(Rule::asAction)
                    .findFirst();
        };
    }

    /** The artifact store for actions of a region: the only one, or the region's entry. */
    public ArtifactStore storeFor(String region) {
        return artifactStore != null ? artifactStore : artifactStores.get(region);
    }
}
