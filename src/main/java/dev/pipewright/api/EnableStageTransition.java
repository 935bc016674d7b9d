package dev.pipewright.api;

import dev.pipewright.engine.Event;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.runtime.Conductor;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.EnableStageTransitionRequest;
import software.amazon.awssdk.services.codepipeline.model.EnableStageTransitionResponse;
import software.amazon.awssdk.services.codepipeline.model.StageTransitionType;

/** Opens the way into a stage, or out of it, for whoever waits there. */
public final class EnableStageTransition
        implements Operation<EnableStageTransitionRequest, EnableStageTransitionResponse> {
    private final Conductor conductor;

    public EnableStageTransition(Conductor conductor) {
        this.conductor = conductor;
    }

    @Override
    public EnableStageTransitionResponse run(EnableStageTransitionRequest input, Request request) {
        var key = new PipelineKey(request.account(), request.region(), input.pipelineName());
        Told.orThrow(
                key,
                conductor.tell(
                        key,
                        new Event.TransitionEnabled(
                                request.at(),
                                input.stageName(),
                                input.transitionType() == StageTransitionType.INBOUND,
                                request.caller().arn())));
        return null;
    }
}
