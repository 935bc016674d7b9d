package dev.pipewright.store;

import dev.pipewright.model.PipelineKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** Every attempt at every action of a pipeline, or every evaluation of every rule, newest first. */
public final class RunPages {
    private static final String OF_EXECUTION = "e.execution_id = :execution AND e.pipeline_id = :pipeline";

    private final Handle handle;
    private final Definitions definitions;
    private final Vault vault;
    private final String table;
    private final String sameName;

    private RunPages(Handle handle, Definitions definitions, Vault vault, String table, String sameName) {
        this.handle = handle;
        this.definitions = definitions;
        this.vault = vault;
        this.table = table;
        this.sameName = sameName;
    }

    static RunPages ofActions(Handle handle, Definitions definitions, Vault vault) {
        return new RunPages(handle, definitions, vault, "action_run", "later.action = r.action");
    }

    /** Rules are seen as actions in what the pages hold. */
    static RunPages ofRules(Handle handle, Definitions definitions, Vault vault) {
        return new RunPages(
                handle, definitions, vault, "rule_run", "later.part = r.part AND later.rule = r.rule");
    }

    /**
     * One page.
     *
     * @param executionId only those of this execution; empty for all of the pipeline
     * @param before only those with a smaller {@link ActionRuns.Entry#seq}; {@code Long.MAX_VALUE} from the newest
     */
    public List<ActionRuns.Entry> page(PipelineKey pipeline, Optional<String> executionId, long before, int limit) {
        String which = executionId.isPresent() ? OF_EXECUTION : "r.pipeline_id = :pipeline";
        return find(pipeline, executionId, which, before, limit);
    }

    /** As {@link #page}, but of one execution only the newest attempt at each action, or evaluation of each rule. */
    public List<ActionRuns.Entry> pageOfLatest(PipelineKey pipeline, String executionId, long before, int limit) {
        return find(
                pipeline,
                Optional.of(executionId),
                """
                %s AND NOT EXISTS (SELECT 1
                                     FROM %s later
                                    WHERE later.execution = r.execution AND later.stage = r.stage
                                      AND %s AND later.attempt > r.attempt)"""
                        .formatted(OF_EXECUTION, table, sameName),
                before,
                limit);
    }

    private List<ActionRuns.Entry> find(
            PipelineKey pipeline, Optional<String> executionId, String which, long before, int limit) {
        OptionalLong id = Rows.pipelineId(handle, pipeline);
        if (id.isEmpty()) {
            return List.of();
        }
        var query = handle.createQuery("""
                        SELECT r.seq, e.execution_id, e.version, r.body, r.place
                          FROM %s r
                          JOIN execution e ON e.id = r.execution
                         WHERE %s AND r.seq < :before
                         ORDER BY r.seq DESC
                         LIMIT :limit"""
                        .formatted(table, which))
                .bind("pipeline", id.getAsLong())
                .bind("before", before)
                .bind("limit", limit);
        executionId.ifPresent(each -> query.bind("execution", each));
        return query.map((row, _) -> RunRow.of(row)).list().stream()
                .map(row -> row.entry(
                        pipeline, vault, definitions.find(handle, pipeline, id.getAsLong(), row.version())))
                .toList();
    }
}
