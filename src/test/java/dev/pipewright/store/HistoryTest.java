package dev.pipewright.store;

import static dev.pipewright.store.Samples.KEY;
import static dev.pipewright.store.Samples.T;
import static dev.pipewright.store.Samples.building;
import static dev.pipewright.store.Samples.definition;
import static dev.pipewright.store.Samples.failed;
import static dev.pipewright.store.Samples.key;
import static dev.pipewright.store.Samples.running;
import static dev.pipewright.store.Samples.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.model.ActionRun;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.Place;
import dev.pipewright.model.RunId;
import dev.pipewright.model.SourceRevision;
import dev.pipewright.model.StageRun;
import dev.pipewright.model.StageStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be asked of executions and action runs, live and over. */
class HistoryTest extends StoreTest {
    @BeforeEach
    void makeThePipelines() {
        makePipeline(KEY);
        makePipeline(key("other"));
        start(key("other"), "of-another");
    }

    private Execution over(String id, String revisionId) {
        return save(failed(save(building(start(KEY, id), revisionId, T.plusSeconds(1))), T.plusSeconds(2)));
    }

    private List<Executions.Header> page(long before, int limit) {
        return read(tables -> tables.executions().page(KEY, before, limit));
    }

    @Test
    void an_execution_is_found_by_pipeline_and_id() {
        Execution over = over("e1", "rev-1");
        Optional<Execution> found = read(tables -> tables.executions().find(KEY, "e1"));
        assertThat(found).hasValue(over);
        Optional<Execution> ofAnother = read(tables -> tables.executions().find(key("other"), "e1"));
        assertThat(ofAnother).isEmpty();
        Optional<Execution> nowhere = read(tables -> tables.executions().find(key("nowhere"), "e1"));
        assertThat(nowhere).isEmpty();
        boolean exists = read(tables -> tables.executions().exists(KEY, "e1"));
        assertThat(exists).isTrue();
        boolean existsElsewhere = read(tables -> tables.executions().exists(key("other"), "e1"));
        assertThat(existsElsewhere).isFalse();
    }

    @Test
    void executions_come_newest_first_in_pages() {
        for (int number = 1; number <= 5; number++) {
            over("e" + number, "rev-" + number);
        }
        assertThat(page(Long.MAX_VALUE, 2)).extracting(Executions.Header::id).containsExactly("e5", "e4");
        assertThat(page(4, 2)).extracting(Executions.Header::id).containsExactly("e3", "e2");
        assertThat(page(2, 2)).extracting(Executions.Header::id).containsExactly("e1");
        assertThat(page(1, 2)).isEmpty();
        List<Executions.Header> nowhere =
                read(tables -> tables.executions().page(key("nowhere"), Long.MAX_VALUE, 10));
        assertThat(nowhere).isEmpty();
    }

    @Test
    void a_header_tells_how_the_execution_ended_and_what_it_took() {
        Execution over = over("e1", "rev-1");
        Executions.Header header = page(Long.MAX_VALUE, 1).getFirst();
        assertThat(header)
                .isEqualTo(new Executions.Header(
                        "e1",
                        1,
                        1,
                        ExecutionStatus.Failed,
                        null,
                        T,
                        T.plusSeconds(2),
                        over.trigger(),
                        ExecutionMode.SUPERSEDED,
                        null,
                        null,
                        List.of(new SourceRevision(
                                "fetch",
                                over.stages().getFirst().actions().getFirst().revisions().getFirst()))));
    }

    @Test
    void revisions_are_those_of_the_latest_attempt_at_each_action() {
        Execution building = building(start(KEY, "e1"), "rev-1", T);
        ActionRun first = building.stages().getFirst().actions().getFirst();
        ActionRun second = Samples.succeeded(
                running(new RunId("e1", "Source", "fetch", 2), Map.of(), T), "rev-2", T.plusSeconds(1));
        save(Samples.with(
                building,
                ExecutionStatus.InProgress,
                1,
                Place.INSIDE,
                T,
                List.of(
                        Samples.stageRun("Source", StageStatus.Succeeded, 2, 2, List.of(first, second)),
                        building.stages().get(1))));
        List<SourceRevision> revisions = read(tables -> tables.executions().revisions(KEY, "e1"));
        assertThat(revisions)
                .containsExactly(new SourceRevision("fetch", second.revisions().getFirst()));
        List<SourceRevision> none = read(tables -> tables.executions().revisions(KEY, "of-another"));
        assertThat(none).isEmpty();
    }

