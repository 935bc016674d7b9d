package dev.pipewright.model;

/**
 * One attempt at one action, or one evaluation of one rule, of one execution. Names repeat between stages, between
 * actions and rules, and attempts repeat names, so that nothing less names a run.
 *
 * @param action the name of the action or of the rule
 * @param attempt counts from 1
 */
public record RunId(String executionId, String stage, Part part, String action, int attempt) {
    /** An attempt at an action. */
    public RunId(String executionId, String stage, String action, int attempt) {
        this(executionId, stage, Part.ACTIONS, action, attempt);
    }

    @Override
    public String toString() {
        return part == Part.ACTIONS
                ? stage + "/" + action + "#" + attempt
                : stage + "/" + part + "/" + action + "#" + attempt;
    }
}
