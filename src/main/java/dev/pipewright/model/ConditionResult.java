package dev.pipewright.model;

/** What a failed condition, or a failed stage, leads to. */
public enum ConditionResult {
    ROLLBACK,
    FAIL,
    RETRY,
    SKIP
}
