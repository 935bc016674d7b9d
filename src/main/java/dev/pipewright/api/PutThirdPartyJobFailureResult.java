package dev.pipewright.api;

import dev.pipewright.runtime.JobDesk;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.PutThirdPartyJobFailureResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutThirdPartyJobFailureResultResponse;

/** A partner could not do its job: the action fails, with the partner's sentence as its error. */
final class PutThirdPartyJobFailureResult
        implements Operation<PutThirdPartyJobFailureResultRequest, PutThirdPartyJobFailureResultResponse> {
    private final PartnersJobs jobs;
    private final JobAnswers answers;
    private final JobResults results;

    PutThirdPartyJobFailureResult(JobDesk desk, ExecutionPages pages) {
        this.jobs = new PartnersJobs(desk);
        this.answers = new JobAnswers(desk);
        this.results = new JobResults(pages);
    }

    @Override
    public PutThirdPartyJobFailureResultResponse run(PutThirdPartyJobFailureResultRequest input, Request request) {
        var job = jobs.find(input.jobId(), input.clientToken(), request);
        answers.give(job.id(), results.failure(job, input.failureDetails()));
        return null;
    }
}
