package dev.pipewright.store;

import dev.pipewright.model.ActionRun;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.Part;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.Place;
import dev.pipewright.model.Rollback;
import dev.pipewright.model.RunId;
import dev.pipewright.model.SourceOverride;
import dev.pipewright.model.StageRun;
import dev.pipewright.model.Trigger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * How executions lie in rows: one row for the execution, one for each stage it has entered, and one for each attempt at
 * an action. The definition is not among them, only its number.
 */
final class ExecutionRows {
    private final Handle handle;
    private final Definitions definitions;
    private final Vault vault;

    /** The body of an execution's row. */
    record Body(
            String salt,
            Trigger trigger,
            Instant startedAt,
            Instant changedAt,
            ExecutionStatus status,
            String statusSummary,
            String stopReason,
            int attempt,
            Map<String, String> variables,
            Map<String, SourceOverride> sourceRevisions,
            Rollback rollback,
            int stage,
            Place place) {
        static Body of(Execution execution) {
            return new Body(
                    execution.salt(),
                    execution.trigger(),
                    execution.startedAt(),
                    execution.changedAt(),
                    execution.status(),
                    execution.statusSummary(),
                    execution.stopReason(),
                    execution.attempt(),
                    execution.variables(),
                    execution.sourceRevisions(),
                    execution.rollback(),
                    execution.stage(),
                    execution.place());
        }

        Execution execution(String id, long number, Pipeline pipeline, List<StageRun> stages) {
            return new Execution(
                    id,
                    number,
                    pipeline,
                    salt,
                    trigger,
                    startedAt,
                    changedAt,
                    status,
                    statusSummary,
                    stopReason,
                    attempt,
                    variables,
                    sourceRevisions,
                    rollback,
                    stage,
                    place,
                    stages);
        }
    }

    private record Row(long id, String executionId, long number, int version, String body) {}

    /** Which evaluation of a condition a rule belongs to. */
    private record Asked(String stage, Part part, int stageAttempt) {
        static Asked by(ActionRun rule) {
            return new Asked(rule.run().stage(), rule.run().part(), rule.stageAttempt());
        }
    }

    private record StageBody(String stage, String body) {}

    ExecutionRows(Handle handle, Definitions definitions, Vault vault) {
        this.handle = handle;
        this.definitions = definitions;
        this.vault = vault;
    }

    /** The executions that have not ended, oldest first. */
    List<Execution> live(PipelineKey key, long pipelineId) {
        return handle
                .createQuery("""
                        SELECT id, execution_id, number, version, body
                          FROM execution
                         WHERE pipeline_id = :pipeline AND live = 1
                         ORDER BY number""")
                .bind("pipeline", pipelineId)
                .map((row, _) -> new Row(
                        row.getLong("id"),
                        row.getString("execution_id"),
                        row.getLong("number"),
                        row.getInt("version"),
                        row.getString("body")))
                .list()
                .stream()
                .map(row -> assemble(key, pipelineId, row))
                .toList();
    }

    /** One execution, live or over. */
    Optional<Execution> find(PipelineKey key, long pipelineId, String executionId) {
        return handle.createQuery("""
                        SELECT id, execution_id, number, version, body
                          FROM execution
                         WHERE pipeline_id = :pipeline AND execution_id = :execution""")
                .bind("pipeline", pipelineId)
                .bind("execution", executionId)
                .map((row, _) -> new Row(
                        row.getLong("id"),
                        row.getString("execution_id"),
                        row.getLong("number"),
                        row.getInt("version"),
                        row.getString("body")))
                .findOne()
                .map(row -> assemble(key, pipelineId, row));
    }

    private Execution assemble(PipelineKey key, long pipelineId, Row row) {
        Pipeline pipeline = definitions.find(handle, key, pipelineId, row.version());
        try {
            return Json.read(row.body(), Body.class)
                    .execution(row.executionId(), row.number(), pipeline, stages(row.id()));
        } catch (RuntimeException unreadable) {
            throw UnreadableRow.ofExecution(key, row.executionId(), unreadable);
        }
    }

    private List<StageRun> stages(long row) {
        Map<String, List<ActionRun>> actions = new HashMap<>();
        handle.createQuery("SELECT body, place FROM action_run WHERE execution = :execution ORDER BY seq")
                .bind("execution", row)
                .map((action, _) -> opened(action))
                .forEach(body -> {
                    ActionRun action = Json.read(body, ActionRun.class);
                    actions.computeIfAbsent(action.run().stage(), _ -> new ArrayList<>()).add(action);
                });
        Map<Asked, List<ActionRun>> rules = rules(row);
        return handle
                .createQuery("SELECT stage, body FROM stage_run WHERE execution = :execution ORDER BY position")
                .bind("execution", row)
                .map((stage, _) -> new StageBody(stage.getString("stage"), stage.getString("body")))
                .list()
                .stream()
                .map(stage -> {
                    StageRun run = Json.read(stage.body(), StageRun.class);
                    List<ActionRun> runs = actions.getOrDefault(stage.stage(), List.of());
                    return withRules(run.withActions(runs), rules);
                })
                .toList();
    }

