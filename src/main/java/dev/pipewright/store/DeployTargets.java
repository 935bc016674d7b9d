package dev.pipewright.store;

import dev.pipewright.model.DeployTarget;
import dev.pipewright.model.PipelineKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The targets of the runs of deploy actions. */
public final class DeployTargets {
    private final Handle handle;

    DeployTargets(Handle handle) {
        this.handle = handle;
    }

    /**
     * One target of one run.
     *
     * @param seq grows from target to target, and stays
     * @param content names what is deployed to it
     */
    public record Entry(long seq, String content, DeployTarget target) {}

    /**
     * The targets of a run, in the order in which they were first written.
     *
     * @param after only those with a greater {@link Entry#seq}; 0 for the first
     */
    public List<Entry> page(String actionExecutionId, long after, int limit) {
        return handle.createQuery("""
                        SELECT seq, content, body
                          FROM deploy_target
                         WHERE action_execution_id = :run AND seq > :after
                         ORDER BY seq
                         LIMIT :limit""")
                .bind("run", actionExecutionId)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, _) -> entry(row))
                .list();
    }

    /** As {@link #page(String, long, int)}, but only targets of these statuses. */
    public List<Entry> page(String actionExecutionId, List<String> statuses, long after, int limit) {
        if (statuses.isEmpty()) {
            return List.of();
        }
        return handle.createQuery("""
                        SELECT seq, content, body
                          FROM deploy_target
                         WHERE action_execution_id = :run AND seq > :after AND status IN (<statuses>)
                         ORDER BY seq
                         LIMIT :limit""")
                .bind("run", actionExecutionId)
                .bind("after", after)
                .bind("limit", limit)
                .bindList("statuses", statuses)
                .map((row, _) -> entry(row))
                .list();
    }

    /** Writes a target of a run, over what was written of it before; nothing when the pipeline is gone. */
    public void put(PipelineKey pipeline, String actionExecutionId, String content, DeployTarget target) {
        var id = Rows.pipelineId(handle, pipeline);
        if (id.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        INSERT INTO deploy_target
                               (pipeline_id, action_execution_id, target_id, status, content, body)
                        VALUES (:pipeline, :run, :target, :status, :content, :body)
                            ON CONFLICT (action_execution_id, target_id)
                            DO UPDATE SET status = excluded.status, content = excluded.content, body = excluded.body""")
                .bind("pipeline", id.getAsLong())
                .bind("run", actionExecutionId)
                .bind("target", target.targetId())
                .bind("status", target.status().name())
                .bind("content", content)
                .bind("body", Json.write(target))
                .execute();
    }

    /** The newest run but one that did anything to a target. */
    public Optional<Entry> last(String targetId, String exceptActionExecutionId) {
        return handle.createQuery("""
                        SELECT seq, content, body
                          FROM deploy_target
                         WHERE target_id = :target AND action_execution_id <> :run
                           AND status NOT IN ('Pending', 'Skipped')
                         ORDER BY seq DESC
                         LIMIT 1""")
                .bind("target", targetId)
                .bind("run", exceptActionExecutionId)
                .map((row, _) -> entry(row))
                .findOne();
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("seq"),
                row.getString("content"),
                Json.read(row.getString("body"), DeployTarget.class));
    }
}
