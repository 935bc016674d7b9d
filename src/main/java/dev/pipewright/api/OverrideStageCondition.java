package dev.pipewright.api;

import dev.pipewright.engine.Event;
import dev.pipewright.model.Part;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.runtime.Conductor;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.OverrideStageConditionRequest;
import software.amazon.awssdk.services.codepipeline.model.OverrideStageConditionResponse;

/** Lets an execution go on whatever a condition of its stage says. */
public final class OverrideStageCondition
        implements Operation<OverrideStageConditionRequest, OverrideStageConditionResponse> {
    private final Database database;

    public OverrideStageCondition(Database database) {
        this.database = database;
    }

    @Override
    public OverrideStageConditionResponse run(OverrideStageConditionRequest input, Request request) {
        var key = new PipelineKey(request.account(), request.region(), input.pipelineName());
        var meant = new MeantExecution(key, input.stageName(), input.pipelineExecutionId());
        var condition = Part.valueOf(input.conditionTypeAsString());
        Told.orThrow(key, database.writer().commit(tx -> {
            var execution = meant.in(tx).orElseThrow(() -> Faults.notLatest(key.name(), meant.executionId()));
            return Conductor.tell(
                    tx, key, new Event.OverrideRequested(request.at(), input.stageName(), execution, condition));
        }));
        return null;
    }
}
