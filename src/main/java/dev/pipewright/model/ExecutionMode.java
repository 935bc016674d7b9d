package dev.pipewright.model;

/** How a pipeline's executions share its stages. */
public enum ExecutionMode {
    SUPERSEDED,
    QUEUED,
    PARALLEL
}
