package dev.pipewright.engine;

/** A change of state in the words of the service's events. */
public enum Announced {
    STARTED,
    SUCCEEDED,
    /** A failed or stopped stage, and its execution with it, goes on. */
    RESUMED,
    FAILED,
    STOPPING,
    STOPPED,
    CANCELED,
    SUPERSEDED,
    /** A stage whose entry condition let the execution pass by. The service documents no event for it. */
    SKIPPED,
    ABANDONED
}
