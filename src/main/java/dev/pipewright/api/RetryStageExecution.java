package dev.pipewright.api;

import dev.pipewright.engine.Event;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.StageRetryMode;
import dev.pipewright.runtime.Conductor;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.RetryStageExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.RetryStageExecutionResponse;

/** Tries a stage again that failed or was stopped; the execution stays the same. */
public final class RetryStageExecution implements Operation<RetryStageExecutionRequest, RetryStageExecutionResponse> {
    private final Database database;

    public RetryStageExecution(Database database) {
        this.database = database;
    }

    @Override
    public RetryStageExecutionResponse run(RetryStageExecutionRequest input, Request request) {
        var key = new PipelineKey(request.account(), request.region(), input.pipelineName());
        var meant = new MeantExecution(key, input.stageName(), input.pipelineExecutionId());
        var mode = StageRetryMode.valueOf(input.retryModeAsString());
        Told.orThrow(key, database.writer().commit(tx -> {
            var execution = meant.in(tx).orElseThrow(() -> Faults.notLatest(key.name(), meant.executionId()));
            return Conductor.tell(
                    tx, key, new Event.RetryRequested(request.at(), input.stageName(), execution, mode));
        }));
        return RetryStageExecutionResponse.builder()
                .pipelineExecutionId(input.pipelineExecutionId())
                .build();
    }
}
