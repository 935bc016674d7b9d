package dev.pipewright.store;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** The rule executions: every evaluation of every rule of a condition. */
public final class RuleRuns {
    private final Handle handle;
    private final Definitions definitions;

    /**
     * One rule execution with what it ran under.
     *
     * @param seq grows from one to the next of the whole store, in the order of their starts
     * @param rule as the definition of that version has it, seen as an action
     */
    public record Entry(long seq, int pipelineVersion, Action rule, ActionRun run) {}

    private record Row(long seq, String executionId, int version, String body) {}

    RuleRuns(Handle handle, Definitions definitions) {
        this.handle = handle;
        this.definitions = definitions;
    }

    /**
     * The rule executions of a pipeline newest first.
     *
     * @param before only those with a smaller {@link Entry#seq}; {@code Long.MAX_VALUE} from the newest
     */
    public List<Entry> page(PipelineKey pipeline, long before, int limit) {
        OptionalLong id = Rows.pipelineId(handle, pipeline);
        if (id.isEmpty()) {
            return List.of();
        }
        return handle
                .createQuery("""
                        SELECT r.seq, e.execution_id, e.version, r.body
                          FROM rule_run r
                          JOIN execution e ON e.id = r.execution
                         WHERE r.pipeline_id = :pipeline AND r.seq < :before
                         ORDER BY r.seq DESC
                         LIMIT :limit""")
                .bind("pipeline", id.getAsLong())
                .bind("before", before)
                .bind("limit", limit)
                .map((row, _) -> row(row))
                .list()
                .stream()
                .map(row -> entry(pipeline, id.getAsLong(), row))
                .toList();
    }

    /** As {@link #page}, but only those of one execution. */
    public List<Entry> pageOfExecution(PipelineKey pipeline, String executionId, long before, int limit) {
        return ofExecution(pipeline, executionId, before, limit, """
                SELECT r.seq, e.execution_id, e.version, r.body
                  FROM execution e
                  JOIN rule_run r ON r.execution = e.id
                 WHERE e.execution_id = :execution AND e.pipeline_id = :pipeline AND r.seq < :before
                 ORDER BY r.seq DESC
                 LIMIT :limit""");
    }

    /** As {@link #page}, but only the newest evaluation of each rule in one execution. */
    public List<Entry> pageOfLatest(PipelineKey pipeline, String executionId, long before, int limit) {
        return ofExecution(pipeline, executionId, before, limit, """
                SELECT r.seq, e.execution_id, e.version, r.body
                  FROM execution e
                  JOIN rule_run r ON r.execution = e.id
                 WHERE e.execution_id = :execution AND e.pipeline_id = :pipeline AND r.seq < :before
                   AND NOT EXISTS (SELECT 1
                                     FROM rule_run later
                                    WHERE later.execution = r.execution AND later.stage = r.stage
                                      AND later.part = r.part AND later.rule = r.rule AND later.attempt > r.attempt)
                 ORDER BY r.seq DESC
                 LIMIT :limit""");
    }

    private List<Entry> ofExecution(PipelineKey pipeline, String executionId, long before, int limit, String sql) {
        OptionalLong id = Rows.pipelineId(handle, pipeline);
        if (id.isEmpty()) {
            return List.of();
        }
        return handle
                .createQuery(sql)
                .bind("pipeline", id.getAsLong())
                .bind("execution", executionId)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, _) -> row(row))
                .list()
                .stream()
                .map(row -> entry(pipeline, id.getAsLong(), row))
                .toList();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("seq"), row.getString("execution_id"), row.getInt("version"), row.getString("body"));
    }

    private Entry entry(PipelineKey pipeline, long pipelineId, Row row) {
        Pipeline definition = definitions.find(handle, pipeline, pipelineId, row.version());
        try {
            ActionRun run = Json.read(row.body(), ActionRun.class);
            Action rule = definition
                    .action(run.run())
                    .orElseThrow(() -> new IllegalStateException(
                            "version " + row.version() + " has no rule of " + run.run()));
            return new Entry(row.seq(), row.version(), rule, run);
        } catch (RuntimeException unreadable) {
            throw UnreadableRow.ofExecution(pipeline, row.executionId(), unreadable);
        }
    }
}
