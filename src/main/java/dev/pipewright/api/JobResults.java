package dev.pipewright.api;

import dev.pipewright.model.FailureType;
import dev.pipewright.runtime.WorkerResult;
import dev.pipewright.runtime.WorkerResult.Failure;
import dev.pipewright.runtime.WorkerResult.Success;
import dev.pipewright.store.Job;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.CurrentRevision;
import software.amazon.awssdk.services.codepipeline.model.ExecutionDetails;
import software.amazon.awssdk.services.codepipeline.model.FailureDetails;

/** What workers tell of their jobs, with the pages about it. */
record JobResults(ExecutionPages pages) {
    /** A job was done; each part may be null where the worker says nothing of it. */
    WorkerResult success(
            Job job,
            CurrentRevision revision,
            String continuationToken,
            ExecutionDetails details,
            Map<String, String> outputVariables) {
        return new Success(
                Optional.ofNullable(revision).map(wire -> revision(job, wire)),
                Optional.ofNullable(continuationToken),
                details(job, details),
                outputVariables);
    }

    /** A job could not be done. */
    WorkerResult failure(Job job, FailureDetails failure) {
        var externalId = failure.externalExecutionId();
        var details = externalId == null
                ? dev.pipewright.model.ExecutionDetails.NONE
                : new dev.pipewright.model.ExecutionDetails(
                        null, externalId, pages.url(job, externalId), null, null);
        return new Failure(FailureType.valueOf(failure.typeAsString()), failure.message(), details);
    }

    private WorkerResult.CurrentRevision revision(Job job, CurrentRevision wire) {
        return new WorkerResult.CurrentRevision(
                wire.revision(),
                wire.changeIdentifier(),
                wire.created(),
                wire.revisionSummary(),
                pages.ofRevision(job, wire.revision()));
    }

    private dev.pipewright.model.ExecutionDetails details(Job job, ExecutionDetails told) {
        if (told == null) {
            return dev.pipewright.model.ExecutionDetails.NONE;
        }
        return new dev.pipewright.model.ExecutionDetails(
                told.summary(),
                told.externalExecutionId(),
                pages.url(job, told.externalExecutionId()),
                told.percentComplete(),
                null);
    }
}
