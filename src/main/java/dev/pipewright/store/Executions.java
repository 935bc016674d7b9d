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
     * The execution that entered a stage last.
     *
     * @param run the stage's run, without its actions
     */
    public record InStage(String executionId, long number, StageRun run) {}

    private record Row(long id, String executionId, long number, int version, String body) {}

    private record StageRow(String executionId, long number, String body) {}

    Executions(Handle handle, Definitions definitions) {
        this.handle = handle;
        this.definitions = definitions;
        this.rows = new ExecutionRows(handle, definitions);
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
                .map((row, _) -> new Row(
                        row.getLong("id"),
                        row.getString("execution_id"),
                        row.getLong("number"),
                        row.getInt("version"),
                        row.getString("body")))
                .list()
                .stream()
                .map(row -> header(pipeline, id.getAsLong(), row))
                .toList();
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
        handle.createQuery("SELECT body FROM action_run WHERE execution = :execution AND revisions > 0 ORDER BY seq")
                .bind("execution", row)
                .mapTo(String.class)
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
        Optional<StoredPipeline> stored =
                new Pipelines(handle, definitions, _ -> {}).find(pipeline, Optional.empty());
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
                        SELECT e.execution_id, s.number, s.body
                          FROM stage_run s
                          JOIN execution e ON e.id = s.execution
                         WHERE s.pipeline_id = :pipeline AND s.stage = :stage AND s.entry > 0
                         ORDER BY s.entry DESC
                         LIMIT 1""")
                .bind("pipeline", pipelineId)
                .bind("stage", stage)
                .map((row, _) -> new StageRow(
                        row.getString("execution_id"), row.getLong("number"), row.getString("body")))
                .findOne()
                .map(row -> {
                    try {
                        return new InStage(row.executionId(), row.number(), Json.read(row.body(), StageRun.class));
                    } catch (RuntimeException unreadable) {
                        throw UnreadableRow.ofExecution(pipeline, row.executionId(), unreadable);
                    }
                });
    }
}
