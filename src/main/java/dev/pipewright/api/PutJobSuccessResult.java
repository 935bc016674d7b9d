package dev.pipewright.api;

import dev.pipewright.engine.OutputVariables;
import dev.pipewright.runtime.JobDesk;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.PutJobSuccessResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobSuccessResultResponse;

/**
 * A worker has done its job. With a continuation token the action goes on, and a new job carries the token; without one
 * the action is complete.
 */
final class PutJobSuccessResult implements Operation<PutJobSuccessResultRequest, PutJobSuccessResultResponse> {
    private final WorkersJobs jobs;
    private final JobAnswers answers;
    private final JobResults results;

    PutJobSuccessResult(JobDesk desk, ExecutionPages pages) {
        this.jobs = new WorkersJobs(desk);
        this.answers = new JobAnswers(desk);
        this.results = new JobResults(pages);
    }

    @Override
    public PutJobSuccessResultResponse run(PutJobSuccessResultRequest input, Request request) {
        checkVariables(input);
        var job = jobs.find(input.jobId(), request);
        answers.give(
                job.id(),
                results.success(
                        job,
                        input.currentRevision(),
                        input.continuationToken(),
                        input.executionDetails(),
                        input.outputVariables()));
        return null;
    }

    private static void checkVariables(PutJobSuccessResultRequest input) {
        if (input.continuationToken() != null && !input.outputVariables().isEmpty()) {
            throw Faults.validation("A job can not contain both a continuation token and output variables.");
        }
        OutputVariables.tooLarge(input.outputVariables()).ifPresent(sentence -> {
            throw Fault.of("OutputVariablesSizeExceededException", "%s", sentence);
        });
    }
}
