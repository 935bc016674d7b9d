package dev.pipewright.store;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionRun;
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
    private final Vault vault;

    /**
     * One action execution with what it ran under.
     *
     * @param seq grows from one to the next of the whole store, in the order of their starts
     * @param action as the definition of that version has it
     */
    public record Entry(long seq, int pipelineVersion, Action action, ActionRun run) {}

    ActionRuns(Handle handle, Definitions definitions, Vault vault) {
        this.handle = handle;
        this.definitions = definitions;
        this.vault = vault;
    }

    /**
     * The latest attempt at each action of the newest definition, in its order; those never tried are left out, and so
     * are attempts of executions in PARALLEL mode.
     */
    public List<ActionRun> latest(PipelineKey pipeline) {
        return latest(pipeline, """
                SELECT a.seq, e.execution_id, e.version, a.body, a.place
                  FROM action_run a
                  JOIN execution e ON e.id = a.execution
                 WHERE a.pipeline_id = :pipeline AND a.stage = :stage AND a.action = :action
                   AND EXISTS (SELECT 1
                                 FROM stage_run s
                                WHERE s.execution = a.execution AND s.stage = a.stage AND s.entry > 0)
                 ORDER BY a.seq DESC
                 LIMIT 1""");
    }

    /** As {@link #latest(PipelineKey)}, but the latest attempt that took or reported a revision. */
    public List<ActionRun> latestWithRevisions(PipelineKey pipeline) {
        return latest(pipeline, """
                SELECT a.seq, e.execution_id, e.version, a.body, a.place
                  FROM action_run a
                  JOIN execution e ON e.id = a.execution
                 WHERE a.pipeline_id = :pipeline AND a.stage = :stage AND a.action = :action AND a.revisions > 0
                   AND EXISTS (SELECT 1
                                 FROM stage_run s
                                WHERE s.execution = a.execution AND s.stage = a.stage AND s.entry > 0)
                 ORDER BY a.seq DESC
                 LIMIT 1""");
    }

    /** The latest attempt at one action that took or reported a revision, in whatever mode. */
    public Optional<ActionRun> latestWithRevisions(PipelineKey pipeline, String stage, String action) {
        OptionalLong id = Rows.pipelineId(handle, pipeline);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        return handle.createQuery("""
                        SELECT a.seq, e.execution_id, e.version, a.body, a.place
                          FROM action_run a
                          JOIN execution e ON e.id = a.execution
                         WHERE a.pipeline_id = :pipeline AND a.stage = :stage AND a.action = :action
                           AND a.revisions > 0
                         ORDER BY a.seq DESC
                         LIMIT 1""")
                .bind("pipeline", id.getAsLong())
                .bind("stage", stage)
                .bind("action", action)
                .map((row, _) -> RunRow.of(row))
                .findOne()
                .map(row -> row.run(pipeline, vault));
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
                        .map((row, _) -> RunRow.of(row))
                        .findOne()
                        .ifPresent(row -> latest.add(row.run(pipeline, vault)));
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
                        SELECT a.seq, e.execution_id, e.version, a.body, a.place
                          FROM action_run a
                          JOIN execution e ON e.id = a.execution
                         WHERE a.action_execution_id = :id AND a.pipeline_id = :pipeline
                         ORDER BY a.seq DESC
                         LIMIT 1""")
                .bind("pipeline", id.getAsLong())
                .bind("id", actionExecutionId)
                .map((row, _) -> RunRow.of(row))
                .findOne()
                .map(row -> entry(pipeline, id.getAsLong(), row));
    }

    private Entry entry(PipelineKey pipeline, long pipelineId, RunRow row) {
        return row.entry(pipeline, vault, definitions.find(handle, pipeline, pipelineId, row.version()));
    }
}
