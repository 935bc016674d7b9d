package dev.pipewright.api;

import dev.pipewright.runtime.JobDesk;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.PutJobFailureResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobFailureResultResponse;

/** A worker could not do its job: the action fails, with the worker's sentence as its error. */
final class PutJobFailureResult implements Operation<PutJobFailureResultRequest, PutJobFailureResultResponse> {
    private final WorkersJobs jobs;
    private final JobAnswers answers;
    private final JobResults results;

    PutJobFailureResult(JobDesk desk, ExecutionPages pages) {
        this.jobs = new WorkersJobs(desk);
        this.answers = new JobAnswers(desk);
        this.results = new JobResults(pages);
    }

    @Override
    public PutJobFailureResultResponse run(PutJobFailureResultRequest input, Request request) {
        var job = jobs.find(input.jobId(), request);
        answers.give(job.id(), results.failure(job, input.failureDetails()));
        return null;
    }
}
