package dev.pipewright.model;

/** Who had a stage tried again, spelled as {@code RetryTrigger} of the API. */
public enum RetryTrigger {
    /** The stage's own answer to a failure. */
    AutomatedStageRetry,
    /** A caller. */
    ManualStageRetry
}
