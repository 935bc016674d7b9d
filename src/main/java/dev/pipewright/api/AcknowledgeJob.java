package dev.pipewright.api;

import dev.pipewright.runtime.JobDesk;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.AcknowledgeJobRequest;
import software.amazon.awssdk.services.codepipeline.model.AcknowledgeJobResponse;

/** A worker takes a job that it polled. It works on it only when the answer is {@code InProgress}. */
final class AcknowledgeJob implements Operation<AcknowledgeJobRequest, AcknowledgeJobResponse> {
    private final WorkersJobs jobs;
    private final JobAcknowledgements acknowledgements;

    AcknowledgeJob(JobDesk desk) {
        this.jobs = new WorkersJobs(desk);
        this.acknowledgements = new JobAcknowledgements(desk);
    }

    @Override
    public AcknowledgeJobResponse run(AcknowledgeJobRequest input, Request request) {
        var job = jobs.find(input.jobId(), request);
        return AcknowledgeJobResponse.builder()
                .status(acknowledgements.take(job.id(), input.nonce()))
                .build();
    }
}
