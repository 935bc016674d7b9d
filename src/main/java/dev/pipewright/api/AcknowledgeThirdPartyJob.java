package dev.pipewright.api;

import dev.pipewright.runtime.JobDesk;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.AcknowledgeThirdPartyJobRequest;
import software.amazon.awssdk.services.codepipeline.model.AcknowledgeThirdPartyJobResponse;

/** A partner takes a job that it polled. It works on it only when the answer is {@code InProgress}. */
final class AcknowledgeThirdPartyJob
        implements Operation<AcknowledgeThirdPartyJobRequest, AcknowledgeThirdPartyJobResponse> {
    private final PartnersJobs jobs;
    private final JobAcknowledgements acknowledgements;

    AcknowledgeThirdPartyJob(JobDesk desk) {
        this.jobs = new PartnersJobs(desk);
        this.acknowledgements = new JobAcknowledgements(desk);
    }

    @Override
    public AcknowledgeThirdPartyJobResponse run(AcknowledgeThirdPartyJobRequest input, Request request) {
        var job = jobs.find(input.jobId(), input.clientToken(), request);
        return AcknowledgeThirdPartyJobResponse.builder()
                .status(acknowledgements.take(job.id(), input.nonce()))
                .build();
    }
}
