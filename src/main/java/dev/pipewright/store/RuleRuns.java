package dev.pipewright.store;

import dev.pipewright.model.PipelineKey;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** The rule executions: every evaluation of every rule of a condition. */
public final class RuleRuns {
    private final Handle handle;
    private final Definitions definitions;
    private final Vault vault;

    RuleRuns(Handle handle, Definitions definitions, Vault vault) {
        this.handle = handle;
        this.definitions = definitions;
        this.vault = vault;
    }

    /**
     * The rule executions of a pipeline newest first, with their rules seen as actions.
     *
     * @param before only those with a smaller {@link ActionRuns.Entry#seq}; {@code Long.MAX_VALUE} from the newest
     */
    public List<ActionRuns.Entry> page(PipelineKey pipeline, long before, int limit) {
        OptionalLong id = Rows.pipelineId(handle, pipeline);
        if (id.isEmpty()) {
            return List.of();
        }
        return handle
                .createQuery("""
                        SELECT r.seq, e.execution_id, e.version, r.body, r.place
                          FROM rule_run r
                          JOIN execution e ON e.id = r.execution
                         WHERE r.pipeline_id = :pipeline AND r.seq < :before
                         ORDER BY r.seq DESC
                         LIMIT :limit""")
                .bind("pipeline", id.getAsLong())
                .bind("before", before)
                .bind("limit", limit)
                .map((row, _) -> RunRow.of(row))
                .list()
                .stream()
                .map(row -> entry(pipeline, id.getAsLong(), row))
                .toList();
    }

    /** As {@link #page}, but only those of one execution. */
    public List<ActionRuns.Entry> pageOfExecution(PipelineKey pipeline, String executionId, long before, int limit) {
        return ofExecution(pipeline, executionId, before, limit, """
                SELECT r.seq, e.execution_id, e.version, r.body, r.place
                  FROM execution e
                  JOIN rule_run r ON r.execution = e.id
                 WHERE e.execution_id = :execution AND e.pipeline_id = :pipeline AND r.seq < :before
                 ORDER BY r.seq DESC
                 LIMIT :limit""");
    }

    /** As {@link #page}, but only the newest evaluation of each rule in one execution. */
    public List<ActionRuns.Entry> pageOfLatest(PipelineKey pipeline, String executionId, long before, int limit) {
        return ofExecution(pipeline, executionId, before, limit, """
                SELECT r.seq, e.execution_id, e.version, r.body, r.place
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

    private List<ActionRuns.Entry> ofExecution(
            PipelineKey pipeline, String executionId, long before, int limit, String sql) {
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
                .map((row, _) -> RunRow.of(row))
                .list()
                .stream()
                .map(row -> entry(pipeline, id.getAsLong(), row))
                .toList();
    }

    private ActionRuns.Entry entry(PipelineKey pipeline, long pipelineId, RunRow row) {
        return row.entry(pipeline, vault, definitions.find(handle, pipeline, pipelineId, row.version()));
    }
}
