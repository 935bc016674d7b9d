package dev.pipewright.store;

import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.RunId;
import java.time.Instant;

/**
 * One piece of work offered to the workers of an action type. A run has one job, and another one each time a worker
 * answers with a continuation token.
 *
 * @param queryValue the value of the action type's queryable configuration property; null where it has none
 * @param nonce what the worker that polled the job has to show; null before it is dispatched, and for workers inside
 * @param continuationToken what the job before this one left; null for the first of a run
 * @param availableAt from when on it may be polled
 * @param dispatchedAt when it was last handed to a worker; null before
 * @param worker the worker inside that holds it or held it; null for others
 * @param leaseUntil until when the worker inside holds it; null where none does
 * @param endedAt when it ended; null before
 * @param result what was answered, as the caller wrote it; null before and for jobs that nobody answered
 * @param abandonPending whether a worker inside is still to be told that nobody waits for it
 */
public record Job(
        String id,
        PipelineKey pipeline,
        RunId run,
        ActionTypeId actionTypeId,
        String queryValue,
        JobStatus status,
        String nonce,
        String continuationToken,
        Instant createdAt,
        Instant availableAt,
        Instant dispatchedAt,
        String worker,
        Instant leaseUntil,
        Instant endedAt,
        String result,
        boolean abandonPending) {}