    @Test
    void live_executions_and_the_latest_of_each_stage_make_the_state() {
        over("e1", "rev-1");
        Execution inside = save(building(start(KEY, "e2"), "rev-2", T));
        Execution waiting = save(waiting(start(KEY, "e3"), "rev-3", T));
        List<Execution> live = read(tables -> tables.executions().live(KEY));
        assertThat(live).containsExactly(inside, waiting);
        Map<String, Executions.InStage> latest = read(tables -> tables.executions().latestInStages(KEY));
        assertThat(latest)
                .containsExactly(
                        Map.entry(
                                "Source",
                                new Executions.InStage(
                                        "e3",
                                        3,
                                        false,
                                        Samples.stageRun("Source", StageStatus.Succeeded, 6, 1, List.of()))),
                        Map.entry(
                                "Build",
                                new Executions.InStage(
                                        "e2",
                                        2,
                                        false,
                                        Samples.stageRun("Build", StageStatus.InProgress, 5, 1, List.of()))));
        Map<String, Executions.InStage> other = read(tables -> tables.executions().latestInStages(key("other")));
        assertThat(other).containsOnlyKeys("Source");
    }

    @Test
    void the_latest_run_of_each_action_and_the_latest_with_a_revision_are_told_apart() {
        Execution first = over("e1", "rev-1");
        Execution second = start(KEY, "e2");
        List<ActionRun> latest = read(tables -> tables.actionRuns().latest(KEY));
        assertThat(latest)
                .containsExactly(
                        second.stages().getFirst().actions().getFirst(),
                        first.stages().get(1).actions().getFirst());
        List<ActionRun> withRevisions = read(tables -> tables.actionRuns().latestWithRevisions(KEY));
        assertThat(withRevisions).containsExactly(first.stages().getFirst().actions().getFirst());
    }

    @Test
    void what_is_in_progress_is_known_by_its_id_alone() {
        String over = over("e1", "rev-1").stages().getFirst().actions().getFirst().id();
        String running = start(KEY, "e2").stages().getFirst().actions().getFirst().id();
        boolean overIs = read(tables -> tables.actionRuns().isInProgress(over));
        boolean runningIs = read(tables -> tables.actionRuns().isInProgress(running));
        boolean unknownIs = read(tables -> tables.actionRuns().isInProgress("none"));
        assertThat(overIs).isFalse();
        assertThat(runningIs).isTrue();
        assertThat(unknownIs).isFalse();
    }

    private List<ActionRuns.Entry> runs(Optional<String> executionId, long before, int limit) {
        return read(tables -> tables.actionPages().page(KEY, executionId, before, limit));
    }

    @Test
    void action_runs_come_newest_first_in_pages_of_all_or_of_one_execution() {
        over("e1", "rev-1");
        over("e2", "rev-2");
        List<ActionRuns.Entry> all = runs(Optional.empty(), Long.MAX_VALUE, 10);
        assertThat(all)
                .extracting(entry -> entry.run().run().toString() + " of " + entry.run().run().executionId())
                .containsExactly(
                        "Build/make#1 of e2", "Source/fetch#1 of e2", "Build/make#1 of e1", "Source/fetch#1 of e1");
        assertThat(runs(Optional.empty(), all.get(1).seq(), 1)).containsExactly(all.get(2));
        assertThat(runs(Optional.of("e1"), Long.MAX_VALUE, 10)).containsExactly(all.get(2), all.get(3));
        assertThat(runs(Optional.of("e1"), all.get(2).seq(), 10)).containsExactly(all.get(3));
        assertThat(runs(Optional.of("of-another"), Long.MAX_VALUE, 10)).isEmpty();
        assertThat(all.getFirst().action())
                .isEqualTo(definition("shop").action("Build", "make").orElseThrow());
        assertThat(all.getFirst().pipelineVersion()).isEqualTo(1);
    }

    @Test
    void an_action_run_is_found_by_its_id() {
        Execution over = over("e1", "rev-1");
        ActionRun make = over.stages().get(1).actions().getFirst();
        Optional<ActionRuns.Entry> found = read(tables -> tables.actionRuns().find(KEY, make.id()));
        assertThat(found).hasValueSatisfying(entry -> assertThat(entry.run()).isEqualTo(make));
        Optional<ActionRuns.Entry> ofAnother = read(tables -> tables.actionRuns().find(key("other"), make.id()));
        assertThat(ofAnother).isEmpty();
    }

    @Test
    void damage_is_named_with_the_execution_wherever_it_is_met() {
        over("e1", "rev-1");
        sql(
                "UPDATE action_run SET body = '{}' WHERE stage = 'Source' AND action_execution_id LIKE '%e1%'",
                "UPDATE stage_run SET body = 'x' WHERE stage = 'Build'");
        String named = "The store holds execution e1 of pipeline " + KEY.arn();
        assertThatThrownBy(() -> read(tables -> tables.executions().find(KEY, "e1"))).hasMessageStartingWith(named);
        assertThatThrownBy(() -> read(tables -> tables.executions().latestInStages(KEY)))
                .hasMessageStartingWith(named);
        Optional<Execution> other = read(tables -> tables.executions().find(key("other"), "of-another"));
        assertThat(other).isPresent();
    }

