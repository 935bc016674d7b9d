package dev.pipewright.api;

import dev.pipewright.runtime.JobDesk;
import dev.pipewright.store.Acknowledgement.Acknowledged;
import dev.pipewright.store.Acknowledgement.InvalidNonce;
import dev.pipewright.store.Acknowledgement.Over;
import dev.pipewright.store.Acknowledgement.UnknownJob;
import dev.pipewright.store.JobStatus;
import dev.pipewright.wire.Fault;

/** Takes the word of workers that they take a job. */
record JobAcknowledgements(JobDesk desk) {
    /**
     * A worker takes a job that it was handed with this nonce.
     *
     * @return the job's status, which is {@code InProgress} for the one who is to work on it
     * @throws Fault {@code InvalidNonceException} for a nonce that is not the latest
     */
    String take(String jobId, String nonce) {
        return switch (desk.acknowledge(jobId, nonce)) {
            case Acknowledged(var job) -> word(job.status());
            case Over(var job) -> word(job.status());
            case InvalidNonce _ -> throw Fault.of(
                    "InvalidNonceException",
                    "The nonce is not the one that the job with id '%s' was handed out with last",
                    jobId);
            case UnknownJob _ -> throw Faults.jobNotFound(jobId);
        };
    }

    private static String word(JobStatus status) {
        return switch (status) {
            case Created, Queued, Dispatched, InProgress, Succeeded, Failed, TimedOut -> status.name();
            // The API has no word for a job that was taken back; any but InProgress tells the worker to leave it.
            case Withdrawn -> JobStatus.TimedOut.name();
        };
    }
}
