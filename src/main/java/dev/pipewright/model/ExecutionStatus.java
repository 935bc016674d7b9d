package dev.pipewright.model;

/** The state of a pipeline execution, spelled as {@code PipelineExecutionStatus} of the API. */
public enum ExecutionStatus {
    InProgress,
    Stopping,
    Cancelled,
    Stopped,
    Succeeded,
    Superseded,
    Failed;

    /** Whether nothing more happens by itself. */
    public boolean ended() {
        return this != InProgress && this != Stopping;
    }
}
