package dev.pipewright.store;

import dev.pipewright.model.PipelineKey;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What each source action saw last, so that only a change starts its pipeline. A cursor is of one configuration, known
 * by a fingerprint: another bucket or branch begins afresh.
 */
public final class SourceCursors {
    private final Handle handle;

    SourceCursors(Handle handle) {
        this.handle = handle;
    }

    /** The revision that was seen last under this configuration. */
    public Optional<String> find(PipelineKey pipeline, String stage, String action, String fingerprint) {
        return handle.createQuery("""
                        SELECT c.revision
                          FROM source_cursor c
                          JOIN pipeline p ON p.id = c.pipeline_id
                         WHERE p.account = :account AND p.region = :region AND p.name = :name
                           AND c.stage = :stage AND c.action = :action AND c.fingerprint = :fingerprint""")
                .bind("account", pipeline.account())
                .bind("region", pipeline.region())
                .bind("name", pipeline.name())
                .bind("stage", stage)
                .bind("action", action)
                .bind("fingerprint", fingerprint)
                .mapTo(String.class)
                .findOne();
    }

    /** Remembers a revision as seen under this configuration; what was seen under another is forgotten. */
    public void put(PipelineKey pipeline, String stage, String action, String fingerprint, String revision) {
        handle.createUpdate("""
                        INSERT INTO source_cursor (pipeline_id, stage, action, fingerprint, revision)
                        VALUES (:pipeline, :stage, :action, :fingerprint, :revision)
                            ON CONFLICT (pipeline_id, stage, action)
                            DO UPDATE SET fingerprint = excluded.fingerprint, revision = excluded.revision""")
                .bind("pipeline", Rows.existingPipelineId(handle, pipeline))
                .bind("stage", stage)
                .bind("action", action)
                .bind("fingerprint", fingerprint)
                .bind("revision", revision)
                .execute();
    }
}
