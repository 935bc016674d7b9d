package dev.pipewright.engine;

import static dev.pipewright.engine.Definitions.orEmpty;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ConfigurationProperty;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.Stage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The configuration values of a definition that are written once and never read back. */
public final class Secrets {
    /** What is read in the place of a secret value. */
    public static final String MASK = "****";

    private Secrets() {}

    /** The definition as callers may read it: secret values are masked. */
    public static Pipeline masked(Pipeline stored, ActionCatalog catalog) {
        return mapped(stored, (stage, action) -> withValues(action, catalog, _ -> MASK));
    }

    /** The configuration of an action or a run as callers may read it: secret values are masked. */
    public static Map<String, String> masked(
            ActionTypeId type, Map<String, String> configuration, ActionCatalog catalog) {
        var secrets = secretKeys(type, catalog);
        var masked = new LinkedHashMap<>(configuration);
        masked.replaceAll((key, value) -> secrets.contains(key) ? MASK : value);
        return masked;
    }

    /**
     * The definition that an update means: where it sends the mask for a secret of an action that was there before, the
     * stored value is kept. A mask without a stored value stays, for {@link StructureRules} to refuse.
     */
    public static Pipeline restored(Pipeline given, Pipeline stored, ActionCatalog catalog) {
        return mapped(given, (stage, action) -> {
            var before = stored.action(stage.name(), action.name())
                    .filter(earlier -> earlier.actionTypeId().equals(action.actionTypeId()))
                    .map(earlier -> orEmpty(earlier.configuration()))
                    .orElse(Map.of());
            var now = orEmpty(action.configuration());
            return withValues(
                    action,
                    catalog,
                    key -> MASK.equals(now.get(key)) ? before.getOrDefault(key, MASK) : now.get(key));
        });
    }

    private interface Change {
        Action of(Stage stage, Action action);
    }

    private static Pipeline mapped(Pipeline pipeline, Change change) {
        var stages = orEmpty(pipeline.stages()).stream()
                .map(stage -> new Stage(
                        stage.name(),
                        stage.blockers(),
                        orEmpty(stage.actions()).stream()
                                .map(action -> change.of(stage, action))
                                .toList(),
                        stage.onFailure(),
                        stage.onSuccess(),
                        stage.beforeEntry()))
                .toList();
        return new Pipeline(
                pipeline.name(),
                pipeline.roleArn(),
                pipeline.artifactStore(),
                pipeline.artifactStores(),
                stages,
                pipeline.version(),
                pipeline.executionMode(),
                pipeline.pipelineType(),
                pipeline.variables(),
                pipeline.triggers());
    }

    private static Action withValues(Action action, ActionCatalog catalog, Function<String, String> secretValue) {
        var secrets = secretKeys(action.actionTypeId(), catalog);
        if (action.configuration() == null || secrets.isEmpty()) return action;
        var configuration = new LinkedHashMap<>(action.configuration());
        configuration.replaceAll((key, value) -> secrets.contains(key) ? secretValue.apply(key) : value);
        return new Action(
                action.name(),
                action.actionTypeId(),
                action.runOrder(),
                configuration,
                action.commands(),
                action.outputArtifacts(),
                action.inputArtifacts(),
                action.outputVariables(),
                action.roleArn(),
                action.region(),
                action.namespace(),
                action.timeoutInMinutes(),
                action.environmentVariables());
    }

    private static Set<String> secretKeys(ActionTypeId type, ActionCatalog catalog) {
        return catalog.find(type).stream()
                .flatMap(known -> known.configurationProperties().stream())
                .filter(ConfigurationProperty::secret)
                .map(ConfigurationProperty::name)
                .collect(Collectors.toSet());
    }
}
