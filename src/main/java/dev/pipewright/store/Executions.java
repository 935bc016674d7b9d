package dev.pipewright.store;

import dev.pipewright.model.ActionRun;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.SourceRevision;
import dev.pipewright.model.Stage;
import dev.pipewright.model.StageRun;
import dev.pipewright.model.Trigger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** The executions of pipelines, live and over. */
public final class Executions {
    private final Handle handle;
    private final Definitions definitions;
    private final ExecutionRows rows;
    private final Vault vault;

    /**
     * What ListPipelineExecutions tells of one execution.
     *
     * @param statusSummary null mostly
     * @param executionMode of the definition it runs under; null where that leaves it out
     * @param stopReason what the caller who stopped it said; null mostly
     * @param rollbackTarget the execution that it returns to; null unless it is a rollback
     */
    public record Header(
            String id,
            long number,
            int pipelineVersion,
            ExecutionStatus status,
            String statusSummary,
            Instant startedAt,
            Instant changedAt,
            Trigger trigger,
            ExecutionMode executionMode,
            String stopReason,
            String rollbackTarget,
            List<SourceRevision> sourceRevisions) {}

    /**
     * The execution that entered a stage last, those in PARALLEL mode left out.
     *
     * @param isRollback whether it is a rollback
     * @param run the stage's run, without its actions, with the rules of its conditions
     */
    public record InStage(String executionId, long number, boolean isRollback, StageRun run) {}

    private record Row(long id, String executionId, long number, int version, String body) {}

    private record StageRow(long id, String executionId, long number, boolean isRollback, String body) {}

    Executions(Handle handle, Definitions definitions, Vault vault) {
        this.handle = handle;
        this.definitions = definitions;
        this.rows = new ExecutionRows(handle, definitions, vault);
        this.vault = vault;
    }

    /**
     * One execution with everything in it.
     *
     * @throws UnreadableRow when what is stored of it is damaged
     */
    public Optional<Execution> find(PipelineKey pipeline, String executionId) {
        OptionalLong id = Rows.pipelineId(handle, pipeline);
        return id.isEmpty() ? Optional.empty() : rows.find(pipeline, id.getAsLong(), executionId);
    }

    /** Whether the pipeline has or had such an execution. */
    public boolean exists(PipelineKey pipeline, String executionId) {
        return handle.createQuery("""
                        SELECT 1
                          FROM execution e
                          JOIN pipeline p ON p.id = e.pipeline_id
                         WHERE p.account = :account AND p.region = :region AND p.name = :name
                           AND e.execution_id = :execution""")
                .bind("account", pipeline.account())
                .bind("region", pipeline.region())
                .bind("name", pipeline.name())
                .bind("execution", executionId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** The executions that have not ended, oldest first, among them those that wait before a stage. */
    public List<Execution> live(PipelineKey pipeline) {
        OptionalLong id = Rows.pipelineId(handle, pipeline);
        return id.isEmpty() ? List.of() : rows.live(pipeline, id.getAsLong());
    }

    /**
     * The executions newest first.
     *
     * @param before only those started before the one of this number; {@code Long.MAX_VALUE} from the newest
     */
    public List<Header> page(PipelineKey pipeline, long before, int limit) {
        OptionalLong id = Rows.pipelineId(handle, pipeline);
        if (id.isEmpty()) {
            return List.of();
        }
        return handle
                .createQuery("""
                        SELECT id, execution_id, number, version, body
                          FROM execution
                         WHERE pipeline_id = :pipeline AND number < :before
                         ORDER BY number DESC
                         LIMIT :limit""")
                .bind("pipeline", id.getAsLong())
                .bind("before", before)
                .bind("limit", limit)
                .map((row, _) -> row(row))
                .list()
                .stream()
                .map(row -> header(pipeline, id.getAsLong(), row))
                .toList();
    }

    /** As {@link #page}, but only those that succeeded in a stage, and under the newest definition. */
    public List<Header> pageOfSucceeded(PipelineKey pipeline, String stage, long before, int limit) {
        Optional<StoredPipeline> stored = stored(pipeline);
        if (stored.isEmpty()) {
            return List.of();
        }
        return handle
                .createQuery("""
                        SELECT e.id, e.execution_id, e.number, e.version, e.body
                          FROM stage_run s
                          JOIN execution e ON e.id = s.execution
                         WHERE s.pipeline_id = :pipeline AND s.stage = :stage AND s.status = 'Succeeded'
                           AND s.number < :before
                         ORDER BY s.number DESC
                         LIMIT :limit""")
                .bind("pipeline", stored.get().id())
                .bind("stage", stage)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, _) -> row(row))
                .list()
                .stream()
                // A later start never runs under an earlier definition.
                .takeWhile(row -> row.version() == stored.get().definition().version())
                .map(row -> header(pipeline, stored.get().id(), row))
                .toList();
    }

