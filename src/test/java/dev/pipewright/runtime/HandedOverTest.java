package dev.pipewright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.Progress;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.runtime.WorkerResult.Failure;
import dev.pipewright.runtime.WorkerResult.Success;
import dev.pipewright.store.Answer;
import dev.pipewright.store.JobStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that a provider leaves to somebody outside, who answers them. */
final class HandedOverTest {
    @TempDir
    private Path folder;

    private Bench bench;
    private PipelineKey bakery;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
        bakery = bench.bakery();
        bench.bake.does(_ -> new Progress.HandedOver(ExecutionDetails.summary("in other hands")));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private ActionRun bread(String execution) {
        return bench.run(bakery, Bench.run(execution, "Make", "Bread")).orElseThrow();
    }

    private static Success success(String token) {
        return new Success(Optional.empty(), Optional.ofNullable(token), ExecutionDetails.summary("said"), Map.of());
    }

    /** Starts an execution, and answers the request once the job is in other hands. */
    private ActionRequest handedOver(String execution) {
        var run = Bench.run(execution, "Make", "Bread");
        Soon.holds("the job is in other hands", () -> bench.job(run)
                .filter(job -> job.status() == JobStatus.InProgress && job.leaseUntil() == null)
                .isPresent());
        return bench.bake.advanced.getLast();
    }

    private void ends(String execution, ExecutionStatus status) {
        Soon.holds("the end", () -> bench.execution(bakery, execution).status() == status);
    }

    @Test
    void the_answer_from_outside_ends_the_action() {
        bench.worker("one");
        var id = bench.start(bakery);
        var request = handedOver(id);
        assertThat(bread(id).status()).isEqualTo(ActionStatus.InProgress);
        assertThat(bread(id).details().summary()).isEqualTo("in other hands");

        assertThat(bench.desk.answer(request.jobId(), success(null))).isInstanceOf(Answer.Accepted.class);
        assertThat(bench.desk.answer(request.jobId(), success(null))).isInstanceOf(Answer.Repeated.class);
        ends(id, ExecutionStatus.Succeeded);
        assertThat(bench.bake.advanced).hasSize(1);
        assertThat(bench.bake.abandoned).isEmpty();
    }

    @Test
    void a_failure_from_outside_fails_the_action_with_its_sentence() {
        bench.worker("one");
        var id = bench.start(bakery);
        var no = new Failure(FailureType.JobFailed, "too hot", ExecutionDetails.NONE);
        bench.desk.answer(handedOver(id).jobId(), no);
        ends(id, ExecutionStatus.Failed);
        assertThat(bread(id).error().message()).isEqualTo("too hot");
    }

    @Test
    void a_continuation_token_asks_the_provider_again_with_another_job() {
        bench.worker("one");
        var id = bench.start(bakery);
        var first = handedOver(id);
        bench.desk.answer(first.jobId(), success("page 2"));
        bench.pass(Duration.ZERO);
        Soon.holds("the provider is asked again", () -> bench.bake.advanced.size() == 2);
        var second = handedOver(id);
        assertThat(second.continuationToken()).hasValue("page 2");
        assertThat(second.jobId()).isNotEqualTo(first.jobId());
        assertThat(second.run().id()).isEqualTo(first.run().id());

        bench.desk.answer(second.jobId(), success(null));
        ends(id, ExecutionStatus.Succeeded);
    }

    @Test
    void an_answer_that_is_faster_than_the_provider_counts() {
        bench.bake.does(request -> {
            bench.desk.answer(request.jobId(), success(null));
            return new Progress.HandedOver(ExecutionDetails.summary("late words"));
        });
        bench.worker("one");
        var id = bench.start(bakery);
        ends(id, ExecutionStatus.Succeeded);
        assertThat(bread(id).details().summary()).isEqualTo("said");
        assertThat(bench.bake.abandoned).isEmpty();
    }

    @Test
    void no_other_worker_takes_over_what_is_in_other_hands() {
        bench.worker("one");
        var id = bench.start(bakery);
        var request = handedOver(id);
        bench.worker("two");
        bench.pass(Duration.ofMinutes(5));
        bench.fetch.advanced.clear();
        bench.start(bakery);
        Soon.holds("the workers did a round", () -> !bench.fetch.advanced.isEmpty());
        assertThat(bench.bake.advanced.stream().filter(it -> it.run().run().executionId().equals(id))).hasSize(1);
        assertThat(bench.desk.answer(request.jobId(), success(null))).isInstanceOf(Answer.Accepted.class);
        ends(id, ExecutionStatus.Succeeded);
    }

    @Test
    void nobody_waits_for_an_answer_longer_than_the_action_may_take() {
        bench.worker("one");
        var id = bench.start(bakery);
        var request = handedOver(id);
        bench.pass(Bench.TIME);
        bench.timekeeper.fire();
        ends(id, ExecutionStatus.Failed);
        assertThat(bench.desk.answer(request.jobId(), success(null))).isInstanceOf(Answer.Late.class);
        assertThat(bench.jobById(request.jobId()).status()).isEqualTo(JobStatus.TimedOut);
    }

    @Test
    void a_job_that_is_gone_is_none_of_anybodys() {
        bench.bake.does(_ -> {
            bench.delete(bakery);
            return new Progress.HandedOver(ExecutionDetails.NONE);
        });
        bench.worker("one");
        bench.start(bakery);
        Soon.holds("the provider is asked", () -> !bench.bake.advanced.isEmpty());
        bench.bake.does(_ -> ScriptedProvider.DONE);
        var other = bench.create("other", Bench.stage("Make", Bench.action("Bread", Bench.BAKE)));
        var id = bench.start(other);
        Soon.holds("another job is done", () -> bench.execution(other, id).status() == ExecutionStatus.Succeeded);
    }
}
