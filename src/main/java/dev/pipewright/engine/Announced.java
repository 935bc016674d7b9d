package dev.pipewright.engine;

/** A state as the service's events spell it. */
public enum Announced {
    STARTED,
    SUCCEEDED,
    RESUMED,
    FAILED,
    STOPPING,
    STOPPED,
    CANCELED,
    SUPERSEDED,
    SKIPPED,
    ABANDONED
}
