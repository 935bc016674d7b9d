package dev.pipewright.engine;

import static dev.pipewright.engine.Definitions.orEmpty;

import dev.pipewright.model.Action;
import dev.pipewright.model.Condition;
import dev.pipewright.model.Conditions;
import dev.pipewright.model.Part;
import dev.pipewright.model.Rule;
import dev.pipewright.model.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule with its place in the pipeline.
 *
 * @param stageIndex counts from 0
 * @param place where the rule stands in the definition
 */
record PlacedRule(
        int stageIndex, Stage stage, Part part, Condition condition, Rule rule, List<String> place) {
    /** Before the actions of a stage, whose run orders begin with 1. */
    private static final int BEFORE_ACTIONS = 0;

    private static final int AFTER_ACTIONS = Integer.MAX_VALUE;

    /** Every rule with its place, in the order in which they come into play. */
    static List<PlacedRule> of(List<Stage> stages) {
        var placed = new ArrayList<PlacedRule>();
        for (int i = 0; i < stages.size(); i++) {
            for (var part : Part.values()) {
                var conditions = conditions(stages.get(i), part);
                for (int j = 0; j < conditions.size(); j++) {
                    var rules = orEmpty(conditions.get(j).rules());
                    for (int k = 0; k < rules.size(); k++) {
                        placed.add(new PlacedRule(
                                i, stages.get(i), part, conditions.get(j), Definitions.completed(rules.get(k)),
                                List.of("stages", String.valueOf(i), member(part), "conditions", String.valueOf(j),
                                        "rules", String.valueOf(k))));
                    }
                }
            }
        }
        return placed;
    }

    /** The conditions that a stage has for a part, of which the API allows one. */
    static List<Condition> conditions(Stage stage, Part part) {
        return switch (part) {
            case ACTIONS -> List.of();
            case BEFORE_ENTRY -> conditions(stage.beforeEntry());
            case ON_SUCCESS -> conditions(stage.onSuccess());
            case ON_FAILURE -> stage.onFailure() == null ? List.of() : orEmpty(stage.onFailure().conditions());
        };
    }

    private static List<Condition> conditions(Conditions conditions) {
        return conditions == null ? List.of() : orEmpty(conditions.conditions());
    }

    /** The member of the stage that holds the conditions of a part. */
    static String member(Part part) {
        return switch (part) {
            case ACTIONS -> "actions";
            case BEFORE_ENTRY -> "beforeEntry";
            case ON_SUCCESS -> "onSuccess";
            case ON_FAILURE -> "onFailure";
        };
    }

    /** The rule by name and place, in words that can stand in any sentence. */
    String words() {
        return "rule '%s' in %s of stage '%s'".formatted(rule.name(), member(part), stage.name());
    }

    /**
     * The rule among the actions, after all those that have surely come to their end when it is asked: those of earlier
     * stages, and where the stage has succeeded also its own.
     */
    Placed amongActions() {
        var order = part == Part.ON_SUCCESS ? AFTER_ACTIONS : BEFORE_ACTIONS;
        var action = rule.asAction();
        return new Placed(
                stageIndex,
                stage,
                new Action(
                        action.name(), action.actionTypeId(), order, action.configuration(), action.commands(),
                        action.outputArtifacts(), action.inputArtifacts(), action.outputVariables(), action.roleArn(),
                        action.region(), action.namespace(), action.timeoutInMinutes(),
                        action.environmentVariables()));
    }
}