    private Optional<StoredPipeline> stored(PipelineKey pipeline) {
        return new Pipelines(handle, definitions, _ -> {}).find(pipeline, Optional.empty());
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("id"),
                row.getString("execution_id"),
                row.getLong("number"),
                row.getInt("version"),
                row.getString("body"));
    }

    private Header header(PipelineKey pipeline, long pipelineId, Row row) {
        ExecutionMode mode = definitions.find(handle, pipeline, pipelineId, row.version()).executionMode();
        try {
            ExecutionRows.Body body = Json.read(row.body(), ExecutionRows.Body.class);
            return new Header(
                    row.executionId(),
                    row.number(),
                    row.version(),
                    body.status(),
                    body.statusSummary(),
                    body.startedAt(),
                    body.changedAt(),
                    body.trigger(),
                    mode,
                    body.stopReason(),
                    body.rollback() == null ? null : body.rollback().target(),
                    sourceRevisions(row.id(), body));
        } catch (RuntimeException unreadable) {
            throw UnreadableRow.ofExecution(pipeline, row.executionId(), unreadable);
        }
    }

    /** All revisions that the execution's actions took or reported, each action's from its latest attempt. */
    public List<SourceRevision> revisions(PipelineKey pipeline, String executionId) {
        return handle.createQuery("""
                        SELECT e.id, e.body
                          FROM execution e
                          JOIN pipeline p ON p.id = e.pipeline_id
                         WHERE p.account = :account AND p.region = :region AND p.name = :name
                           AND e.execution_id = :execution""")
                .bind("account", pipeline.account())
                .bind("region", pipeline.region())
                .bind("name", pipeline.name())
                .bind("execution", executionId)
                .map((row, _) -> Map.entry(row.getLong("id"), row.getString("body")))
                .findOne()
                .map(row -> {
                    try {
                        return sourceRevisions(row.getKey(), Json.read(row.getValue(), ExecutionRows.Body.class));
                    } catch (RuntimeException unreadable) {
                        throw UnreadableRow.ofExecution(pipeline, executionId, unreadable);
                    }
                })
                .orElse(List.of());
    }

    private List<SourceRevision> sourceRevisions(long row, ExecutionRows.Body body) {
        if (body.rollback() != null) {
            return body.rollback().sourceRevisions();
        }
        Map<String, List<SourceRevision>> byAction = new LinkedHashMap<>();
        handle.createQuery("""
                        SELECT body, place
                          FROM action_run
                         WHERE execution = :execution AND revisions > 0
                         ORDER BY seq""")
                .bind("execution", row)
                .map((run, _) -> vault.open(run.getString("body"), run.getString("place")))
                .forEach(json -> {
                    ActionRun run = Json.read(json, ActionRun.class);
                    List<SourceRevision> taken = run.revisions().stream()
                            .map(revision -> new SourceRevision(run.run().action(), revision))
                            .toList();
                    byAction.put(run.run().stage() + "/" + run.run().action(), taken);
                });
        return byAction.values().stream().flatMap(List::stream).toList();
    }

    /** By stage of the newest definition, the execution that entered it last; stages that none entered are left out. */
    public Map<String, InStage> latestInStages(PipelineKey pipeline) {
        Optional<StoredPipeline> stored = stored(pipeline);
        if (stored.isEmpty()) {
            return Map.of();
        }
        Map<String, InStage> latest = new LinkedHashMap<>();
        for (Stage stage : stored.get().definition().stages()) {
            latestIn(pipeline, stored.get().id(), stage.name()).ifPresent(entry -> latest.put(stage.name(), entry));
        }
        return latest;
    }

    private Optional<InStage> latestIn(PipelineKey pipeline, long pipelineId, String stage) {
        return handle.createQuery("""
                        SELECT e.id, e.execution_id, e.rollback_target, s.number, s.body
                          FROM stage_run s
                          JOIN execution e ON e.id = s.execution
                         WHERE s.pipeline_id = :pipeline AND s.stage = :stage AND s.entry > 0
                         ORDER BY s.entry DESC
                         LIMIT 1""")
                .bind("pipeline", pipelineId)
                .bind("stage", stage)
                .map((row, _) -> new StageRow(
                        row.getLong("id"),
                        row.getString("execution_id"),
                        row.getLong("number"),
                        row.getString("rollback_target") != null,
                        row.getString("body")))
                .findOne()
                .map(row -> {
                    try {
                        StageRun run = rows.withRules(row.id(), Json.read(row.body(), StageRun.class));
                        return new InStage(row.executionId(), row.number(), row.isRollback(), run);
                    } catch (RuntimeException unreadable) {
                        throw UnreadableRow.ofExecution(pipeline, row.executionId(), unreadable);
                    }
                });
    }
}
