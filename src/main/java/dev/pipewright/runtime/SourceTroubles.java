package dev.pipewright.runtime;

import dev.pipewright.model.ErrorDetails;
import dev.pipewright.model.PipelineKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Why watched sources could not be looked at the last time: what a source action's state shows in place of an
 * execution that never was. Known only since the server started, and found again by its next look.
 */
public final class SourceTroubles {
    private final Map<PipelineKey, Map<String, ErrorDetails>> byPipeline = new ConcurrentHashMap<>();

    /** The trouble with a source action, if its source could not be looked at the last time. */
    public Optional<ErrorDetails> of(PipelineKey pipeline, String action) {
        return Optional.ofNullable(byPipeline.getOrDefault(pipeline, Map.of()).get(action));
    }

    void note(PipelineKey pipeline, String action, ErrorDetails trouble) {
        byPipeline.computeIfAbsent(pipeline, _ -> new ConcurrentHashMap<>()).put(action, trouble);
    }

    void clear(PipelineKey pipeline, String action) {
        byPipeline.computeIfPresent(pipeline, (_, troubles) -> {
            troubles.remove(action);
            return troubles.isEmpty() ? null : troubles;
        });
    }

    /** Only these pipelines have watched sources. */
    void retain(Set<PipelineKey> pipelines) {
        byPipeline.keySet().retainAll(pipelines);
    }

    /** The pipeline has other sources now, or none. */
    void forget(PipelineKey pipeline) {
        byPipeline.remove(pipeline);
    }
}
