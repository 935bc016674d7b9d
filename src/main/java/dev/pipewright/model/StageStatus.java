package dev.pipewright.model;

/** The state of a stage execution, spelled as {@code StageExecutionStatus} of the API. */
public enum StageStatus {
    InProgress,
    Stopping,
    Cancelled,
    Failed,
    Stopped,
    Succeeded,
    Skipped
}
