package dev.pipewright.store;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** The action executions: every attempt at every action. */
public final class ActionRuns {
    private final Handle handle;
    private final Definitions definitions;

    /**
     * One action execution with what it ran under.
     *
     * @param seq grows from one to the next of the whole store, in the order of their starts
     * @param action as the definition of that version has it
     */
    public record Entry(long seq, int pipelineVersion, Action action, ActionRun run) {}

    private record Row(long seq, String executionId, int version, String body) {}

    ActionRuns(Handle handle, Definitions definitions) {
        this.handle = handle;
        this.definitions = definitions;
    }

    /**
     * The action executions newest first.
     *
     * @param executionId only those of this execution; empty for all of the pipeline
     * @param before only those with a smaller {@link Entry#seq}; {@code Long.MAX_VALUE} from the newest
     */
    public List<Entry> page(PipelineKey pipeline, Optional<String> executionId, long before, int limit) {
        OptionalLong id = Rows.pipelineId(handle, pipeline);
        if (id.isEmpty()) {
            return List.of();
        }
        List<Row> rows = executionId.isPresent()
                ? pageOfExecution(id.getAsLong(), executionId.get(), before, limit)
                : pageOfPipeline(id.getAsLong(), before, limit);
        return rows.stream().map(row -> entry(pipeline, id.getAsLong(), row)).toList();
    }

    private List<Row> pageOfPipeline(long pipelineId, long before, int limit) {
        return handle.createQuery("""
                        SELECT a.seq, e.execution_id, e.version, a.body
                          FROM action_run a
                          JOIN execution e ON e.id = a.execution
                         WHERE a.pipeline_id = :pipeline AND a.seq < :before
                         ORDER BY a.seq DESC
                         LIMIT :limit""")
                .bind("pipeline", pipelineId)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, _) -> new Row(
                        row.getLong("seq"),
                        row.getString("execution_id"),
                        row.getInt("version"),
                        row.getString("body")))
                .list();
    }

    private List<Row> pageOfExecution(long pipelineId, String executionId, long before, int limit) {
        return handle.createQuery("""
                        SELECT a.seq, e.execution_id, e.version, a.body
                          FROM execution e
                          JOIN action_run a ON a.execution = e.id
                         WHERE e.execution_id = :execution AND e.pipeline_id = :pipeline AND a.seq < :before
                         ORDER BY a.seq DESC
                         LIMIT :limit""")
                .bind("pipeline", pipelineId)
                .bind("execution", executionId)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, _) -> new Row(
                        row.getLong("seq"),
                        row.getString("execution_id"),
                        row.getInt("version"),
                        row.getString("body")))
                .list();
    }

    /** The latest attempt at each action of the newest definition, in its order; those never tried are left out. */
    public List<ActionRun> latest(PipelineKey pipeline) {
        return latest(pipeline, """
                SELECT a.seq, e.execution_id, e.version, a.body
                  FROM action_run a
                  JOIN execution e ON e.id = a.execution
                 WHERE a.pipeline_id = :pipeline AND a.stage = :stage AND a.action = :action
                 ORDER BY a.seq DESC
                 LIMIT 1""");
    }

    /** As {@link #latest}, but the latest attempt that took or reported a revision. */
    public List<ActionRun> latestWithRevisions(PipelineKey pipeline) {
        return latest(pipeline, """
                SELECT a.seq, e.execution_id, e.version, a.body
                  FROM action_run a
                  JOIN execution e ON e.id = a.execution
                 WHERE a.pipeline_id = :pipeline AND a.stage = :stage AND a.action = :action AND a.revisions > 0
                 ORDER BY a.seq DESC
                 LIMIT 1""");
    }

    private List<ActionRun> latest(PipelineKey pipeline, String sql) {
        Optional<StoredPipeline> stored =
                new Pipelines(handle, definitions, _ -> {}).find(pipeline, Optional.empty());
        if (stored.isEmpty()) {
            return List.of();
        }
        List<ActionRun> latest = new ArrayList<>();
        for (Stage stage : stored.get().definition().stages()) {
            for (Action action : stage.actions()) {
                handle.createQuery(sql)
                        .bind("pipeline", stored.get().id())
                        .bind("stage", stage.name())
                        .bind("action", action.name())
                        .map((row, _) -> new Row(
                                row.getLong("seq"),
                                row.getString("execution_id"),
                                row.getInt("version"),
                                row.getString("body")))
                        .findOne()
                        .ifPresent(row -> latest.add(run(pipeline, row)));
            }
        }
        return latest;
    }

    /** Whether an execution of that id, of an action or of a rule, is there and has not ended. */
    public boolean isInProgress(String actionExecutionId) {
        return handle.createQuery("""
                        SELECT 1
                          FROM action_run
                         WHERE action_execution_id = :id AND status = 'InProgress'
                         UNION ALL
                        SELECT 1
                          FROM rule_run
                         WHERE rule_execution_id = :id AND status = 'InProgress'
                         LIMIT 1""")
                .bind("id", actionExecutionId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** The action execution of that id. */
    public Optional<Entry> find(PipelineKey pipeline, String actionExecutionId) {
        OptionalLong id = Rows.pipelineId(handle, pipeline);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        return handle.createQuery("""
                        SELECT a.seq, e.execution_id, e.version, a.body
                          FROM action_run a
                          JOIN execution e ON e.id = a.execution
                         WHERE a.action_execution_id = :id AND a.pipeline_id = :pipeline
                         ORDER BY a.seq DESC
                         LIMIT 1""")
                .bind("pipeline", id.getAsLong())
                .bind("id", actionExecutionId)
                .map((row, _) -> new Row(
                        row.getLong("seq"),
                        row.getString("execution_id"),
                        row.getInt("version"),
                        row.getString("body")))
                .findOne()
                .map(row -> entry(pipeline, id.getAsLong(), row));
    }

    private Entry entry(PipelineKey pipeline, long pipelineId, Row row) {
        Pipeline definition = definitions.find(handle, pipeline, pipelineId, row.version());
        ActionRun run = run(pipeline, row);
        Action action = definition
                .action(run.run().stage(), run.run().action())
                .orElseThrow(() -> UnreadableRow.ofExecution(
                        pipeline,
                        row.executionId(),
                        new IllegalStateException("version " + row.version() + " has no action of " + run.run())));
        return new Entry(row.seq(), row.version(), action, run);
    }

    private static ActionRun run(PipelineKey pipeline, Row row) {
        try {
            return Json.read(row.body(), ActionRun.class);
        } catch (RuntimeException unreadable) {
            throw UnreadableRow.ofExecution(pipeline, row.executionId(), unreadable);
        }
    }
}
