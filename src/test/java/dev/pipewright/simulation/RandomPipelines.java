package dev.pipewright.simulation;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ArtifactStore;
import dev.pipewright.model.Condition;
import dev.pipewright.model.ConditionResult;
import dev.pipewright.model.Conditions;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.InputArtifact;
import dev.pipewright.model.OnFailure;
import dev.pipewright.model.OutputArtifact;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.Rule;
import dev.pipewright.model.Stage;
import dev.pipewright.model.VariableDeclaration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes definitions that the service would take: both types, every mode, every condition and result, variables. */
final class RandomPipelines {
    /** The variable that every worker leaves, and the one that some forget. */
    static final String ALWAYS = "always";

    static final String SOMETIMES = "sometimes";

    private static final ActionTypeId APPROVAL =
            new ActionTypeId(ActionCategory.Approval, ActionOwner.AWS, "Manual", "1");
    private static final ActionTypeId SOURCE = new ActionTypeId(ActionCategory.Source, ActionOwner.AWS, "S3", "1");
    private static final ActionTypeId WORK = new ActionTypeId(ActionCategory.Build, ActionOwner.Custom, "Worker", "1");
    private static final ActionTypeId CHECK =
            new ActionTypeId(ActionCategory.Rule, ActionOwner.AWS, "VariableCheck", "1");

    private final Chance chance;
    private final boolean v2;
    private final ExecutionMode mode;
    private final List<VariableDeclaration> variables = new ArrayList<>();
    /** What the actions of earlier stages and lower run orders have left, as far as they ran. */
    private final List<String> artifacts = new ArrayList<>();
    private final List<String> namespaces = new ArrayList<>();

    private RandomPipelines(Chance chance) {
        this.chance = chance;
        v2 = !chance.oneIn(8);
        mode = v2 ? chance.pick(List.of(ExecutionMode.values())) : ExecutionMode.SUPERSEDED;
    }

    /** A definition with stages that its earlier versions may have had elsewhere, or with other actions. */
    static Pipeline next(Chance chance, String name, int version) {
        return new RandomPipelines(chance).pipeline(name, version);
    }

    private Pipeline pipeline(String name, int version) {
        if (v2 && chance.oneIn(3)) {
            variables.add(new VariableDeclaration("given", "by default", null));
            if (chance.oneIn(3)) {
                variables.add(new VariableDeclaration("required", null, null));
            }
        }
        var stages = new ArrayList<Stage>();
        stages.add(stage("Source", true));
        for (var stage : chance.shuffled(List.of("A", "B", "C")).subList(0, chance.between(1, 3))) {
            stages.add(stage(stage, false));
        }
        return new Pipeline(
                name, "arn:aws:iam::000000000000:role/pipeline", new ArtifactStore("S3", "artifacts", null), null,
                stages, version, mode, v2 ? PipelineType.V2 : PipelineType.V1,
                variables.isEmpty() ? null : List.copyOf(variables), null);
    }

    private Stage stage(String name, boolean source) {
        var entry = v2 && chance.oneIn(4)
                ? conditions(List.of(ConditionResult.FAIL, ConditionResult.SKIP))
                : null;
        var actions = new ArrayList<Action>();
        int order = 1;
        while (actions.isEmpty() || chance.oneIn(3) && order < 4) {
            var group = new ArrayList<Action>();
            var crowded = mode == ExecutionMode.PARALLEL && chance.oneIn(3);
            int abreast = crowded ? chance.between(5, 7) : chance.between(1, 3);
            for (int i = 0; i < (source ? Math.min(abreast, 2) : abreast); i++) {
                group.add(action(name, "act" + (actions.size() + group.size()), source, order));
            }
            for (var action : group) {
                action.outputArtifacts().forEach(artifact -> artifacts.add(artifact.name()));
                if (action.namespace() != null) {
                    namespaces.add(action.namespace());
                }
            }
            actions.addAll(group);
            order += chance.between(1, 3);
        }
        var success = v2 && chance.oneIn(4) ? conditions(notInParallel(ConditionResult.FAIL)) : null;
        return new Stage(name, null, actions, v2 && chance.oneIn(2) ? onFailure() : null, success, entry);
    }

    private Action action(String stage, String name, boolean source, int order) {
        var approval = !source && chance.oneIn(6);
        var type = source ? SOURCE : approval ? APPROVAL : WORK;
        var configuration = new HashMap<String, String>();
        if (approval && chance.oneIn(2)) {
            configuration.put("NotificationArn", "arn:aws:sns:us-east-1:000000000000:ask");
        }
        if (!source && chance.oneIn(4)) {
            configuration.put(approval ? "CustomData" : "Text", reference());
        }
        return new Action(
                name, type, order, configuration, null,
                approval || !source && chance.oneIn(2)
                        ? List.of()
                        : List.of(new OutputArtifact(stage + "_" + name, null)),
                source || approval || artifacts.isEmpty() || chance.oneIn(3)
                        ? List.of()
                        : List.of(new InputArtifact(chance.pick(artifacts))),
                null, null, null, approval ? null : "from_" + stage + "_" + name, null, null);
    }

    private String reference() {
        if (!variables.isEmpty() && chance.oneIn(3)) {
            return "#{variables.given}";
        }
        return chance.oneIn(4) || namespaces.isEmpty()
                ? "#{codepipeline.PipelineExecutionId}"
                : "#{" + chance.pick(namespaces) + "." + (chance.oneIn(3) ? SOMETIMES : ALWAYS) + "}";
    }

    private OnFailure onFailure() {
        if (chance.oneIn(2) || mode == ExecutionMode.PARALLEL) {
            var mode = chance.pick(List.of("FAILED_ACTIONS", "ALL_ACTIONS", "none"));
            return new OnFailure(
                    ConditionResult.RETRY, mode.equals("none") ? null : new OnFailure.RetryConfiguration(mode), null);
        }
        return new OnFailure(
                ConditionResult.ROLLBACK, null,
                chance.oneIn(2) ? null : conditions(List.of(ConditionResult.ROLLBACK)).conditions());
    }

    private List<ConditionResult> notInParallel(ConditionResult always) {
        return mode == ExecutionMode.PARALLEL ? List.of(always) : List.of(always, ConditionResult.ROLLBACK);
    }

    private Conditions conditions(List<ConditionResult> results) {
        var rules = new ArrayList<Rule>();
        for (int i = 0; i < chance.between(1, 3); i++) {
            rules.add(new Rule(
                    "rule" + i, CHECK, Map.of("Variable", chance.oneIn(4) ? reference() : "x"), null, null, null, null,
                    null));
        }
        return new Conditions(List.of(new Condition(chance.pick(results), rules)));
    }
}
