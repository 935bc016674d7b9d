package dev.pipewright.model;

/** The state of a condition, spelled as {@code ConditionExecutionStatus} of the API. */
public enum ConditionStatus {
    InProgress,
    Failed,
    Errored,
    Succeeded,
    Cancelled,
    Abandoned,
    Overridden;

    /** Whether the stage goes on as if the condition held. */
    public boolean passed() {
        return this == Succeeded || this == Overridden;
    }
}
