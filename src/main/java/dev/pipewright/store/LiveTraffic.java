package dev.pipewright.store;

import dev.pipewright.engine.Traffic;
import dev.pipewright.model.PipelineKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The traffic of the pipelines that moved lately, as it is in the tables. Belongs to the writer, through which every
 * change goes.
 */
final class LiveTraffic {
    private static final int KEPT = 2_000;

    /** A pipeline's traffic, with the pipeline's row. */
    record Held(long pipelineId, Traffic traffic) {}

    private final Map<PipelineKey, Held> held = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PipelineKey, Held> eldest) {
            return size() > KEPT;
        }
    };

    Optional<Held> find(PipelineKey key) {
        return Optional.ofNullable(held.get(key));
    }

    void put(PipelineKey key, Held traffic) {
        held.put(key, traffic);
    }

    void forget(PipelineKey key) {
        held.remove(key);
    }

    void forgetAll() {
        held.clear();
    }
}
