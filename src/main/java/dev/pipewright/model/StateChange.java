package dev.pipewright.model;

import java.time.Instant;

/**
 * One event that tells the world of a changed state.
 *
 * @param id a UUID that stays the same however often the event is delivered
 * @param executionId the execution that it is about
 * @param detailType the {@code detail-type}, such as {@code CodePipeline Stage Execution State Change}
 * @param at when the state changed
 * @param detail the JSON of the event's member {@code detail}
 */
public record StateChange(
        String id, PipelineKey pipeline, String executionId, String detailType, Instant at, String detail) {}
