package dev.pipewright.model;

import java.time.Instant;

/**
 * How often a stage was tried again in one execution, as {@code retryStageMetadata} tells it.
 *
 * @param automatic how often by the stage's own answer to a failure
 * @param manual how often by a caller
 * @param latest which of the two was the last; null when there was none
 * @param latestAt when it was; null when there was none
 */
public record StageRetries(int automatic, int manual, RetryTrigger latest, Instant latestAt) {
    /** Not tried again. */
    public static final StageRetries NONE = new StageRetries(0, 0, null, null);

    /** With one retry more. */
    public StageRetries and(RetryTrigger trigger, Instant at) {
        return switch (trigger) {
            case AutomatedStageRetry -> new StageRetries(automatic + 1, manual, trigger, at);
            case ManualStageRetry -> new StageRetries(automatic, manual + 1, trigger, at);
        };
    }
}
