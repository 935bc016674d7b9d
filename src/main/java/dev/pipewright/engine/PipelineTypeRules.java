package dev.pipewright.engine;

import static dev.pipewright.engine.Definitions.orEmpty;

import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.Stage;
import dev.pipewright.model.TriggerDeclaration;
import dev.pipewright.model.VariableDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Pipeline variables, and what only pipelines of type V2 may use. */
final class PipelineTypeRules {
    private PipelineTypeRules() {}

    static Stream<Problem> problems(Draft draft) {
        var problems = new ArrayList<Problem>();
        if (draft.isV1()) v1(draft, problems);
        var names = orEmpty(draft.pipeline().variables()).stream()
                .map(VariableDeclaration::name)
                .toList();
        Draft.repeated(names).stream()
                .map(name -> Problem.structure(
                        "Variable names must be unique. The following variable name is already in use: %s", name)
                                .at(List.of("variables", String.valueOf(Draft.again(names, name))), "name"))
                .forEach(problems::add);
        return problems.stream();
    }

    private static void v1(Draft draft, List<Problem> problems) {
        var pipeline = draft.pipeline();
        if (!orEmpty(pipeline.variables()).isEmpty()) {
            problems.add(Problem.structure("Pipeline variable can only be used with V2 pipelines")
                    .at(List.of("variables")));
        }
        var triggers = orEmpty(pipeline.triggers());
        if (triggers.stream().anyMatch(PipelineTypeRules::isOnTag)) {
            problems.add(Problem.structure("Triggers on tag can only be used with V2 pipelines")
                    .at(List.of("triggers")));
        } else if (!triggers.isEmpty()) {
            problems.add(Problem.structure("Triggers can only be used with V2 pipelines").at(List.of("triggers")));
        }
        if (pipeline.executionMode() != null && pipeline.executionMode() != ExecutionMode.SUPERSEDED) {
            problems.add(Problem.structure(
                    "Execution mode %s can only be used with V2 pipelines", pipeline.executionMode())
                            .at(List.of("executionMode")));
        }
        draft.stages().stream()
                .filter(PipelineTypeRules::hasConditions)
                .map(stage -> Problem.structure(
                        "Stage '%s' has conditions or an action on failure. These can only be used with V2 pipelines",
                        stage.name()).at(draft.place(stage)))
                .forEach(problems::add);
        for (var placed : draft.actions()) {
            draft.catalog()
                    .find(placed.type())
                    .filter(type -> type.v2Only())
                    .map(type -> Problem.action(
                            "%s in action '%s' can only be used with V2 pipelines",
                            ActionRules.words(type.id()), placed.name()).at(placed.place(), "actionTypeId"))
                    .ifPresent(problems::add);
        }
    }

    private static boolean hasConditions(Stage stage) {
        return stage.beforeEntry() != null || stage.onSuccess() != null || stage.onFailure() != null;
    }

    private static boolean isOnTag(TriggerDeclaration trigger) {
        return trigger.gitConfiguration() != null
                && orEmpty(trigger.gitConfiguration().push()).stream().anyMatch(push -> push.tags() != null);
    }
}
