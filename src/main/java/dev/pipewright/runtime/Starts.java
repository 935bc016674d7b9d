package dev.pipewright.runtime;

import dev.pipewright.engine.Decision.Refuse;
import dev.pipewright.engine.Event.Started;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.SourceOverride;
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
     * @param sourceRevisions by source action name, what to take instead of the newest
     */
    public Start start(
            Tx tx,
            PipelineKey pipeline,
            Trigger trigger,
            Map<String, String> variables,
            Map<String, SourceOverride> sourceRevisions) {
        var traffic = tx.traffic(pipeline);
        if (traffic.isEmpty()) {
            return new Start.NoPipeline();
        }
        var id = ids.get();
        var values = values(traffic.get().pipeline(), variables);
        var started = new Started(clock.instant(), id, ids.get(), trigger, values, sourceRevisions);
        return Conductor.tell(tx, pipeline, started).orElseThrow() instanceof Refuse refusal
                ? new Start.Refused(refusal)
                : new Start.Begun(id);
    }

    /**
     * Starts an execution unless the same client request token has started one before: then that one is the answer,
     * whatever else the request says, as the service does it.
     *
     * @param start starts the execution, as with {@link #start}; not asked when there is one already
     */
    public Start startOnce(
            Tx tx, PipelineKey pipeline, Optional<String> clientRequestToken, Supplier<Start> start) {
        var earlier = clientRequestToken.flatMap(token -> tx.startTokens().find(pipeline, token));
        if (earlier.isPresent()) {
            return new Start.Begun(earlier.get());
        }
        var started = start.get();
        if (started instanceof Start.Begun begun) {
            clientRequestToken.ifPresent(
                    token -> tx.startTokens().put(pipeline, token, begun.executionId(), clock.instant()));
        }
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
