package dev.pipewright.api;

import dev.pipewright.engine.Event;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.runtime.Conductor;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.DisableStageTransitionRequest;
import software.amazon.awssdk.services.codepipeline.model.DisableStageTransitionResponse;
import software.amazon.awssdk.services.codepipeline.model.StageTransitionType;

/** Closes the way into a stage, or out of it. Those who are inside go on. */
public final class DisableStageTransition
        implements Operation<DisableStageTransitionRequest, DisableStageTransitionResponse> {
    private final Conductor conductor;

    public DisableStageTransition(Conductor conductor) {
        this.conductor = conductor;
    }

    @Override
    public DisableStageTransitionResponse run(DisableStageTransitionRequest input, Request request) {
        var key = new PipelineKey(request.account(), request.region(), input.pipelineName());
        Told.orThrow(
                key,
                conductor.tell(
                        key,
                        new Event.TransitionDisabled(
                                request.at(),
                                input.stageName(),
                                input.transitionType() == StageTransitionType.INBOUND,
                                input.reason(),
                                request.caller().arn())));
        return null;
    }
}
