package dev.pipewright.engine;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.Stage;

/**
 * An action with its place in the pipeline.
 *
 * @param stageIndex counts from 0
 */
record Placed(int stageIndex, Stage stage, Action action) {
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
