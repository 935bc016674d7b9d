package dev.pipewright.store;

import dev.pipewright.engine.Decision;
import dev.pipewright.engine.Effect;
import dev.pipewright.engine.Rollbacks;
import dev.pipewright.engine.Traffic;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ConfigurationProperty;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.Rollback;
import dev.pipewright.model.RunId;
import dev.pipewright.model.Stage;
import dev.pipewright.model.Transition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a pipeline's traffic, and the effects of a decision about it, lie in rows. */
final class TrafficRows {
    private static final Logger LOG = LoggerFactory.getLogger(TrafficRows.class);
    // Goes from one stage's name to the next in the index, however many executions lie between.
    static final String LATEST = """
            WITH RECURSIVE named(stage) AS (
                SELECT min(stage) FROM stage_run WHERE pipeline_id = :pipeline
                 UNION ALL
                SELECT (SELECT min(stage) FROM stage_run WHERE pipeline_id = :pipeline AND stage > named.stage)
                  FROM named
                 WHERE named.stage IS NOT NULL)
            SELECT named.stage, e.execution_id
              FROM named
              JOIN execution e
                ON e.id = (SELECT s.execution
                             FROM stage_run s
                            WHERE s.pipeline_id = :pipeline AND s.stage = named.stage AND s.entry > 0
                            ORDER BY s.entry DESC
                            LIMIT 1)
            """;

    private final Tables tables;
    private final ExecutionRows executions;

    private record Row(long id, int version, long lastNumber, long lastEntry) {}

    TrafficRows(Tables tables) {
        this.tables = tables;
        this.executions = new ExecutionRows(tables.handle, tables.definitions, tables.vault);
    }

    Optional<LiveTraffic.Held> load(PipelineKey key) {
        return row(key).map(row -> {
            Pipeline pipeline = tables.definitions.find(tables.handle, key, row.id(), row.version());
            return new LiveTraffic.Held(
                    row.id(),
                    new Traffic(
                            key,
                            pipeline,
                            row.lastNumber(),
                            row.lastEntry(),
                            closed(key, row.id()),
                            executions.live(key, row.id()),
                            latest(row.id()),
                            targets(key, pipeline, row.id())));
        });
    }

    private Optional<Row> row(PipelineKey key) {
        return tables.handle.createQuery("""
                        SELECT id, version, last_number, last_entry
                          FROM pipeline
                         WHERE account = :account AND region = :region AND name = :name""")
                .bind("account", key.account())
                .bind("region", key.region())
                .bind("name", key.name())
                .map((row, _) -> new Row(
                        row.getLong("id"),
                        row.getInt("version"),
                        row.getLong("last_number"),
                        row.getLong("last_entry")))
                .findOne();
    }

