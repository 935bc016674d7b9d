package dev.pipewright.simulation;

import dev.pipewright.engine.Decision;
import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.engine.Engine;
import dev.pipewright.engine.Event;
import dev.pipewright.engine.Traffic;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;

/** Keeps what is committed: here in memory, in another test in the real store. */
interface Keeper {
    PipelineKey KEY = new PipelineKey("000000000000", "us-east-1", "chance");

    /** Decides and commits. */
    Decision tell(Event event);

    Traffic traffic();

    /** The engine with nothing around it. */
    static Keeper inMemory(Pipeline pipeline) {
        return new Keeper() {
            private Traffic traffic = Traffic.none(KEY, pipeline);

            @Override
            public Decision tell(Event event) {
                var decision = Engine.decide(traffic, event);
                if (decision instanceof Advance it) {
                    traffic = it.next();
                }
                return decision;
            }

            @Override
            public Traffic traffic() {
                return traffic;
            }
        };
    }
}
