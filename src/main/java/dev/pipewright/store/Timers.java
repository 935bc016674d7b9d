package dev.pipewright.store;

import dev.pipewright.model.Part;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The timers that are set, at most one for each run. */
public final class Timers {
    private final Handle handle;

    Timers(Handle handle) {
        this.handle = handle;
    }

    /** The timers whose time has come, the longest overdue first. They stay until they are cleared. */
    public List<Timer> due(Instant now, int limit) {
        return handle.createQuery("""
                        SELECT p.account, p.region, p.name, t.execution_id, t.stage, t.part, t.action, t.attempt,
                               t.due_at
                          FROM timer t
                          JOIN pipeline p ON p.id = t.pipeline_id
                         WHERE t.due_at <= :now
                         ORDER BY t.due_at
                         LIMIT :limit""")
                .bind("now", now.toEpochMilli())
                .bind("limit", limit)
                .map((row, _) -> new Timer(
                        new PipelineKey(row.getString("account"), row.getString("region"), row.getString("name")),
                        new RunId(
                                row.getString("execution_id"),
                                row.getString("stage"),
                                Part.valueOf(row.getString("part")),
                                row.getString("action"),
                                row.getInt("attempt")),
                        Instant.ofEpochMilli(row.getLong("due_at"))))
                .list();
    }

    /** When the next timer is due. */
    public Optional<Instant> next() {
        return handle.createQuery("SELECT due_at FROM timer ORDER BY due_at LIMIT 1")
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli);
    }

    /** Sets the run's timer, in place of one that it may have. */
    public void set(PipelineKey pipeline, RunId run, Instant due) {
        set(Rows.existingPipelineId(handle, pipeline), run, due);
    }

    void set(long pipelineId, RunId run, Instant due) {
        handle.createUpdate("""
                        INSERT INTO timer (execution_id, stage, part, action, attempt, pipeline_id, due_at)
                        VALUES (:execution, :stage, :part, :action, :attempt, :pipeline, :due)
                            ON CONFLICT (execution_id, stage, part, action, attempt)
                            DO UPDATE SET due_at = excluded.due_at""")
                .bind("execution", run.executionId())
                .bind("stage", run.stage())
                .bind("part", run.part().name())
                .bind("action", run.action())
                .bind("attempt", run.attempt())
                .bind("pipeline", pipelineId)
                .bind("due", due.toEpochMilli())
                .execute();
    }

    /** Clears the run's timer, if it has one. */
    public void clear(RunId run) {
        handle.createUpdate("""
                        DELETE FROM timer
                         WHERE execution_id = :execution AND stage = :stage AND part = :part
                           AND action = :action AND attempt = :attempt""")
                .bind("execution", run.executionId())
                .bind("stage", run.stage())
                .bind("part", run.part().name())
                .bind("action", run.action())
                .bind("attempt", run.attempt())
                .execute();
    }
}
