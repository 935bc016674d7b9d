package dev.pipewright.store;

import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Definitions that have been read, by pipeline and version. A committed version never changes, so what readers have
 * seen may be kept. A transaction also sees versions that may yet be taken back, so it keeps what it reads to itself.
 */
final class Definitions {
    private static final int KEPT = 2_000;

    private final Vault vault;
    private final Definitions shared;
    private final Map<Version, Pipeline> known;

    private record Version(long pipelineId, int number) {}

    private Definitions(Vault vault, Definitions shared, Map<Version, Pipeline> known) {
        this.vault = vault;
        this.shared = shared;
        this.known = known;
    }

    /** For snapshots. */
    static Definitions ofSnapshots(Vault vault) {
        return new Definitions(vault, null, new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Version, Pipeline> eldest) {
                return size() > KEPT;
            }
        });
    }

    /** For one transaction, over what snapshots have seen. */
    Definitions ofTransaction() {
        return new Definitions(vault, this, new HashMap<>());
    }

    /** The definition of that number; it must be there. */
    Pipeline find(Handle handle, PipelineKey key, long pipelineId, int number) {
        Version version = new Version(pipelineId, number);
        Pipeline pipeline = recall(version);
        if (pipeline == null) {
            pipeline = load(handle, key, version);
            synchronized (known) {
                known.put(version, pipeline);
            }
        }
        return pipeline;
    }

    /** Stores a definition under its number. Its secrets may be anywhere in it, so it is sealed as a whole. */
    void insert(Handle handle, long pipelineId, Pipeline definition, Instant at) {
        handle.createUpdate("""
                        INSERT INTO pipeline_version
                               (pipeline_id, version, pipeline_type, execution_mode, created_at, body)
                        VALUES (:pipeline, :version, :type, :mode, :at, :body)""")
                .bind("pipeline", pipelineId)
                .bind("version", definition.version())
                .bind("type", definition.pipelineType() == null ? null : definition.pipelineType().name())
                .bind("mode", definition.executionMode() == null ? null : definition.executionMode().name())
                .bind("at", at.toEpochMilli())
                .bind("body", vault.seal(
                        Json.write(definition), Places.ofDefinition(pipelineId, definition.version())))
                .execute();
    }

    private Pipeline recall(Version version) {
        Pipeline pipeline = shared == null ? null : shared.recall(version);
        if (pipeline != null) {
            return pipeline;
        }
        synchronized (known) {
            return known.get(version);
        }
    }

    private Pipeline load(Handle handle, PipelineKey key, Version version) {
        String body = handle.createQuery("""
                        SELECT body FROM pipeline_version WHERE pipeline_id = :pipeline AND version = :version""")
                .bind("pipeline", version.pipelineId())
                .bind("version", version.number())
                .mapTo(String.class)
                .findOne()
                .orElseThrow(() -> UnreadableRow.ofPipeline(
                        key,
                        "version " + version.number(),
                        new IllegalStateException("there is no such version")));
        try {
            return Json.read(
                    vault.open(body, Places.ofDefinition(version.pipelineId(), version.number())), Pipeline.class);
        } catch (RuntimeException unreadable) {
            throw UnreadableRow.ofPipeline(key, "version " + version.number(), unreadable);
        }
    }
}
