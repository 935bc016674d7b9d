package dev.pipewright.store;

import static dev.pipewright.store.Samples.KEY;
import static dev.pipewright.store.Samples.T;
import static dev.pipewright.store.Samples.advance;
import static dev.pipewright.store.Samples.building;
import static dev.pipewright.store.Samples.definition;
import static dev.pipewright.store.Samples.failed;
import static dev.pipewright.store.Samples.key;
import static dev.pipewright.store.Samples.run;
import static dev.pipewright.store.Samples.running;
import static dev.pipewright.store.Samples.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.engine.Decision;
import dev.pipewright.engine.Effect;
import dev.pipewright.engine.Traffic;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ConditionResult;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.OnFailure;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.Place;
import dev.pipewright.model.RunId;
import dev.pipewright.model.Stage;
import dev.pipewright.model.StageRun;
import dev.pipewright.model.StageStatus;
import dev.pipewright.model.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrafficTest extends StoreTest {
    @BeforeEach
    void makeThePipeline() {
        makePipeline(KEY);
    }

    /** The traffic that the writer remembers is that of the tables, now and after opening again. */
    private void checkRoundTrip() {
        Traffic remembered = write(tx -> tx.traffic(KEY).orElseThrow());
        assertThat(traffic(KEY)).isEqualTo(remembered);
        reopen();
        assertThat(traffic(KEY)).isEqualTo(remembered);
        Traffic again = write(tx -> tx.traffic(KEY).orElseThrow());
        assertThat(again).isEqualTo(remembered);
    }

    @Test
    void a_new_pipeline_has_no_traffic_but_its_definition() {
        assertThat(traffic(KEY)).isEqualTo(Traffic.none(KEY, definition("shop")));
        checkRoundTrip();
    }

    @Test
    void there_is_no_traffic_of_a_pipeline_that_is_not_there() {
        Optional<Traffic> nowhere = write(tx -> tx.traffic(key("nowhere")));
        assertThat(nowhere).isEmpty();
        assertThatThrownBy(() -> write(tx -> {
                    tx.save(key("nowhere"), advance(tx.traffic(KEY).orElseThrow(), started("e1", 1)));
                    return null;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("there is no pipeline " + key("nowhere").arn());
    }

    private Execution started(String id, long number) {
        return Samples.started(definition("shop"), id, number, T);
    }

    @Test
    void what_is_saved_comes_back_step_by_step() {
        Execution first = start(KEY, "e1");
        assertThat(traffic(KEY).executions()).containsExactly(first);
        assertThat(traffic(KEY).lastNumber()).isEqualTo(1);
        checkRoundTrip();

        Execution building = save(building(first, "rev-1", T.plusSeconds(5)));
        assertThat(traffic(KEY).executions()).containsExactly(building);
        checkRoundTrip();

        Execution second = start(KEY, "e2");
        Execution waiting = save(waiting(second, "rev-2", T.plusSeconds(9)));
        assertThat(traffic(KEY).executions()).containsExactly(building, waiting);
        checkRoundTrip();

        Execution over = save(failed(building, T.plusSeconds(20)));
        assertThat(traffic(KEY).executions()).containsExactly(waiting);
        assertThat(traffic(KEY).lastNumber()).isEqualTo(2);
        Optional<Execution> found = read(tables -> tables.executions().find(KEY, "e1"));
        assertThat(found).hasValue(over);
        checkRoundTrip();
    }

    @Test
    void attempts_and_absent_members_come_back_as_they_were() {
        Execution building = building(start(KEY, "e1"), "rev-1", T);
        StageRun build = building.stages().get(1);
        ActionRun failed = failed(build.actions().getFirst(), T.plusNanos(1));
        ActionRun again = running(new RunId("e1", "Build", "make", 2), Map.of(), Instant.EPOCH);
        Execution retried = Samples.with(
                building,
                ExecutionStatus.InProgress,
                1,
                Place.INSIDE,
                T.plusSeconds(1),
                List.of(
                        building.stages().getFirst(),
                        Samples.stageRun("Build", StageStatus.InProgress, build.entry(), 2, List.of(failed, again))));
        save(building);
        save(retried);
        assertThat(traffic(KEY).executions()).containsExactly(retried);
        checkRoundTrip();
    }

    @Test
    void an_execution_that_had_ended_can_come_back() {
        Execution building = save(building(start(KEY, "e1"), "rev-1", T));
        save(failed(building, T.plusSeconds(1)));
        assertThat(traffic(KEY).executions()).isEmpty();
        StageRun failedBuild = failed(building, T.plusSeconds(1)).stages().get(1);
        ActionRun again = running(new RunId("e1", "Build", "make", 2), Map.of(), T.plusSeconds(9));
        Execution retried = Samples.with(
                building,
                ExecutionStatus.InProgress,
                1,
                Place.INSIDE,
                T.plusSeconds(9),
                List.of(
                        building.stages().getFirst(),
                        Samples.stageRun(
                                "Build",
                                StageStatus.InProgress,
                                building.stages().get(1).entry(),
                                2,
                                List.of(failedBuild.actions().getFirst(), again))));
        save(retried);
        assertThat(traffic(KEY).executions()).containsExactly(retried);
        checkRoundTrip();
    }

    @Test
    void disabled_transitions_come_back_in_their_order() {
        Transition in = new Transition("Build", true, "wait", "arn:aws:iam::1:user/ann", T);
        Transition out = new Transition("Source", false, "hold", "arn:aws:iam::1:user/bob", T.plusNanos(1));
        for (List<Transition> closed :
                List.of(List.of(in, out), List.of(out, in), List.of(out), List.<Transition>of())) {
            write(tx -> {
                Traffic before = tx.traffic(KEY).orElseThrow();
                tx.save(
                        KEY,
                        new Decision.Advance(
                                new Traffic(
                                        KEY, before.pipeline(), 0, 0, closed, before.executions(), Map.of(), Map.of()),
                                List.of(),
                                List.of()));
                return null;
            });
            assertThat(traffic(KEY).closed()).isEqualTo(closed);
            checkRoundTrip();
        }
    }

    @Test
    void an_execution_keeps_the_definition_it_began_under() {
        Execution old = start(KEY, "e1");
        Pipeline changed = new Pipeline(
                "shop", "arn:aws:iam::1:role/other", definition("shop").artifactStore(), null,
                definition("shop").stages(), 2, null, null, null, null);
        write(tx -> {
            Traffic before = tx.traffic(KEY).orElseThrow();
            tx.pipelines().update(KEY, changed, T);
            tx.save(
                    KEY,
                    new Decision.Advance(
                            new Traffic(
                                    KEY, changed, before.lastNumber(), before.lastEntry(), before.closed(),
                                    before.executions(), before.latest(), before.targets()),
                            List.of(),
                            List.of()));
            return null;
        });
        assertThat(traffic(KEY)).isEqualTo(new Traffic(
                KEY, changed, 1, 2, List.of(), List.of(old), Map.of("Source", "e1"), Map.of()));
        Execution young = start(KEY, "e2");
        assertThat(traffic(KEY).executions()).containsExactly(old, young);
        assertThat(young.pipeline().version()).isEqualTo(2);
        checkRoundTrip();
    }

    @Test
    void a_decision_about_another_version_of_the_definition_is_a_mistake() {
        assertThatThrownBy(() -> write(tx -> {
                    Pipeline ahead = definition("shop").withVersion(2);
                    tx.save(
                            KEY,
                            new Decision.Advance(
                                    Traffic.none(KEY, ahead), List.of(), List.of()));
                    return null;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version 2 of the definition, but the newest is 1");
    }

    @Test
    void a_change_that_the_decision_does_not_tell_is_a_mistake() {
        Execution execution = start(KEY, "e1");
        Traffic before = traffic(KEY);
        for (List<Execution> hidden : List.of(List.of(building(execution, "r", T)), List.<Execution>of())) {
            assertThatThrownBy(() -> write(tx -> {
                        tx.save(
                                KEY,
                                new Decision.Advance(
                                        new Traffic(
                                                KEY, before.pipeline(), 1, 2, List.of(), hidden, before.latest(),
                                                Map.of()),
                                        List.of(),
                                        List.of()));
                        return null;
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the decision hides it");
        }
        checkRoundTrip();
        assertThat(traffic(KEY)).isEqualTo(before);
    }

    @Test
    void jobs_and_timers_follow_the_effects() {
        write(tx -> tx.actionTypes().create(KEY.account(), KEY.region(), Samples.customType("ProjectName")));
        RunId fetch = run("e1", "Source", "fetch");
        RunId make = run("e1", "Build", "make");
        Execution first =
                start(KEY, "e1", new Effect.OfferJob(fetch), new Effect.SetTimer(fetch, T.plusSeconds(60)));
        Optional<Job> fetchJob = read(tables -> tables.jobs().live(fetch));
        assertThat(fetchJob).hasValueSatisfying(job -> {
            assertThat(job.id()).isEqualTo("job-1");
            assertThat(job.pipeline()).isEqualTo(KEY);
            assertThat(job.actionTypeId()).isEqualTo(Samples.S3);
            assertThat(job.status()).isEqualTo(JobStatus.Queued);
            assertThat(job.queryValue()).isNull();
        });
        Instant inMillis = Instant.ofEpochMilli(T.plusSeconds(60).toEpochMilli());
        assertThat(due()).containsExactly(new Timer(KEY, fetch, inMillis));

        Execution building = save(
                building(first, "r", T.plusSeconds(1)),
                new Effect.WithdrawJob(fetch),
                new Effect.ClearTimer(fetch),
                new Effect.OfferJob(make));
        assertThat(due()).isEmpty();
        Optional<Job> withdrawn = read(tables -> tables.jobs().find("job-1"));
        assertThat(withdrawn).hasValueSatisfying(job -> {
            assertThat(job.status()).isEqualTo(JobStatus.Withdrawn);
            assertThat(job.endedAt().toEpochMilli()).isEqualTo(T.plusSeconds(1).toEpochMilli());
        });
        Optional<Job> makeJob = read(tables -> tables.jobs().live(make));
        assertThat(makeJob).hasValueSatisfying(job -> assertThat(job.queryValue()).isEqualTo("shop-build"));

        assertThatThrownBy(() -> save(building, new Effect.OfferJob(run("e1", "Build", "unheard"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Build/unheard#1");
    }

    private List<Timer> due() {
        return read(tables -> tables.timers().due(T.plusSeconds(1000), 10));
    }

    @Test
    void a_damaged_execution_is_named_and_other_pipelines_go_on() {
        makePipeline(key("other"));
        start(KEY, "e1");
        Execution healthy = start(key("other"), "e2");
        sql("UPDATE execution SET body = '{\"salt\":' WHERE execution_id = 'e1'");
        assertThatThrownBy(() -> traffic(KEY))
                .isInstanceOf(UnreadableRow.class)
                .hasMessageStartingWith(
                        "The store holds execution e1 of pipeline " + KEY.arn() + " in a form that cannot be read: ");
        assertThatThrownBy(() -> write(tx -> tx.traffic(KEY))).isInstanceOf(UnreadableRow.class);
        assertThat(traffic(key("other")).executions()).containsExactly(healthy);
        Optional<Traffic> other = write(tx -> tx.traffic(key("other")));
        assertThat(other).hasValue(traffic(key("other")));
    }

    @Test
    void a_damaged_execution_that_has_ended_is_nothing_to_roll_back_to_and_holds_up_nothing() {
        var shop = definition("back");
        var build = shop.stages().get(1);
        var rollsBack = new Stage(
                build.name(), null, build.actions(), new OnFailure(ConditionResult.ROLLBACK, null, null), null, null);
        var back = new Pipeline(
                "back", shop.roleArn(), shop.artifactStore(), null, List.of(shop.stages().getFirst(), rollsBack), 1,
                shop.executionMode(), shop.pipelineType(), shop.variables(), null);
        write(tx -> tx.pipelines().insert(key("back"), back, T));
        saveAs(key("back"), succeeded(start(key("back"), "e1")));
        assertThat(traffic(key("back")).targets()).containsOnlyKeys("Build");
        Execution live = start(key("back"), "e2");
        sql("UPDATE execution SET body = '{' WHERE execution_id = 'e1'");
        assertThat(traffic(key("back")).targets()).isEmpty();
        assertThat(traffic(key("back")).executions()).containsExactly(live);
    }

    private static Execution succeeded(Execution started) {
        Execution building = building(started, "rev-1", T);
        StageRun build = building.stages().get(1);
        StageRun done = build.withStatus(StageStatus.Succeeded)
                .withActions(List.of(Samples.succeeded(build.actions().getFirst(), null, T)));
        return Samples.with(
                building, ExecutionStatus.Succeeded, 1, Place.NOWHERE, T, List.of(building.stages().getFirst(), done));
    }

    private void saveAs(PipelineKey key, Execution changed) {
        write(tx -> {
            tx.save(key, advance(tx.traffic(key).orElseThrow(), changed));
            return null;
        });
    }

    @Test
    void who_entered_a_stage_last_is_found_without_reading_the_history() {
        List<String> plan = read(tables -> tables.handle
                .createQuery("EXPLAIN QUERY PLAN " + TrafficRows.LATEST)
                .bind("pipeline", 1)
                .map((row, _) -> row.getString("detail"))
                .list());
        assertThat(plan)
                .filteredOn(step -> step.contains("stage_run") || step.contains(" s "))
                .isNotEmpty()
                .allMatch(step -> step.startsWith("SEARCH") && step.contains("INDEX stage_run_latest"));
        assertThat(plan).filteredOn(step -> step.contains("stage>?")).hasSize(1);
    }

    @Test
    void a_row_that_breaks_the_rules_of_the_model_is_damaged_too() {
        start(KEY, "e1");
        sql("UPDATE execution SET body = json_set(body, '$.status', 'Succeeded')");
        assertThatThrownBy(() -> traffic(KEY))
                .isInstanceOf(UnreadableRow.class)
                .hasMessageContaining("execution e1 is Succeeded and INSIDE");
    }

    @Test
    void damage_in_an_action_or_a_definition_is_named() {
        start(KEY, "e1");
        sql("UPDATE action_run SET body = 'null'");
        assertThatThrownBy(() -> traffic(KEY))
                .isInstanceOf(UnreadableRow.class)
                .hasMessageContaining("execution e1 of pipeline " + KEY.arn());
        sql("UPDATE pipeline_version SET body = '[]'");
        assertThatThrownBy(() -> traffic(KEY))
                .isInstanceOf(UnreadableRow.class)
                .hasMessageContaining("version 1 of pipeline " + KEY.arn());
    }

    @Test
    void only_rows_that_differ_are_written() {
        Execution building = save(building(start(KEY, "e1"), "r", T));
        sql(
                "CREATE TABLE written (what TEXT)",
                "CREATE TRIGGER w1 AFTER UPDATE ON action_run BEGIN INSERT INTO written VALUES (new.action); END",
                "CREATE TRIGGER w2 AFTER UPDATE ON stage_run BEGIN INSERT INTO written VALUES (new.stage); END",
                "CREATE TRIGGER w3 AFTER UPDATE ON execution BEGIN INSERT INTO written VALUES (new.status); END");
        save(building);
        assertThat(written()).isEmpty();
        StageRun build = building.stages().get(1);
        ActionRun ended = Samples.succeeded(build.actions().getFirst(), null, T);
        save(Samples.with(
                building,
                ExecutionStatus.InProgress,
                1,
                Place.INSIDE,
                building.changedAt(),
                List.of(building.stages().getFirst(), build.withActions(List.of(ended)))));
        assertThat(written()).containsExactly("make");
    }

    private List<String> written() {
        return read(tables -> tables.handle.createQuery("SELECT what FROM written").mapTo(String.class).list());
    }
}