    /** Pages are found by index, so that they cost the same however long the history is. */
    @Test
    void pages_and_states_are_found_by_index() {
        assertThat(plan("SELECT * FROM execution WHERE pipeline_id = 1 AND number < 9 ORDER BY number DESC LIMIT 5"))
                .singleElement()
                .asString()
                .contains("(pipeline_id=? AND number<?)");
        assertThat(plan("SELECT * FROM execution WHERE pipeline_id = 1 AND live = 1 ORDER BY number"))
                .singleElement()
                .asString()
                .contains("execution_live");
        assertThat(plan("""
                        SELECT a.seq, e.execution_id, e.version, a.body
                          FROM action_run a
                          JOIN execution e ON e.id = a.execution
                         WHERE a.pipeline_id = 1 AND a.seq < 100
                         ORDER BY a.seq DESC LIMIT 5"""))
                .first()
                .asString()
                .contains("INDEX action_run_history");
        assertThat(plan("""
                        SELECT a.body
                          FROM action_run a
                          JOIN execution e ON e.id = a.execution
                         WHERE a.pipeline_id = 1 AND a.stage = 's' AND a.action = 'a'
                         ORDER BY a.seq DESC LIMIT 1"""))
                .first()
                .asString()
                .contains("INDEX action_run_latest");
        assertThat(plan("""
                        SELECT s.body
                          FROM stage_run s
                          JOIN execution e ON e.id = s.execution
                         WHERE s.pipeline_id = 1 AND s.stage = 's'
                         ORDER BY s.number DESC LIMIT 1"""))
                .first()
                .asString()
                .contains("INDEX stage_run_latest");
        assertThat(plan("SELECT body FROM action_run WHERE execution = 1 AND revisions > 0 ORDER BY seq"))
                .singleElement()
                .asString()
                .contains("INDEX action_run_revisions");
    }

    @Test
    void what_succeeded_in_a_stage_and_runs_of_rules_are_found_by_index() {
        assertThat(plan("""
                        SELECT e.id, e.execution_id, e.number, e.version, e.body
                          FROM stage_run s
                          JOIN execution e ON e.id = s.execution
                         WHERE s.pipeline_id = 1 AND s.stage = 's' AND s.status = 'Succeeded' AND s.number < 9
                         ORDER BY s.number DESC LIMIT 5"""))
                .noneMatch(step -> step.contains("TEMP B-TREE"))
                .first()
                .asString()
                .contains("INDEX stage_run_succeeded");
        assertThat(plan("""
                        SELECT a.body
                          FROM action_run a
                          JOIN execution e ON e.id = a.execution
                         WHERE a.pipeline_id = 1 AND a.stage = 's' AND a.action = 'a'
                           AND EXISTS (SELECT 1
                                         FROM stage_run s
                                        WHERE s.execution = a.execution AND s.stage = a.stage AND s.entry > 0)
                         ORDER BY a.seq DESC LIMIT 1"""))
                .noneMatch(step -> step.contains("TEMP B-TREE"))
                .first()
                .asString()
                .contains("INDEX action_run_latest");
        assertThat(plan("""
                        SELECT r.body
                          FROM rule_run r
                          JOIN execution e ON e.id = r.execution
                         WHERE r.pipeline_id = 1 AND r.seq < 9
                         ORDER BY r.seq DESC LIMIT 5"""))
                .noneMatch(step -> step.contains("TEMP B-TREE"))
                .first()
                .asString()
                .contains("INDEX rule_run_history");
        assertThat(plan("""
                        SELECT r.body
                          FROM execution e
                          JOIN rule_run r ON r.execution = e.id
                         WHERE e.execution_id = 'e' AND e.pipeline_id = 1 AND r.seq < 9
                           AND NOT EXISTS (SELECT 1
                                             FROM rule_run later
                                            WHERE later.execution = r.execution AND later.stage = r.stage
                                              AND later.part = r.part AND later.rule = r.rule
                                              AND later.attempt > r.attempt)
                         ORDER BY r.seq DESC LIMIT 5"""))
                .noneMatch(step -> step.contains("TEMP B-TREE"))
                .anyMatch(step -> step.contains("INDEX rule_run_of_execution"))
                .noneMatch(step -> step.startsWith("SCAN"));
    }

    private List<String> plan(String sql) {
        return read(tables -> tables.handle
                .createQuery("EXPLAIN QUERY PLAN " + sql)
                .map((row, _) -> row.getString("detail"))
                .list());
    }
}
