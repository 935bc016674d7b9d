package dev.pipewright.api;

import dev.pipewright.runtime.JobDesk;
import dev.pipewright.store.Acknowledgement.Acknowledged;
import dev.pipewright.store.Acknowledgement.InvalidNonce;
import dev.pipewright.store.Acknowledgement.Over;
import dev.pipewright.store.Acknowledgement.UnknownJob;
import dev.pipewright.store.JobStatus;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.AcknowledgeJobRequest;
import software.amazon.awssdk.services.codepipeline.model.AcknowledgeJobResponse;

/** A worker takes a job that it polled. It works on it only when the answer is {@code InProgress}. */
final class AcknowledgeJob implements Operation<AcknowledgeJobRequest, AcknowledgeJobResponse> {
    private final JobDesk desk;
    private final WorkersJobs jobs;

    AcknowledgeJob(JobDesk desk) {
        this.desk = desk;
        this.jobs = new WorkersJobs(desk);
    }

    @Override
    public AcknowledgeJobResponse run(AcknowledgeJobRequest input, Request request) {
        var jobId = jobs.find(input.jobId(), request).id();
        return switch (desk.acknowledge(jobId, input.nonce())) {
            case Acknowledged(var job) -> answer(job.status());
            case Over(var job) -> answer(job.status());
            case InvalidNonce _ -> throw Fault.of(
                    "InvalidNonceException",
                    "The nonce is not the one that the job with id '%s' was handed out with last",
                    jobId);
            case UnknownJob _ -> throw Faults.jobNotFound(jobId);
        };
    }

    private static AcknowledgeJobResponse answer(JobStatus status) {
        var word = switch (status) {
            case Created, Queued, Dispatched, InProgress, Succeeded, Failed, TimedOut -> status;
            // The API has no word for a job that was taken back; any but InProgress tells the worker to leave it.
            case Withdrawn -> JobStatus.TimedOut;
        };
        return AcknowledgeJobResponse.builder().status(word.name()).build();
    }
}
