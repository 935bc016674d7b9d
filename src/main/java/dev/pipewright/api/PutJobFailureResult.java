package dev.pipewright.api;

import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.FailureType;
import dev.pipewright.runtime.JobDesk;
import dev.pipewright.runtime.WorkerResult.Failure;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.PutJobFailureResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobFailureResultResponse;

/** A worker could not do its job: the action fails, with the worker's sentence as its error. */
final class PutJobFailureResult implements Operation<PutJobFailureResultRequest, PutJobFailureResultResponse> {
    private final WorkersJobs jobs;
    private final JobAnswers answers;
    private final ExecutionPages pages;

    PutJobFailureResult(JobDesk desk, ExecutionPages pages) {
        this.jobs = new WorkersJobs(desk);
        this.answers = new JobAnswers(desk);
        this.pages = pages;
    }

    @Override
    public PutJobFailureResultResponse run(PutJobFailureResultRequest input, Request request) {
        var job = jobs.find(input.jobId(), request);
        var failure = input.failureDetails();
        var externalId = failure.externalExecutionId();
        var details = externalId == null
                ? ExecutionDetails.NONE
                : new ExecutionDetails(null, externalId, pages.url(job, externalId), null, null);
        answers.give(job.id(), new Failure(FailureType.valueOf(failure.typeAsString()), failure.message(), details));
        return null;
    }
}