    private Map<String, String> latest(long pipelineId) {
        return tables.handle.createQuery(LATEST)
                .bind("pipeline", pipelineId)
                .map((row, _) -> Map.entry(row.getString("stage"), row.getString("execution_id")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Map<String, Rollback> targets(PipelineKey key, Pipeline pipeline, long pipelineId) {
        Map<String, Rollback> targets = new HashMap<>();
        for (Stage stage : pipeline.stages()) {
            if (Rollbacks.isAutomatic(stage) && pipeline.executionMode() != ExecutionMode.PARALLEL) {
                target(pipelineId, stage.name(), pipeline.version())
                        .flatMap(id -> readable(key, pipelineId, id))
                        .ifPresent(target -> targets.put(stage.name(), Rollbacks.to(target, stage.name())));
            }
        }
        return targets;
    }

    // What has ended long ago must not hold up what is under way: without a target, a stage stays failed.
    private Optional<Execution> readable(PipelineKey key, long pipelineId, String executionId) {
        try {
            return executions.find(key, pipelineId, executionId);
        } catch (UnreadableRow damaged) {
            LOG.warn("No stage can roll back to an execution by itself: {}", damaged.getMessage());
            return Optional.empty();
        }
    }

    private Optional<String> target(long pipelineId, String stage, int version) {
        return tables.handle.createQuery("""
                        SELECT e.execution_id
                          FROM stage_run s
                          JOIN execution e ON e.id = s.execution
                         WHERE s.pipeline_id = :pipeline AND s.stage = :stage AND s.status = 'Succeeded'
                           AND s.entry > 0 AND e.version = :version AND e.rollback_target IS NULL
                         ORDER BY s.entry DESC
                         LIMIT 1""")
                .bind("pipeline", pipelineId)
                .bind("stage", stage)
                .bind("version", version)
                .mapTo(String.class)
                .findOne();
    }

    private List<Transition> closed(PipelineKey key, long pipelineId) {
        try {
            return tables.handle
                    .createQuery("SELECT body FROM transition WHERE pipeline_id = :pipeline ORDER BY position")
                    .bind("pipeline", pipelineId)
                    .mapTo(String.class)
                    .map(body -> Json.read(body, Transition.class))
                    .list();
        } catch (RuntimeException unreadable) {
            throw UnreadableRow.ofPipeline(key, "a disabled transition", unreadable);
        }
    }

    /** Writes what differs from the traffic before, and the rows that effects stand for. */
    LiveTraffic.Held save(
            PipelineKey key, LiveTraffic.Held before, Decision.Advance advance, Supplier<String> jobIds) {
        Traffic next = advance.next();
        checkVersion(key, next);
        checkAllChangesAreTold(before.traffic(), advance);
        long pipeline = before.pipelineId();
        if (next.lastNumber() != before.traffic().lastNumber()
                || next.lastEntry() != before.traffic().lastEntry()) {
            tables.handle.createUpdate("UPDATE pipeline SET last_number = :number, last_entry = :entry WHERE id = :id")
                    .bind("id", pipeline)
                    .bind("number", next.lastNumber())
                    .bind("entry", next.lastEntry())
                    .execute();
        }
        if (!next.closed().equals(before.traffic().closed())) {
            saveClosed(pipeline, next.closed());
        }
        for (Execution execution : advance.changed()) {
            Optional<Execution> earlier = before.traffic()
                    .execution(execution.id())
                    .or(() -> executions.find(key, pipeline, execution.id()));
            executions.save(pipeline, earlier, execution);
        }
        for (Effect effect : advance.effects()) {
            save(key, pipeline, advance, effect, jobIds);
        }
        return new LiveTraffic.Held(pipeline, next);
    }

    private void checkVersion(PipelineKey key, Traffic next) {
        int stored = row(key)
                .orElseThrow(() -> new IllegalStateException("there is no pipeline " + key.arn()))
                .version();
        if (next.pipeline().version() != stored) {
            throw new IllegalStateException("traffic of %s with version %d of the definition, but the newest is %d"
                    .formatted(key.arn(), next.pipeline().version(), stored));
        }
    }

    // A change that the decision does not tell would be in memory and not in the tables, until a restart shows it.
    private static void checkAllChangesAreTold(Traffic before, Decision.Advance advance) {
        Set<String> told = new HashSet<>();
        advance.changed().forEach(execution -> told.add(execution.id()));
        Set<String> live = new HashSet<>();
        for (Execution execution : advance.next().executions()) {
            live.add(execution.id());
            if (!told.contains(execution.id())
                    && !before.execution(execution.id()).filter(execution::equals).isPresent()) {
                throw new IllegalStateException("execution " + execution.id() + " changed, but the decision hides it");
            }
        }
        for (Execution execution : before.executions()) {
            if (!live.contains(execution.id()) && !told.contains(execution.id())) {
                throw new IllegalStateException("execution " + execution.id() + " left, but the decision hides it");
            }
        }
        for (Execution execution : advance.changed()) {
            if (execution.status().ended() == live.contains(execution.id())) {
                throw new IllegalStateException(
                        "execution " + execution.id() + " is " + execution.status() + ", against the traffic");
            }
        }
    }

    private void saveClosed(long pipeline, List<Transition> closed) {
        tables.handle.createUpdate("DELETE FROM transition WHERE pipeline_id = :pipeline")
                .bind("pipeline", pipeline)
                .execute();
        for (int position = 0; position < closed.size(); position++) {
            tables.handle.createUpdate("""
                            INSERT INTO transition (pipeline_id, position, body)
                            VALUES (:pipeline, :position, :body)""")
                    .bind("pipeline", pipeline)
                    .bind("position", position)
                    .bind("body", Json.write(closed.get(position)))
                    .execute();
        }
    }

    private void save(
            PipelineKey key, long pipeline, Decision.Advance advance, Effect effect, Supplier<String> jobIds) {
        switch (effect) {
            case Effect.OfferJob(RunId run) -> offer(key, execution(advance, run), run, jobIds.get());
            case Effect.WithdrawJob(RunId run) -> tables.jobs().withdraw(run, execution(advance, run)
                    .find(run)
                    .orElseThrow(() -> unknown(run))
                    .changedAt());
            case Effect.SetTimer(RunId run, var due) -> tables.timers().set(pipeline, run, due);
            case Effect.ClearTimer(RunId run) -> tables.timers().clear(run);
            case Effect.Notify(RunId run) -> tables.notifications().add(pipeline, run);
            case Effect.AnnounceExecution _, Effect.AnnounceStage _, Effect.AnnounceAction _ -> {
                // Their events go to the outbox, whole, from whoever tells of the decision.
            }
        }
    }

    private static Execution execution(Decision.Advance advance, RunId run) {
        return advance.changed().stream()
                .filter(execution -> execution.id().equals(run.executionId()))
                .findFirst()
                .or(() -> advance.next().execution(run.executionId()))
                .orElseThrow(() -> unknown(run));
    }

    private static IllegalStateException unknown(RunId run) {
        return new IllegalStateException("an effect for the run %s, which execution %s does not have"
                .formatted(run, run.executionId()));
    }

    private void offer(PipelineKey key, Execution execution, RunId run, String jobId) {
        ActionRun actionRun = execution.find(run).orElseThrow(() -> unknown(run));
        Action action = execution.pipeline().action(run).orElseThrow(() -> unknown(run));
        Optional<String> queryValue = tables.actionTypes()
                .findAlsoDeleted(key.account(), key.region(), action.actionTypeId())
                .flatMap(TrafficRows::queryableProperty)
                .map(property -> actionRun.configuration().get(property.name()));
        tables.jobs().insert(jobId, key, run, action.actionTypeId(), queryValue, actionRun.startedAt());
    }

    private static Optional<ConfigurationProperty> queryableProperty(ActionType type) {
        return type.configurationProperties().stream()
                .filter(ConfigurationProperty::queryable)
                .findFirst();
    }
}
