package dev.pipewright.store;

import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.RunId;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The approvals whose notification is not published yet. They go with their pipeline. */
public final class Notifications {
    private final Handle handle;

    /** An approval that somebody is to be told of. */
    public record Entry(long seq, PipelineKey pipeline, RunId run) {}

    Notifications(Handle handle) {
        this.handle = handle;
    }

    /** Those that wait, the oldest first. */
    public List<Entry> waiting(int limit) {
        return handle.createQuery("""
                        SELECT n.seq, p.account, p.region, p.name, n.execution_id, n.stage, n.action, n.attempt
                          FROM notification n
                          JOIN pipeline p ON p.id = n.pipeline_id
                         ORDER BY n.seq
                         LIMIT :limit""")
                .bind("limit", limit)
                .map((row, _) -> new Entry(
                        row.getLong("seq"),
                        new PipelineKey(row.getString("account"), row.getString("region"), row.getString("name")),
                        new RunId(
                                row.getString("execution_id"),
                                row.getString("stage"),
                                row.getString("action"),
                                row.getInt("attempt"))))
                .list();
    }

    /** This one is published, or never will be. */
    public void remove(long seq) {
        handle.createUpdate("DELETE FROM notification WHERE seq = :seq").bind("seq", seq).execute();
    }

    /** Somebody is to be told of this approval. */
    public void add(PipelineKey pipeline, RunId run) {
        add(Rows.existingPipelineId(handle, pipeline), run);
    }

    void add(long pipelineId, RunId run) {
        handle.createUpdate("""
                        INSERT INTO notification (pipeline_id, execution_id, stage, action, attempt)
                        VALUES (:pipeline, :execution, :stage, :action, :attempt)
                            ON CONFLICT DO NOTHING""")
                .bind("pipeline", pipelineId)
                .bind("execution", run.executionId())
                .bind("stage", run.stage())
                .bind("action", run.action())
                .bind("attempt", run.attempt())
                .execute();
    }
}
