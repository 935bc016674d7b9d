package dev.pipewright.api;

import dev.pipewright.engine.OutputVariables;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.runtime.JobDesk;
import dev.pipewright.runtime.WorkerResult.CurrentRevision;
import dev.pipewright.runtime.WorkerResult.Success;
import dev.pipewright.store.Job;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.PutJobSuccessResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobSuccessResultResponse;

/**
 * A worker has done its job. With a continuation token the action goes on, and a new job carries the token; without one
 * the action is complete.
 */
final class PutJobSuccessResult implements Operation<PutJobSuccessResultRequest, PutJobSuccessResultResponse> {
    private final WorkersJobs jobs;
    private final JobAnswers answers;
    private final ExecutionPages pages;

    PutJobSuccessResult(JobDesk desk, ExecutionPages pages) {
        this.jobs = new WorkersJobs(desk);
        this.answers = new JobAnswers(desk);
        this.pages = pages;
    }

    @Override
    public PutJobSuccessResultResponse run(PutJobSuccessResultRequest input, Request request) {
        checkVariables(input);
        var job = jobs.find(input.jobId(), request);
        answers.give(
                job.id(),
                new Success(
                        Optional.ofNullable(input.currentRevision()).map(wire -> revision(job, wire)),
                        Optional.ofNullable(input.continuationToken()),
                        details(job, input),
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

    private CurrentRevision revision(Job job, software.amazon.awssdk.services.codepipeline.model.CurrentRevision wire) {
        return new CurrentRevision(
                wire.revision(),
                wire.changeIdentifier(),
                wire.created(),
                wire.revisionSummary(),
                pages.ofRevision(job, wire.revision()));
    }

    private ExecutionDetails details(Job job, PutJobSuccessResultRequest input) {
        var told = input.executionDetails();
        if (told == null) {
            return ExecutionDetails.NONE;
        }
        return new ExecutionDetails(
                told.summary(),
                told.externalExecutionId(),
                pages.url(job, told.externalExecutionId()),
                told.percentComplete(),
                null);
    }
}
