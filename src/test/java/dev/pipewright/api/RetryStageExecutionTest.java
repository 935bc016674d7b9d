package dev.pipewright.api;

import static dev.pipewright.api.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.Pipeline;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.RetryTrigger;
import software.amazon.awssdk.services.codepipeline.model.StageExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StartTimeRange;

final class RetryStageExecutionTest {
    private static final String NOWHERE = "00000000-0000-4000-8000-0000deadbeef";

    @TempDir
    Path directory;

    private static Pipeline pair() {
        return Workshop.pipeline(
                ExecutionMode.SUPERSEDED,
                Workshop.get(),
                Workshop.stage("Build", Workshop.make("Make"), Workshop.make("Paint")));
    }

    @Test
    void a_failed_action_runs_again_under_a_new_id_and_the_history_has_both() {
        try (var shop = new Workshop(directory)) {
            var steering = new Steering(shop);
            var execution = shop.startBuild();
            shop.fail();
            var failed = steering.action("Build", "Make").latestExecution().actionExecutionId();

            assertThat(steering.retry("Build", execution, "FAILED_ACTIONS")).isEqualTo(execution);
            assertThat(steering.stage("Build").latestExecution().status()).isEqualTo(StageExecutionStatus.IN_PROGRESS);
            shop.build();

            assertThat(shop.execution(execution).status()).isEqualTo(ExecutionStatus.Succeeded);
            var again = steering.action("Build", "Make").latestExecution().actionExecutionId();
            assertThat(again).isNotEqualTo(failed);
            assertThat(steering.actions(_ -> {}))
                    .extracting(ActionExecutionDetail::actionExecutionId)
                    .startsWith(again, failed)
                    .hasSize(3);
            assertThat(steering.actions(it -> it.filter(filter -> filter.latestInPipelineExecution(latest -> latest
                            .pipelineExecutionId(execution)
                            .startTimeRange(StartTimeRange.LATEST)))))
                    .extracting(ActionExecutionDetail::actionExecutionId)
                    .contains(again)
                    .doesNotContain(failed)
                    .hasSize(2);
            assertThat(steering.actions(it -> it.filter(filter -> filter.latestInPipelineExecution(latest -> latest
                            .pipelineExecutionId(execution)
                            .startTimeRange(StartTimeRange.ALL)))))
                    .hasSize(3);
            var metadata = steering.stage("Build").retryStageMetadata();
            assertThat(metadata.manualStageRetryAttempt()).isEqualTo(1);
            assertThat(metadata.autoStageRetryAttempt()).isNull();
            assertThat(metadata.latestRetryTrigger()).isEqualTo(RetryTrigger.MANUAL_STAGE_RETRY);
            assertThat(steering.stage("Source").retryStageMetadata()).isNull();
        }
    }

    @Test
    void all_actions_can_be_tried_again_only_when_none_is_in_progress() {
        try (var shop = new Workshop(directory, pair())) {
            var steering = new Steering(shop);
            var execution = shop.startBuild();
            shop.fail();

            refused("ConflictException", () -> steering.retry("Build", execution, "ALL_ACTIONS"))
                    .hasMessageContaining("'Build'");
            shop.build();
            assertThat(shop.execution(execution).status()).isEqualTo(ExecutionStatus.Failed);
            steering.retry("Build", execution, "ALL_ACTIONS");
            assertThat(shop.poll(Workshop.BENCH)).hasSize(2);
        }
    }

    @Test
    void a_stage_in_which_nothing_failed_is_not_retryable() {
        try (var shop = new Workshop(directory)) {
            var steering = new Steering(shop);
            var execution = shop.startBuild();

            refused("StageNotRetryableException", () -> steering.retry("Build", execution, "FAILED_ACTIONS"));
            shop.build();
            refused("StageNotRetryableException", () -> steering.retry("Build", execution, "FAILED_ACTIONS"))
                    .hasMessageContaining(execution)
                    .hasMessageContaining("Succeeded");
        }
    }

    @Test
    void a_stage_is_not_retryable_after_the_pipeline_was_updated() {
        try (var shop = new Workshop(directory)) {
            var execution = shop.startBuild();
            shop.fail();
            shop.update(pair());

            refused(
                            "StageNotRetryableException",
                            () -> new Steering(shop).retry("Build", execution, "FAILED_ACTIONS"))
                    .hasMessageContaining("updated");
        }
    }

    @Test
    void an_execution_that_another_has_followed_into_the_stage_is_not_the_latest_nor_is_one_that_never_was() {
        try (var shop = new Workshop(directory)) {
            var steering = new Steering(shop);
            var first = shop.startBuild();
            shop.fail();
            shop.startBuild();

            refused("NotLatestPipelineExecutionException", () -> steering.retry("Build", first, "FAILED_ACTIONS"))
                    .hasMessageContaining(first);
            refused("NotLatestPipelineExecutionException", () -> steering.retry("Build", NOWHERE, "FAILED_ACTIONS"))
                    .hasMessageContaining(NOWHERE);
        }
    }

    @Test
    void a_retry_counts_among_the_executions_under_way() {
        var queued = Workshop.pipeline(ExecutionMode.QUEUED, Workshop.get(), Workshop.make());
        try (var shop = new Workshop(directory, queued)) {
            var steering = new Steering(shop);
            var failed = shop.startBuild();
            shop.fail();
            var waiting = steering.start(50);

            refused(
                    "ConcurrentPipelineExecutionsLimitExceededException",
                    () -> steering.retry("Build", failed, "FAILED_ACTIONS"));
            steering.stop(waiting.getLast(), true);
            steering.retry("Build", failed, "FAILED_ACTIONS");
        }
    }

    @Test
    void a_pipeline_or_stage_that_is_not_there_is_named() {
        try (var shop = new Workshop(directory)) {
            var steering = new Steering(shop);

            refused("PipelineNotFoundException", () -> steering.retry("nowhere", "Build", NOWHERE, "ALL_ACTIONS"))
                    .hasMessageContaining("nowhere");
            refused("StageNotFoundException", () -> steering.retry("Paint", NOWHERE, "ALL_ACTIONS"))
                    .hasMessageContaining("'Paint'");
        }
    }
}
