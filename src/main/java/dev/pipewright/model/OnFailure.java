package dev.pipewright.model;

import java.util.List;

/** What follows when a stage fails. */
public record OnFailure(ConditionResult result, RetryConfiguration retryConfiguration, List<Condition> conditions) {
    /** How an automatic retry runs; {@code retryMode} is {@code FAILED_ACTIONS} or {@code ALL_ACTIONS}. */
    public record RetryConfiguration(String retryMode) {}
}
