package dev.pipewright.api;

import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.Trigger;
import dev.pipewright.runtime.Starts;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.RollbackStageRequest;
import software.amazon.awssdk.services.codepipeline.model.RollbackStageResponse;
import tools.jackson.databind.node.JsonNodeFactory;

/** Runs a stage as it ran in an earlier execution, in an execution of its own. */
public final class RollbackStage implements Operation<RollbackStageRequest, RollbackStageResponse> {
    private final Database database;
    private final Starts starts;

    public RollbackStage(Database database, Starts starts) {
        this.database = database;
        this.starts = starts;
    }

    @Override
    public RollbackStageResponse run(RollbackStageRequest input, Request request) {
        var key = new PipelineKey(request.account(), request.region(), input.pipelineName());
        var meant = new MeantExecution(key, input.stageName(), input.targetPipelineExecutionId());
        var detail = JsonNodeFactory.instance.objectNode().put("AwsUserArn", request.caller().arn());
        var trigger = new Trigger(Trigger.MANUAL_ROLLBACK, detail.toString());
        var start = database.writer().commit(tx -> {
            var target = meant.in(tx).orElseThrow(() -> Faults.executionNotFound(key.name(), meant.executionId()));
            return starts.rollBack(tx, key, input.stageName(), target, trigger);
        });
        return RollbackStageResponse.builder()
                .pipelineExecutionId(Told.begun(key, start))
                .build();
    }
}
