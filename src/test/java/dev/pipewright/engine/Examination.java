package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.approval;
import static dev.pipewright.engine.Definition.changed;
import static dev.pipewright.engine.Definition.deploy;
import static dev.pipewright.engine.Definition.pipeline;
import static dev.pipewright.engine.Definition.source;
import static dev.pipewright.engine.Definition.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.engine.Definition.Making;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.Blocker;
import dev.pipewright.model.Condition;
import dev.pipewright.model.ConditionResult;
import dev.pipewright.model.Conditions;
import dev.pipewright.model.OnFailure;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.Rule;
import dev.pipewright.model.Stage;
import dev.pipewright.model.TriggerDeclaration;
import dev.pipewright.model.VariableDeclaration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The definitions that the rules are tried on, and what they must answer. */
final class Examination {
    static final Stage SOURCE = stage("Source", source("take").writes("app").namespace("Src"));
    static final Stage DEPLOY = stage("Deploy", deploy("ship").reads("app"));
    static final String REFERENCE_FORMAT =
            "Valid format for a pipeline execution variable reference is a namespace and a key separated by a period "
                    + "(.). ";

    private Examination() {}

    static void accepted(Pipeline pipeline) {
        assertThat(problems(pipeline)).isEmpty();
    }

    static void refused(Pipeline pipeline, Problem... problems) {
        assertThat(problems(pipeline)).containsExactly(problems);
    }

    static List<Problem> problems(Pipeline pipeline) {
        return StructureRules.problems(pipeline, Catalogs.CATALOG, "us-east-1").stream()
                .map(Examination::withoutPlace)
                .toList();
    }

    /** Where problems are, is a matter of {@link PlacesTest}. */
    static Problem withoutPlace(Problem problem) {
        return new Problem(problem.kind(), problem.message(), List.of());
    }

    static Pipeline v2(Stage... stages) {
        var declared = List.of(new VariableDeclaration("TARGET", "all", null));
        return Definition.declaring(changed(pipeline(stages), PipelineType.V2, null), declared, null);
    }

    static Making forge() {
        return new Making("forge", Catalogs.CUSTOM);
    }

    static Making[] approvals(int count, boolean oneAfterAnother) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> approval("ok" + i).runOrder(oneAfterAnother ? i : 1))
                .toArray(Making[]::new);
    }

    static Pipeline withStages(int count, Stage... more) {
        var stages = new ArrayList<>(List.of(SOURCE));
        while (stages.size() < count - more.length || stages.size() < 10) {
            stages.add(stage("Go" + stages.size(), approval("ok")));
        }
        stages.addAll(Arrays.asList(more));
        return pipeline(stages.toArray(Stage[]::new));
    }

    static Stage withBlockers(Blocker... blockers) {
        return new Stage(DEPLOY.name(), List.of(blockers), DEPLOY.actions(), null, null, null);
    }

    static Stage conditioned(Conditions beforeEntry, Conditions onSuccess, OnFailure onFailure) {
        return new Stage(DEPLOY.name(), null, DEPLOY.actions(), onFailure, onSuccess, beforeEntry);
    }

    static Conditions conditions(ConditionResult result) {
        return new Conditions(List.of(new Condition(result, List.of(check("Check")))));
    }

    /** A rule with which nothing is wrong. */
    static Rule check(String name) {
        return new Rule(
                name,
                new ActionTypeId(ActionCategory.Rule, ActionOwner.AWS, "VariableCheck", "1"),
                Map.of("Variable", "#{codepipeline.PipelineExecutionId}", "Operator", "EQ", "Value", "all"),
                null, null, null, null, null);
    }

    static TriggerDeclaration trigger(List<TriggerDeclaration.PushFilter> push) {
        return new TriggerDeclaration(
                "CodeStarSourceConnection", new TriggerDeclaration.GitConfiguration("take", push, null));
    }
}
