package dev.pipewright.model;

/** What of a stage is tried again, spelled as {@code StageRetryMode} of the API. */
public enum StageRetryMode {
    /** The actions that failed or were abandoned, and those that never started. */
    FAILED_ACTIONS,
    /** The stage from its first action. */
    ALL_ACTIONS
}
