package dev.pipewright.api;

import dev.pipewright.engine.Event;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.runtime.Conductor;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.StopPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.StopPipelineExecutionResponse;

/** Stops an execution: when its running actions have ended, or at once when they are abandoned. */
public final class StopPipelineExecution
        implements Operation<StopPipelineExecutionRequest, StopPipelineExecutionResponse> {
    private final Conductor conductor;

    public StopPipelineExecution(Conductor conductor) {
        this.conductor = conductor;
    }

    @Override
    public StopPipelineExecutionResponse run(StopPipelineExecutionRequest input, Request request) {
        var key = new PipelineKey(request.account(), request.region(), input.pipelineName());
        var abandon = Boolean.TRUE.equals(input.abandon());
        Told.orThrow(
                key,
                conductor.tell(
                        key,
                        new Event.StopRequested(request.at(), input.pipelineExecutionId(), abandon, input.reason())));
        return StopPipelineExecutionResponse.builder()
                .pipelineExecutionId(input.pipelineExecutionId())
                .build();
    }
}
