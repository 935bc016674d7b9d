package dev.pipewright.runtime;

import static dev.pipewright.runtime.Bench.BAKE;
import static dev.pipewright.runtime.Bench.FETCH;
import static dev.pipewright.runtime.Bench.action;
import static dev.pipewright.runtime.Bench.run;
import static dev.pipewright.runtime.Bench.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.Progress;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.RunId;
import dev.pipewright.store.JobStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BuiltInWorkerTest {
    private static final Duration A_LOOK = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    private final CountDownLatch release = new CountDownLatch(1);
    private Bench bench;
    private PipelineKey bakery;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
        bakery = bench.bakery();
    }

    @AfterEach
    void close() {
        release.countDown();
        bench.close();
    }

    private Progress block(ActionRequest request) throws InterruptedException {
        release.await();
        return ScriptedProvider.DONE;
    }

    /** Does not let itself be interrupted. */
    private Progress blockHard(ActionRequest request) {
        while (true) {
            try {
                return block(request);
            } catch (InterruptedException _) {
                // The script says to wait.
            }
        }
    }

    private static Progress working(String token, Duration wait) {
        return new Progress.Working(token, wait, ExecutionDetails.summary("at " + token));
    }

    private static List<RunId> runs(List<ActionRequest> requests) {
        return requests.stream().map(request -> request.run().run()).toList();
    }

    private ActionRun bread(String execution) {
        return bench.run(bakery, bread(execution, 1)).orElseThrow();
    }

    private static RunId bread(String execution, int attempt) {
        return new RunId(execution, "Make", "Bread", attempt);
    }

    private void ends(PipelineKey key, String execution, ExecutionStatus status) {
        Soon.holds("the end of " + execution, () -> bench.execution(key, execution).status().ended());
        assertThat(bench.execution(key, execution).status()).isEqualTo(status);
    }

    private void isAtHalf(String execution) {
        Soon.holds("the bread is at half", () -> bench.run(bakery, bread(execution, 1))
                .filter(bread -> "at half".equals(bread.details().summary()))
                .isPresent());
    }

    private void baking() {
        Soon.holds("a bread is begun", () -> !bench.bake.advanced.isEmpty());
    }

    @Test
    void a_job_is_done_and_the_next_stage_begins() {
        bench.worker("one");
        var id = bench.start(bakery);

        ends(bakery, id, ExecutionStatus.Succeeded);
        assertThat(runs(bench.fetch.advanced)).containsExactly(run(id, "Get", "Flour"));
        assertThat(runs(bench.bake.advanced)).containsExactly(bread(id, 1));
        var request = bench.bake.advanced.getFirst();
        assertThat(request.pipeline()).isEqualTo(bakery);
        assertThat(request.continuationToken()).isEmpty();
        assertThat(request.deadline())
                .as("a little before the engine's own timer")
                .isBefore(Bench.START.plus(Bench.TIME))
                .isAfter(Bench.START.plus(Bench.TIME).minusSeconds(60));
    }

    @Test
    void who_is_not_done_is_asked_again_with_the_token_when_the_time_has_come() {
        bench.bake.does(request -> request.continuationToken().isEmpty()
                ? working("half", Duration.ofMinutes(5))
                : ScriptedProvider.DONE);
        bench.worker("one");
        var id = bench.start(bakery);
        isAtHalf(id);

        bench.pass(Duration.ofMinutes(4));
        bench.start(bakery);
        Soon.holds("the worker did a round", () -> bench.fetch.advanced.size() == 2);
        assertThat(runs(bench.bake.advanced)).containsExactly(bread(id, 1));
        assertThat(bench.bake.settled).isEmpty();

        bench.pass(Duration.ofMinutes(1));
        ends(bakery, id, ExecutionStatus.Succeeded);
        assertThat(bench.bake.advanced.stream()
                        .filter(request -> request.run().run().equals(bread(id, 1)))
                        .map(ActionRequest::continuationToken))
                .containsExactly(Optional.empty(), Optional.of("half"));
    }

    @Test
    void settled_is_told_once_after_the_end_and_never_of_an_answer_in_between() {
        bench.bake.does(request -> request.continuationToken().isEmpty()
                ? working("half", Duration.ofMinutes(5))
                : ScriptedProvider.DONE);
        bench.worker("one");
        var id = bench.start(bakery);
        Soon.holds("the bread is at half", () -> bench.job(bread(id, 1))
                .filter(job -> "half".equals(job.continuationToken()))
                .isPresent());
        assertThat(bench.bake.settled).isEmpty();

        bench.pass(Duration.ofMinutes(5));
        Soon.holds("the bread is settled", () -> !bench.bake.settled.isEmpty());
        assertThat(bread(id).status()).isEqualTo(ActionStatus.Succeeded);
        assertThat(runs(bench.bake.settled)).containsExactly(bread(id, 1));
        assertThat(bench.bake.abandoned).isEmpty();
    }

    @Test
    void a_provider_that_throws_fails_its_action_with_a_sentence_and_nothing_else() {
        bench.bake.does(_ -> {
            throw new IllegalStateException("the oven is cold");
        });
        bench.worker("one");
        var first = bench.start(bakery);
        ends(bakery, first, ExecutionStatus.Failed);
        assertThat(bread(first).error().code()).isEqualTo(FailureType.SystemUnavailable.name());
        assertThat(bread(first).error().message())
                .isEqualTo("The server could not carry out the action: the oven is cold");

        bench.bake.does(_ -> ScriptedProvider.DONE);
        ends(bakery, bench.start(bakery), ExecutionStatus.Succeeded);
    }

    @Test
    void an_error_of_the_machine_ends_the_action_too() {
        bench.bake.does(_ -> {
            throw new NoClassDefFoundError("the jar was replaced");
        });
        bench.worker("one");
        var first = bench.start(bakery);
        ends(bakery, first, ExecutionStatus.Failed);
        assertThat(bread(first).error().message())
                .isEqualTo("The server could not carry out the action: the jar was replaced");
    }

    @Test
    void an_exception_without_words_is_told_by_its_name_and_signs_are_taken_as_they_are() {
        bench.bake.does(_ -> {
            throw new UnsupportedOperationException();
        });
        bench.worker("one");
        var first = bench.start(bakery);
        ends(bakery, first, ExecutionStatus.Failed);
        assertThat(bread(first).error().message()).endsWith(": UnsupportedOperationException");

        bench.bake.does(_ -> {
            throw new IllegalStateException("100 % %s");
        });
        var second = bench.start(bakery);
        ends(bakery, second, ExecutionStatus.Failed);
        assertThat(bread(second).error().message()).endsWith(": 100 % %s");
    }

    @Test
    void a_run_whose_time_is_up_is_abandoned_and_its_late_result_changes_nothing() {
        bench.bake.does(this::blockHard);
        bench.worker("one");
        var id = bench.start(bakery);
        baking();
        var job = bench.job(bread(id, 1)).orElseThrow();

        bench.pass(Bench.TIME);
        bench.timekeeper.fire();
        ends(bakery, id, ExecutionStatus.Failed);
        Soon.holds("the bread is abandoned", () -> !bench.bake.abandoned.isEmpty());
        Soon.holds("that is written down", () -> !bench.jobById(job.id()).abandonPending());
        var before = bench.execution(bakery, id);
        assertThat(bench.jobById(job.id()).status()).isEqualTo(JobStatus.TimedOut);

        release.countDown();
        Soon.holds("the late end", () -> !bench.bake.settled.isEmpty());
        assertThat(bench.execution(bakery, id)).isEqualTo(before);
        assertThat(runs(bench.bake.abandoned)).containsOnly(bread(id, 1));
    }

    @Test
    void a_late_answer_in_between_ends_what_goes_on() {
        bench.bake.does(request -> {
            blockHard(request);
            return working("half", Duration.ofMinutes(5));
        });
        bench.worker("one");
        var id = bench.start(bakery);
        baking();
        bench.pass(Bench.TIME);
        bench.timekeeper.fire();
        Soon.holds("the bread is abandoned", () -> !bench.bake.abandoned.isEmpty());
        var before = bench.bake.abandoned.size();

        release.countDown();
        Soon.holds("it is abandoned once more", () -> bench.bake.abandoned.size() > before);
        assertThat(bench.job(bread(id, 1))).isEmpty();
    }

    @Test
    void an_abandonment_that_fails_is_tried_again() {
        bench.bake.does(this::blockHard).abandonsBy(_ -> {
            if (bench.bake.abandoned.size() < 3) {
                throw new IllegalStateException("not now");
            }
        });
        bench.worker("one");
        var id = bench.start(bakery);
        baking();
        var job = bench.job(bread(id, 1)).orElseThrow();
        bench.pass(Bench.TIME);
        bench.timekeeper.fire();
        Soon.holds("it is carried out at last", () -> {
            bench.pass(Duration.ZERO);
            return !bench.jobById(job.id()).abandonPending();
        });
        assertThat(bench.bake.abandoned).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void work_for_a_pipeline_that_is_deleted_meanwhile_is_abandoned() {
        bench.bake.does(this::blockHard);
        bench.worker("one");
        var id = bench.start(bakery);
        baking();

        bench.delete(bakery);
        bench.pass(A_LOOK);
        Soon.holds("the bread is abandoned", () -> !bench.bake.abandoned.isEmpty());
        assertThat(runs(bench.bake.abandoned)).containsOnly(bread(id, 1));
    }

    @Test
    void work_for_a_pipeline_that_is_deleted_between_two_looks_is_abandoned() {
        bench.bake.does(_ -> working("half", Duration.ofMinutes(50)));
        bench.worker("one");
        var id = bench.start(bakery);
        isAtHalf(id);

        bench.delete(bakery);
        bench.pass(A_LOOK);
        Soon.holds("the bread is abandoned", () -> !bench.bake.abandoned.isEmpty());
        assertThat(runs(bench.bake.abandoned)).containsExactly(bread(id, 1));
        assertThat(bench.bake.advanced).hasSize(1);
    }

    @Test
    void a_run_whose_time_is_up_between_two_looks_is_abandoned() {
        bench.bake.does(_ -> working("half", Bench.TIME.multipliedBy(2)));
        bench.worker("one");
        var id = bench.start(bakery);
        isAtHalf(id);

        bench.pass(Bench.TIME);
        bench.timekeeper.fire();
        bench.pass(A_LOOK);
        Soon.holds("the bread is abandoned", () -> !bench.bake.abandoned.isEmpty());
        assertThat(runs(bench.bake.abandoned)).containsExactly(bread(id, 1));
        assertThat(bread(id).status()).isEqualTo(ActionStatus.Failed);
    }

    @Test
    void what_waits_for_its_next_look_is_left_alone() {
        bench.bake.does(_ -> working("half", Duration.ofMinutes(50)));
        bench.worker("one");
        var id = bench.start(bakery);
        isAtHalf(id);
        for (int look = 1; look <= 5; look++) {
            var fetched = look + 1;
            bench.pass(A_LOOK);
            bench.start(bakery);
            Soon.holds("the worker did a round", () -> bench.fetch.settled.size() >= fetched);
        }
        assertThat(runs(bench.bake.abandoned)).isEmpty();
    }

    @Test
    void the_next_server_takes_over_what_was_under_way_and_brings_it_to_its_end() {
        bench.bake.does(this::block);
        var first = bench.worker("one");
        var id = bench.start(bakery);
        baking();
        first.close();
        assertThat(first.isRunning()).isFalse();
        assertThat(bread(id).status()).isEqualTo(ActionStatus.InProgress);
        assertThat(bench.bake.abandoned).isEmpty();

        bench.bake.does(_ -> ScriptedProvider.DONE);
        bench.worker("two");
        ends(bakery, id, ExecutionStatus.Succeeded);
        assertThat(bench.bake.advanced).hasSize(2);
        assertThat(bench.bake.advanced.getLast().run()).isEqualTo(bench.bake.advanced.getFirst().run());
    }

    @Test
    void an_end_of_the_server_that_reaches_a_provider_as_some_other_exception_fails_no_action() {
        bench.bake.does(request -> {
            try {
                return block(request);
            } catch (InterruptedException e) {
                throw new IllegalStateException("the call was cut off", e);
            }
        });
        var first = bench.worker("one");
        var id = bench.start(bakery);
        baking();
        first.close();
        assertThat(bread(id).status()).isEqualTo(ActionStatus.InProgress);

        bench.bake.does(_ -> ScriptedProvider.DONE);
        bench.worker("two");
        ends(bakery, id, ExecutionStatus.Succeeded);
    }

    @Test
    void an_end_of_the_server_that_a_provider_takes_for_a_failure_fails_no_action() {
        bench.bake.does(request -> {
            try {
                return block(request);
            } catch (InterruptedException e) {
                return Progress.failed(FailureType.SystemUnavailable, "The oven does not answer.");
            }
        });
        var first = bench.worker("one");
        var id = bench.start(bakery);
        baking();
        first.close();
        assertThat(bread(id).status()).isEqualTo(ActionStatus.InProgress);

        bench.bake.does(_ -> ScriptedProvider.DONE);
        bench.worker("two");
        ends(bakery, id, ExecutionStatus.Succeeded);
    }

    @Test
    void the_next_server_abandons_what_the_last_one_did_not_get_to() {
        bench.bake.does(this::block);
        var first = bench.worker("one");
        var id = bench.start(bakery);
        baking();
        var job = bench.job(bread(id, 1)).orElseThrow();
        first.close();
        bench.pass(Bench.TIME);
        bench.timekeeper.fire();
        assertThat(bench.jobById(job.id()).abandonPending()).isTrue();
        assertThat(bench.bake.abandoned).isEmpty();

        bench.worker("two");
        Soon.holds("it is carried out", () -> !bench.jobById(job.id()).abandonPending());
        assertThat(runs(bench.bake.abandoned)).containsOnly(bread(id, 1));
        assertThat(bench.bake.advanced).hasSize(1);
    }

    @Test
    void what_the_store_cannot_take_now_it_is_given_again() {
        var asked = new AtomicInteger();
        bench.bake.does(_ -> {
            if (asked.incrementAndGet() == 1) {
                bench.fillDisk(1);
            }
            return asked.get() == 1 ? working("half", Duration.ZERO) : ScriptedProvider.DONE;
        });
        bench.worker("one");
        var id = bench.start(bakery);
        ends(bakery, id, ExecutionStatus.Succeeded);
        assertThat(bench.diskIsFull()).isFalse();
        assertThat(bench.bake.advanced.stream().map(ActionRequest::continuationToken))
                .containsExactly(Optional.empty(), Optional.of("half"));
        assertThat(bench.bake.abandoned).isEmpty();
    }

    @Test
    void it_works_on_no_more_than_64_jobs_at_once_and_on_the_others_after() {
        var actions = IntStream.range(0, 70).mapToObj(it -> action("A" + it, FETCH)).toArray(Action[]::new);
        var busy = bench.create("busy", stage("All", actions));
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        bench.fetch.does(request -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            block(request);
            atOnce.decrementAndGet();
            return ScriptedProvider.DONE;
        });
        bench.worker("one");
        var id = bench.start(busy);
        Soon.holds("64 are at work", () -> atOnce.get() == 64);
        bench.pass(Duration.ofMillis(1));

        release.countDown();
        ends(busy, id, ExecutionStatus.Succeeded);
        assertThat(most).hasValue(64);
        assertThat(runs(bench.fetch.advanced)).hasSize(70).doesNotHaveDuplicates();
    }

    @Test
    void long_work_of_one_type_leaves_room_for_the_others() {
        var actions = IntStream.range(0, 70).mapToObj(it -> action("A" + it, FETCH)).toArray(Action[]::new);
        var busy = bench.create("busy", stage("All", actions));
        var onlyBread = bench.create("only-bread", stage("Make", action("Bread", BAKE)));
        bench.fetch.does(this::block);
        bench.worker("one");
        var long64 = bench.start(busy);
        Soon.holds("64 are at work", () -> bench.fetch.advanced.size() == 64);

        ends(onlyBread, bench.start(onlyBread), ExecutionStatus.Succeeded);

        release.countDown();
        ends(busy, long64, ExecutionStatus.Succeeded);
    }

    @Test
    void it_renews_its_hold_on_what_it_works_on() {
        bench.bake.does(this::block);
        bench.worker("one");
        var id = bench.start(bakery);
        baking();
        var before = bench.job(bread(id, 1)).orElseThrow().leaseUntil();
        assertThat(before).isAfter(bench.now());

        bench.pass(Duration.ofSeconds(20));
        Soon.holds("the hold is renewed", () -> bench.job(bread(id, 1)).orElseThrow().leaseUntil().isAfter(before));
    }

    @Test
    void jobs_of_types_it_has_no_provider_for_are_left_to_others() {
        var mill = bench.create(
                "mill", stage("Get", action("Grain", FETCH)),
                stage("Make", action("Flour", Bench.OUTSIDE), action("Bread", BAKE)));
        bench.worker("one");
        var id = bench.start(mill);
        Soon.holds("the bread is done", () -> !bench.bake.settled.isEmpty());
        var job = bench.job(run(id, "Make", "Flour")).orElseThrow();
        assertThat(job.status()).isEqualTo(JobStatus.Queued);
        assertThat(job.worker()).isNull();
    }

    @Test
    void a_damaged_execution_keeps_no_other_job_from_being_done() {
        var damaged = bench.create("damaged", stage("Make", action("Bread", BAKE)));
        bench.start(damaged);
        var id = bench.start(bakery);
        bench = bench.reopenedWithout(damaged);
        bench.worker("one");
        ends(bakery, id, ExecutionStatus.Succeeded);
        assertThat(runs(bench.bake.advanced)).containsExactly(bread(id, 1));
    }

    @Test
    void a_damaged_execution_keeps_no_other_job_from_being_taken_over() {
        bench.bake.does(this::block);
        var damaged = bench.create("damaged", stage("Make", action("Bread", BAKE)));
        bench.worker("one");
        bench.start(damaged);
        var id = bench.start(bakery);
        Soon.holds("both are begun", () -> bench.bake.advanced.size() == 2);
        bench = bench.reopenedWithout(damaged);
        bench.worker("two");
        ends(bakery, id, ExecutionStatus.Succeeded);
    }
}