    /** The run of a stage of the execution in that row, with the rules of its conditions. */
    StageRun withRules(long row, StageRun run) {
        return run.conditions().isEmpty() ? run : withRules(run, rules(row));
    }

    private static StageRun withRules(StageRun run, Map<Asked, List<ActionRun>> rules) {
        return run.withConditions(run.conditions().stream()
                .map(condition -> condition.withRules(rules.getOrDefault(
                        new Asked(run.stage(), condition.part(), condition.attempt()), List.of())))
                .toList());
    }

    private Map<Asked, List<ActionRun>> rules(long row) {
        Map<Asked, List<ActionRun>> rules = new HashMap<>();
        handle.createQuery("SELECT body, place FROM rule_run WHERE execution = :execution ORDER BY seq")
                .bind("execution", row)
                .map((rule, _) -> opened(rule))
                .forEach(body -> {
                    ActionRun rule = Json.read(body, ActionRun.class);
                    rules.computeIfAbsent(Asked.by(rule), _ -> new ArrayList<>()).add(rule);
                });
        return rules;
    }

    private String opened(ResultSet run) throws SQLException {
        return vault.open(run.getString("body"), run.getString("place"));
    }

    // What is set for an action may be secret, and what it tells may repeat it: a run is sealed as a whole.
    private String sealed(long row, ActionRun run) {
        return vault.seal(Json.write(run), Places.ofRun(row, run.run()));
    }

    /** Writes what of an execution is new or differs from before. */
    void save(long pipelineId, Optional<Execution> before, Execution next) {
        long row = before.isPresent() ? rowOf(next.id()) : insert(pipelineId, next);
        if (before.isPresent() && !sameRow(before.get(), next)) {
            update(row, next);
        }
        List<StageRun> stagesBefore = before.map(Execution::stages).orElse(List.of());
        if (stagesBefore.size() > next.stages().size()) {
            throw new IllegalStateException("execution " + next.id() + " has lost a stage that it had entered");
        }
        for (int position = 0; position < next.stages().size(); position++) {
            StageRun stage = next.stages().get(position);
            Optional<StageRun> stageBefore =
                    position < stagesBefore.size() ? Optional.of(stagesBefore.get(position)) : Optional.empty();
            if (stageBefore.filter(earlier -> earlier == stage).isEmpty()) {
                saveStage(pipelineId, row, next.number(), position, stageBefore, stage);
            }
        }
    }

    private static boolean sameRow(Execution before, Execution next) {
        return before.pipeline().version().equals(next.pipeline().version())
                && Body.of(before).equals(Body.of(next));
    }

    private long rowOf(String executionId) {
        return handle.createQuery("SELECT id FROM execution WHERE execution_id = :execution")
                .bind("execution", executionId)
                .mapTo(Long.class)
                .one();
    }

    private long insert(long pipelineId, Execution execution) {
        return handle.createUpdate("""
                        INSERT INTO execution
                               (pipeline_id, execution_id, number, version, status, live, started_at, changed_at,
                                rollback_target, body)
                        VALUES (:pipeline, :execution, :number, :version, :status, :live, :startedAt, :changedAt,
                                :rollbackTarget, :body)""")
                .bind("pipeline", pipelineId)
                .bind("execution", execution.id())
                .bind("number", execution.number())
                .bind("version", execution.pipeline().version())
                .bind("status", execution.status().name())
                .bind("live", !execution.status().ended())
                .bind("startedAt", execution.startedAt().toEpochMilli())
                .bind("changedAt", execution.changedAt().toEpochMilli())
                .bind("rollbackTarget", execution.rollback() == null ? null : execution.rollback().target())
                .bind("body", Json.write(Body.of(execution)))
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
    }

    private void update(long row, Execution execution) {
        handle.createUpdate("""
                        UPDATE execution
                           SET version = :version, status = :status, live = :live, changed_at = :changedAt, body = :body
                         WHERE id = :id""")
                .bind("id", row)
                .bind("version", execution.pipeline().version())
                .bind("status", execution.status().name())
                .bind("live", !execution.status().ended())
                .bind("changedAt", execution.changedAt().toEpochMilli())
                .bind("body", Json.write(Body.of(execution)))
                .execute();
    }

