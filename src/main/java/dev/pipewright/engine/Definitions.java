package dev.pipewright.engine;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.Condition;
import dev.pipewright.model.Conditions;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.OnFailure;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.Rule;
import dev.pipewright.model.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a definition means where it is silent. */
public final class Definitions {
    /** The run order of an action that states none. */
    public static final int DEFAULT_RUN_ORDER = 1;

    private Definitions() {}

    /**
     * The form in which a definition is kept and read back: what the caller left out is filled in with the service's
     * defaults, and the version is the given one whatever the caller sent.
     */
    public static Pipeline completed(Pipeline given, int version) {
        return new Pipeline(
                given.name(),
                given.roleArn(),
                given.artifactStore(),
                orEmpty(given.artifactStores()).isEmpty() ? null : given.artifactStores(),
                given.stages().stream().map(Definitions::completed).toList(),
                version,
                given.executionMode() == null ? ExecutionMode.SUPERSEDED : given.executionMode(),
                typeOf(given),
                given.variables(),
                given.triggers());
    }

    /** The stated type; without one, V2 where pipeline variables or triggers are declared and V1 elsewhere. */
    public static PipelineType typeOf(Pipeline pipeline) {
        if (pipeline.pipelineType() != null) return pipeline.pipelineType();
        var needsV2 = !orEmpty(pipeline.variables()).isEmpty()
                || !orEmpty(pipeline.triggers()).isEmpty();
        return needsV2 ? PipelineType.V2 : PipelineType.V1;
    }

    /** Every action with its place, in the order of the definition. */
    static List<Placed> actions(Pipeline pipeline) {
        var placed = new ArrayList<Placed>();
        var stages = orEmpty(pipeline.stages());
        for (int i = 0; i < stages.size(); i++) {
            for (var action : orEmpty(stages.get(i).actions())) placed.add(new Placed(i, stages.get(i), action));
        }
        return placed;
    }

    /** The list, or an empty one where the definition has none. */
    static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }

    /** The map, or an empty one where the definition has none. */
    static <K, V> Map<K, V> orEmpty(Map<K, V> map) {
        return map == null ? Map.of() : map;
    }

    private static Stage completed(Stage given) {
        return new Stage(
                given.name(),
                given.blockers(),
                given.actions().stream().map(Definitions::completed).toList(),
                completed(given.onFailure()),
                completed(given.onSuccess()),
                completed(given.beforeEntry()));
    }

    private static OnFailure completed(OnFailure given) {
        return given == null
                ? null
                : new OnFailure(given.result(), given.retryConfiguration(), completed(given.conditions()));
    }

    private static Conditions completed(Conditions given) {
        return given == null ? null : new Conditions(completed(given.conditions()));
    }

    private static List<Condition> completed(List<Condition> given) {
        return given == null
                ? null
                : given.stream()
                        .map(condition -> new Condition(
                                condition.result(),
                                orEmpty(condition.rules()).stream()
                                        .map(Definitions::completed)
                                        .toList()))
                        .toList();
    }

    /** The rule with owner and version of its type, which there is one of each. */
    static Rule completed(Rule given) {
        var type = given.ruleTypeId();
        return new Rule(
                given.name(),
                new ActionTypeId(
                        ActionCategory.Rule,
                        type.owner() == null ? ActionOwner.AWS : type.owner(),
                        type.provider(),
                        type.version() == null ? "1" : type.version()),
                orEmpty(given.configuration()),
                given.commands(),
                orEmpty(given.inputArtifacts()),
                given.roleArn(),
                given.region(),
                given.timeoutInMinutes());
    }

    private static Action completed(Action given) {
        return new Action(
                given.name(),
                given.actionTypeId(),
                given.runOrder() == null ? DEFAULT_RUN_ORDER : given.runOrder(),
                orEmpty(given.configuration()),
                given.commands(),
                orEmpty(given.outputArtifacts()),
                orEmpty(given.inputArtifacts()),
                given.outputVariables(),
                given.roleArn(),
                given.region(),
                given.namespace(),
                given.timeoutInMinutes(),
                given.environmentVariables());
    }
}
