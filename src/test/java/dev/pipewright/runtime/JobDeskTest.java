package dev.pipewright.runtime;

import static dev.pipewright.runtime.Bench.OUTSIDE;
import static dev.pipewright.runtime.Bench.action;
import static dev.pipewright.runtime.Bench.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.RunId;
import dev.pipewright.runtime.WorkerResult.CurrentRevision;
import dev.pipewright.runtime.WorkerResult.Failure;
import dev.pipewright.runtime.WorkerResult.Success;
import dev.pipewright.store.Acknowledgement;
import dev.pipewright.store.Answer;
import dev.pipewright.store.Job;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobDeskTest {
    @TempDir
    private Path folder;

    private Bench bench;
    private PipelineKey mill;
    private String execution;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
        mill = bench.create("mill", stage("Make", action("Flour", OUTSIDE)), stage("Again", action("Flour", OUTSIDE)));
        execution = bench.start(mill);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private List<Job> poll() {
        return bench.desk.poll(mill.account(), mill.region(), OUTSIDE, Optional.empty(), 10).stream()
                .map(WorkOrder::job)
                .toList();
    }

    private Job take() {
        var job = poll().getFirst();
        assertThat(bench.desk.acknowledge(job.id(), job.nonce())).isInstanceOf(Acknowledgement.Acknowledged.class);
        return job;
    }

    private static Success success(String summary, Map<String, String> variables) {
        return new Success(Optional.empty(), Optional.empty(), ExecutionDetails.summary(summary), variables);
    }

    private static Success success(String summary) {
        return success(summary, Map.of());
    }

    private static Success more(String token) {
        return new Success(
                Optional.empty(), Optional.of(token), ExecutionDetails.summary("at " + token), Map.of());
    }

    private static Failure failure(String message) {
        return new Failure(FailureType.JobFailed, message, ExecutionDetails.NONE);
    }

    private ActionStatus flour() {
        return bench.run(mill, new RunId(execution, "Make", "Flour", 1)).orElseThrow().status();
    }

    @Test
    void a_poll_gives_each_job_once() {
        assertThat(poll()).hasSize(1);
        assertThat(poll()).isEmpty();
    }

    @Test
    void a_poll_gives_only_what_its_caller_may_have() {
        var desk = bench.desk;
        assertThat(desk.poll("999999999999", mill.region(), OUTSIDE, Optional.empty(), 10)).isEmpty();
        assertThat(desk.poll(mill.account(), "us-east-1", OUTSIDE, Optional.empty(), 10)).isEmpty();
        assertThat(desk.poll(mill.account(), mill.region(), Bench.BAKE, Optional.empty(), 10)).isEmpty();
        assertThat(desk.poll(mill.account(), mill.region(), OUTSIDE, Optional.of("x"), 10)).isEmpty();
    }

    @Test
    void a_job_that_nobody_acknowledges_comes_again_after_a_minute_with_another_nonce() {
        var first = poll().getFirst();
        bench.pass(Duration.ofSeconds(60).minusMillis(1));
        assertThat(poll()).isEmpty();
        bench.pass(Duration.ofMillis(1));
        var second = poll().getFirst();
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.nonce()).isNotEqualTo(first.nonce());

        assertThat(bench.desk.acknowledge(first.id(), first.nonce())).isInstanceOf(Acknowledgement.InvalidNonce.class);
        assertThat(bench.desk.acknowledge(second.id(), second.nonce()))
                .isInstanceOf(Acknowledgement.Acknowledged.class);
        bench.pass(Duration.ofHours(1));
        assertThat(poll()).isEmpty();
    }

    @Test
    void an_answer_before_the_acknowledgement_is_refused() {
        var job = poll().getFirst();
        assertThat(bench.desk.answer(job.id(), success("done"))).isInstanceOf(Answer.NotAcknowledged.class);
        assertThat(flour()).isEqualTo(ActionStatus.InProgress);
    }

    @Test
    void a_job_that_nobody_knows_is_told_so() {
        assertThat(bench.desk.answer("nothing", success("done"))).isInstanceOf(Answer.UnknownJob.class);
        assertThat(bench.desk.acknowledge("nothing", "1")).isInstanceOf(Acknowledgement.UnknownJob.class);
        assertThat(bench.desk.find("nothing")).isEmpty();
        assertThat(bench.desk.details("nothing")).isEmpty();
    }

    @Test
    void a_success_goes_on_with_the_next_stage() {
        var job = take();
        assertThat(bench.desk.answer(job.id(), success("done"))).isInstanceOf(Answer.Accepted.class);
        assertThat(flour()).isEqualTo(ActionStatus.Succeeded);
        assertThat(poll().getFirst().run()).isEqualTo(new RunId(execution, "Again", "Flour", 1));
    }

    @Test
    void a_failure_ends_the_execution_with_the_words_of_the_worker() {
        assertThat(bench.desk.answer(take().id(), failure("stones worn"))).isInstanceOf(Answer.Accepted.class);
        var run = bench.run(mill, new RunId(execution, "Make", "Flour", 1)).orElseThrow();
        assertThat(run.error().message()).isEqualTo("stones worn");
        assertThat(bench.execution(mill, execution).status()).isEqualTo(ExecutionStatus.Failed);
    }

    @Test
    void the_same_answer_again_changes_nothing_however_its_variables_are_ordered() {
        var job = take();
        bench.desk.answer(job.id(), success("done", Map.of("A", "1", "B", "2", "C", "3")));
        var before = bench.execution(mill, execution);
        var other = new LinkedHashMap<String, String>();
        other.put("C", "3");
        other.put("B", "2");
        other.put("A", "1");
        assertThat(bench.desk.answer(job.id(), success("done", other))).isInstanceOf(Answer.Repeated.class);
        assertThat(bench.execution(mill, execution)).isEqualTo(before);
        assertThat(poll()).hasSize(1);
    }

    @Test
    void another_answer_is_a_contradiction_and_changes_nothing() {
        var job = take();
        bench.desk.answer(job.id(), success("done"));
        var before = bench.execution(mill, execution);
        var others = List.<WorkerResult>of(
                success("done otherwise"), success("done", Map.of("A", "1")), failure("not done"), more("token"),
                new Success(
                        Optional.of(new CurrentRevision("r1", null, null, null, null)), Optional.empty(),
                        ExecutionDetails.summary("done"), Map.of()));
        for (var other : others) {
            assertThat(bench.desk.answer(job.id(), other)).isInstanceOf(Answer.Contradicted.class);
        }
        assertThat(bench.execution(mill, execution)).isEqualTo(before);
    }

    @Test
    void an_answer_after_the_time_is_late_and_changes_nothing() {
        var job = take();
        bench.pass(ActionType.CUSTOM_TIMEOUT);
        bench.timekeeper.fire();
        var before = bench.execution(mill, execution);
        assertThat(before.status()).isEqualTo(ExecutionStatus.Failed);
        assertThat(bench.desk.answer(job.id(), success("done"))).isInstanceOf(Answer.Late.class);
        assertThat(bench.desk.answer(job.id(), more("token"))).isInstanceOf(Answer.Late.class);
        assertThat(bench.desk.acknowledge(job.id(), job.nonce())).isInstanceOf(Acknowledgement.Over.class);
        assertThat(bench.execution(mill, execution)).isEqualTo(before);
        assertThat(poll()).isEmpty();
    }

    @Test
    void a_continuation_token_makes_one_new_job_that_carries_it() {
        var job = take();
        assertThat(bench.desk.answer(job.id(), more("token"))).isInstanceOf(Answer.Accepted.class);
        assertThat(bench.desk.answer(job.id(), more("token"))).isInstanceOf(Answer.Repeated.class);
        assertThat(bench.desk.answer(job.id(), more("other"))).isInstanceOf(Answer.Contradicted.class);
        var run = bench.run(mill, new RunId(execution, "Make", "Flour", 1)).orElseThrow();
        assertThat(run.status()).isEqualTo(ActionStatus.InProgress);
        assertThat(run.details().summary()).isEqualTo("at token");

        var next = take();
        assertThat(next.id()).isNotEqualTo(job.id());
        assertThat(next.run()).isEqualTo(job.run());
        assertThat(next.continuationToken()).isEqualTo("token");
        bench.desk.answer(next.id(), success("done"));
        assertThat(flour()).isEqualTo(ActionStatus.Succeeded);
    }

    @Test
    void the_job_of_a_deleted_pipeline_is_unknown() {
        var job = take();
        bench.delete(mill);
        assertThat(bench.desk.answer(job.id(), success("done"))).isInstanceOf(Answer.UnknownJob.class);
        assertThat(bench.desk.details(job.id())).isEmpty();
    }

    @Test
    void a_damaged_execution_keeps_no_other_job_from_being_handed_out() {
        var sound = bench.create("sound", stage("Make", action("Flour", OUTSIDE)));
        var id = bench.start(sound);
        bench = bench.reopenedWithout(mill);
        assertThat(poll()).extracting(Job::run).containsExactly(new RunId(id, "Make", "Flour", 1));
    }
}
