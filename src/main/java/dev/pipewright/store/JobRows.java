package dev.pipewright.store;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.Part;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.RunId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** The way from a row to a job. */
final class JobRows {
    private JobRows() {}

    /** The job with that place in the order of all jobs, which must be there. */
    static Job bySeq(Handle handle, long seq) {
        return handle.createQuery("""
                        SELECT j.*, p.name FROM job j JOIN pipeline p ON p.id = j.pipeline_id WHERE j.seq = :seq""")
                .bind("seq", seq)
                .map((row, _) -> job(row))
                .one();
    }

    /** The job of a row that has all columns of {@code job}, and its pipeline's name. */
    static Job job(ResultSet row) throws SQLException {
        return new Job(
                row.getString("job_id"),
                new PipelineKey(row.getString("account"), row.getString("region"), row.getString("name")),
                new RunId(
                        row.getString("execution_id"),
                        row.getString("stage"),
                        Part.valueOf(row.getString("part")),
                        row.getString("action"),
                        row.getInt("attempt")),
                new ActionTypeId(
                        ActionCategory.valueOf(row.getString("category")),
                        ActionOwner.valueOf(row.getString("owner")),
                        row.getString("provider"),
                        row.getString("version")),
                row.getString("query_value"),
                JobStatus.valueOf(row.getString("status")),
                row.getString("nonce"),
                row.getString("continuation_token"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("available_at")),
                Rows.instant(row, "dispatched_at"),
                row.getString("worker"),
                Rows.instant(row, "lease_until"),
                Rows.instant(row, "ended_at"),
                row.getString("result"),
                row.getBoolean("abandon_pending"));
    }
}
