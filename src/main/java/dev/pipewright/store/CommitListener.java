package dev.pipewright.store;

import dev.pipewright.engine.Effect;
import dev.pipewright.model.PipelineKey;
import java.util.List;

/** Hears of the effects that were committed with a pipeline's traffic. */
@FunctionalInterface
public interface CommitListener {
    /**
     * These effects are committed, in this order. Called on the writer's thread before the caller of the unit hears of
     * it, so it must not block; what it throws is logged and goes no further.
     */
    void committed(PipelineKey pipeline, List<Effect> effects);
}
