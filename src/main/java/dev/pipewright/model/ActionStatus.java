package dev.pipewright.model;

/** The state of an action execution, spelled as {@code ActionExecutionStatus} of the API. */
public enum ActionStatus {
    InProgress,
    Abandoned,
    Succeeded,
    Failed;

    /** Whether the action has come to its end. */
    public boolean ended() {
        return this != InProgress;
    }
}