    private void saveStage(
            long pipelineId, long row, long number, int position, Optional<StageRun> before, StageRun next) {
        StageRun alone = withoutRuns(next);
        if (before.filter(earlier -> withoutRuns(earlier).equals(alone)).isEmpty()) {
            handle.createUpdate("""
                            INSERT INTO stage_run (execution, position, pipeline_id, number, entry, stage, status, body)
                            VALUES (:execution, :position, :pipeline, :number, :entry, :stage, :status, :body)
                                ON CONFLICT (execution, position)
                                DO UPDATE SET status = excluded.status, body = excluded.body""")
                    .bind("execution", row)
                    .bind("position", position)
                    .bind("pipeline", pipelineId)
                    .bind("number", number)
                    .bind("entry", next.entry())
                    .bind("stage", next.stage())
                    .bind("status", next.status().name())
                    .bind("body", Json.write(alone))
                    .execute();
        }
        Map<RunId, ActionRun> runsBefore = new HashMap<>();
        before.ifPresent(stage -> stage.runs().forEach(run -> runsBefore.put(run.run(), run)));
        next.runs().forEach(run -> {
            ActionRun runBefore = runsBefore.remove(run.run());
            if (!run.equals(runBefore)) {
                saveRun(pipelineId, row, runBefore == null, run);
            }
        });
        if (!runsBefore.isEmpty()) {
            throw new IllegalStateException("stage " + next.stage() + " has lost the runs " + runsBefore.keySet());
        }
    }

    private static StageRun withoutRuns(StageRun stage) {
        return stage.withActions(List.of()).withConditions(stage.conditions().stream()
                .map(condition -> condition.withRules(List.of()))
                .toList());
    }

    private void saveRun(long pipelineId, long row, boolean isNew, ActionRun run) {
        switch (run.run().part()) {
            case ACTIONS -> {
                if (isNew) {
                    insert(pipelineId, row, run);
                } else {
                    update(row, run);
                }
            }
            case BEFORE_ENTRY, ON_SUCCESS, ON_FAILURE -> saveRule(pipelineId, row, run);
        }
    }

    private void saveRule(long pipelineId, long row, ActionRun rule) {
        handle.createUpdate("""
                        INSERT INTO rule_run
                               (execution, pipeline_id, stage, part, rule, attempt, rule_execution_id, status,
                                started_at, changed_at, body)
                        VALUES (:execution, :pipeline, :stage, :part, :rule, :attempt, :id, :status, :startedAt,
                                :changedAt, :body)
                            ON CONFLICT (execution, stage, part, rule, attempt)
                            DO UPDATE SET status = excluded.status, changed_at = excluded.changed_at,
                                          body = excluded.body""")
                .bind("execution", row)
                .bind("pipeline", pipelineId)
                .bind("stage", rule.run().stage())
                .bind("part", rule.run().part().name())
                .bind("rule", rule.run().action())
                .bind("attempt", rule.run().attempt())
                .bind("id", rule.id())
                .bind("status", rule.status().name())
                .bind("startedAt", rule.startedAt().toEpochMilli())
                .bind("changedAt", rule.changedAt().toEpochMilli())
                .bind("body", sealed(row, rule))
                .execute();
    }

    private void insert(long pipelineId, long row, ActionRun action) {
        handle.createUpdate("""
                        INSERT INTO action_run
                               (execution, pipeline_id, stage, action, attempt, action_execution_id, status, revisions,
                                started_at, changed_at, body)
                        VALUES (:execution, :pipeline, :stage, :action, :attempt, :id, :status, :revisions,
                                :startedAt, :changedAt, :body)""")
                .bind("execution", row)
                .bind("pipeline", pipelineId)
                .bind("stage", action.run().stage())
                .bind("action", action.run().action())
                .bind("attempt", action.run().attempt())
                .bind("id", action.id())
                .bind("status", action.status().name())
                .bind("revisions", action.revisions().size())
                .bind("startedAt", action.startedAt().toEpochMilli())
                .bind("changedAt", action.changedAt().toEpochMilli())
                .bind("body", sealed(row, action))
                .execute();
    }

    private void update(long row, ActionRun action) {
        int updated = handle.createUpdate("""
                        UPDATE action_run
                           SET status = :status, revisions = :revisions, changed_at = :changedAt, body = :body
                         WHERE execution = :execution AND stage = :stage AND action = :action AND attempt = :attempt""")
                .bind("execution", row)
                .bind("stage", action.run().stage())
                .bind("action", action.run().action())
                .bind("attempt", action.run().attempt())
                .bind("status", action.status().name())
                .bind("revisions", action.revisions().size())
                .bind("changedAt", action.changedAt().toEpochMilli())
                .bind("body", sealed(row, action))
                .execute();
        if (updated != 1) {
            throw new IllegalStateException("there is no row of run " + action.run());
        }
    }
}
