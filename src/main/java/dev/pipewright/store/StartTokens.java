package dev.pipewright.store;

import dev.pipewright.model.PipelineKey;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The {@code clientRequestToken}s of starts: the same again means the same execution, while there is the pipeline. */
public final class StartTokens {
    private final Handle handle;

    StartTokens(Handle handle) {
        this.handle = handle;
    }

    /** The id of the execution that was started with this token. */
    public Optional<String> find(PipelineKey pipeline, String token) {
        return handle.createQuery("""
                        SELECT t.execution_id
                          FROM start_token t
                          JOIN pipeline p ON p.id = t.pipeline_id
                         WHERE p.account = :account AND p.region = :region AND p.name = :name AND t.token = :token""")
                .bind("account", pipeline.account())
                .bind("region", pipeline.region())
                .bind("name", pipeline.name())
                .bind("token", token)
                .mapTo(String.class)
                .findOne();
    }

    /** Remembers that an execution was started with this token, which must be new to the pipeline. */
    public void put(PipelineKey pipeline, String token, String executionId, Instant at) {
        handle.createUpdate("""
                        INSERT INTO start_token (pipeline_id, token, execution_id, created_at)
                        VALUES (:pipeline, :token, :execution, :at)""")
                .bind("pipeline", Rows.existingPipelineId(handle, pipeline))
                .bind("token", token)
                .bind("execution", executionId)
                .bind("at", at.toEpochMilli())
                .execute();
    }
}
