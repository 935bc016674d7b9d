package dev.pipewright.runtime;

import dev.pipewright.engine.Event.Started;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.Trigger;
import dev.pipewright.store.Tx;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Starts executions. */
public final class Starts {
    private final InstantSource clock;
    private final Supplier<String> ids;

    /** @param ids lower-case UUIDs that nobody can guess */
    public Starts(InstantSource clock, Supplier<String> ids) {
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Starts an execution as part of a unit of work.
     *
     * @param variables values that override the defaults; those of undeclared names are passed over
     * @param sourceRevisions by source action name, the revision to take instead of the newest
     * @return the id of the new execution; empty when there is no such pipeline
     */
    public Optional<String> start(
            Tx tx,
            PipelineKey pipeline,
            Trigger trigger,
            Map<String, String> variables,
            Map<String, String> sourceRevisions) {
        return tx.traffic(pipeline).map(traffic -> {
            var id = ids.get();
            var values = values(traffic.pipeline(), variables);
            Conductor.tell(
                    tx, pipeline, new Started(clock.instant(), id, ids.get(), trigger, values, sourceRevisions));
            return id;
        });
    }

    /**
     * Starts an execution unless the same client request token has started one before: then that one is the answer,
     * whatever else the request says, as the service does it.
     *
     * @param start starts the execution, as with {@link #start}; not asked when there is one already
     */
    public Optional<String> startOnce(
            Tx tx, PipelineKey pipeline, Optional<String> clientRequestToken, Supplier<Optional<String>> start) {
        var earlier = clientRequestToken.flatMap(token -> tx.startTokens().find(pipeline, token));
        if (earlier.isPresent()) {
            return earlier;
        }
        var started = start.get();
        clientRequestToken.ifPresent(token ->
                started.ifPresent(id -> tx.startTokens().put(pipeline, token, id, clock.instant())));
        return started;
    }

    private static Map<String, String> values(Pipeline pipeline, Map<String, String> overrides) {
        if (pipeline.variables() == null) {
            return Map.of();
        }
        var values = new HashMap<String, String>();
        for (var variable : pipeline.variables()) {
            var value = overrides.getOrDefault(variable.name(), variable.defaultValue());
            if (value != null) {
                values.put(variable.name(), value);
            }
        }
        return Map.copyOf(values);
    }
}
