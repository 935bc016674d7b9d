package dev.pipewright.engine;

import static dev.pipewright.engine.Definitions.orEmpty;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.Stage;
import java.util.List;

/**
 * An action with its place in the pipeline.
 *
 * @param stageIndex counts from 0
 */
record Placed(int stageIndex, Stage stage, Action action) {
    /** Where the action stands in the definition. */
    List<String> place() {
        var actions = orEmpty(stage.actions());
        int index = 0;
        // Two actions may be equal, and only one of them is meant.
        while (index < actions.size() - 1 && actions.get(index) != action) index++;
        return List.of("stages", String.valueOf(stageIndex), "actions", String.valueOf(index));
    }

    String name() {
        return action.name();
    }

    ActionTypeId type() {
        return action.actionTypeId();
    }

    int runOrder() {
        return action.runOrder() == null ? Definitions.DEFAULT_RUN_ORDER : action.runOrder();
    }

    boolean isSource() {
        return type().category() == ActionCategory.Source;
    }

    /** Whether this action has come to its end whenever the other one starts. */
    boolean surelyBefore(Placed other) {
        return stageIndex < other.stageIndex || stageIndex == other.stageIndex && runOrder() < other.runOrder();
    }
}
