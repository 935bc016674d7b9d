package dev.pipewright.runtime;

import dev.pipewright.engine.Decision;
import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.engine.Engine;
import dev.pipewright.engine.Event;
import dev.pipewright.engine.Event.DefinitionUpdated;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.store.Tx;
import dev.pipewright.store.Writer;
import java.time.Instant;
import java.util.Optional;

/** Tells the engine what happened, and commits its answer. */
public final class Conductor {
    private final Writer writer;

    public Conductor(Writer writer) {
        this.writer = writer;
    }

    /**
     * Tells a pipeline of an event and waits until the answer is on disk.
     *
     * @return the engine's answer; empty when there is no such pipeline
     */
    public Optional<Decision> tell(PipelineKey pipeline, Event event) {
        return writer.commit(tx -> tell(tx, pipeline, event));
    }

    /**
     * Gives a pipeline a new definition, as a part of a larger unit of work.
     *
     * @return the definition with its version; empty when there is no such pipeline
     */
    public static Optional<Pipeline> update(Tx tx, PipelineKey pipeline, Pipeline definition, Instant at) {
        return tx.pipelines().update(pipeline, definition, at).map(stored -> {
            tell(tx, pipeline, new DefinitionUpdated(at, stored.definition()));
            return stored.definition();
        });
    }

    /** As {@link #tell(PipelineKey, Event)}, as a part of a larger unit of work. */
    static Optional<Decision> tell(Tx tx, PipelineKey pipeline, Event event) {
        return tx.traffic(pipeline).map(traffic -> {
            var decision = Engine.decide(traffic, event);
            if (decision instanceof Advance advance) {
                tx.save(pipeline, advance);
                announce(tx, new StateChanges(pipeline, advance, event.at(), tx::newId));
            }
            return decision;
        });
    }

    private static void announce(Tx tx, StateChanges changes) {
        if (tx.outbox().hasSinks()) {
            changes.all().forEach(tx.outbox()::add);
        }
    }
}
