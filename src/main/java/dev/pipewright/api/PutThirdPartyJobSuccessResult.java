package dev.pipewright.api;

import dev.pipewright.runtime.JobDesk;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.Map;
import software.amazon.awssdk.services.codepipeline.model.PutThirdPartyJobSuccessResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutThirdPartyJobSuccessResultResponse;

/**
 * A partner has done its job. With a continuation token the action goes on, and a new job carries the token; without
 * one the action is complete.
 */
final class PutThirdPartyJobSuccessResult
        implements Operation<PutThirdPartyJobSuccessResultRequest, PutThirdPartyJobSuccessResultResponse> {
    private final PartnersJobs jobs;
    private final JobAnswers answers;
    private final JobResults results;

    PutThirdPartyJobSuccessResult(JobDesk desk, ExecutionPages pages) {
        this.jobs = new PartnersJobs(desk);
        this.answers = new JobAnswers(desk);
        this.results = new JobResults(pages);
    }

    @Override
    public PutThirdPartyJobSuccessResultResponse run(PutThirdPartyJobSuccessResultRequest input, Request request) {
        var job = jobs.find(input.jobId(), input.clientToken(), request);
        answers.give(
                job.id(),
                results.success(
                        job, input.currentRevision(), input.continuationToken(), input.executionDetails(), Map.of()));
        return null;
    }
}
