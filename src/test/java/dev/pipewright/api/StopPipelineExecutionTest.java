package dev.pipewright.api;

import static dev.pipewright.api.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.ExecutionStatus;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StopPipelineExecutionRequest;

final class StopPipelineExecutionTest {
    private static final String NOWHERE = "00000000-0000-4000-8000-0000deadbeef";

    @TempDir
    Path directory;

    @Test
    void a_stop_lets_the_running_action_end_and_starts_no_other() {
        try (var shop = new Workshop(directory)) {
            var steering = new Steering(shop);
            var execution = shop.startBuild();

            assertThat(steering.stop(execution, false, "The till is on fire")).isEqualTo(execution);
            assertThat(steering.execution(execution).status()).isEqualTo(PipelineExecutionStatus.STOPPING);
            assertThat(steering.stage("Build").latestExecution().status()).isEqualTo(StageExecutionStatus.STOPPING);
            shop.build();

            assertThat(steering.execution(execution).status()).isEqualTo(PipelineExecutionStatus.STOPPED);
            assertThat(steering.stage("Build").latestExecution().status()).isEqualTo(StageExecutionStatus.STOPPED);
            assertThat(steering.summary(execution).stopTrigger().reason()).isEqualTo("The till is on fire");
            assertThat(steering.action("Build", "Make").latestExecution().status())
                    .isEqualTo(ActionExecutionStatus.SUCCEEDED);
        }
    }

    @Test
    void a_second_stop_is_refused_unless_it_abandons() {
        try (var shop = new Workshop(directory)) {
            var steering = new Steering(shop);
            var execution = shop.startBuild();
            steering.stop(execution, false, "first");

            refused("DuplicatedStopRequestException", () -> steering.stop(execution, false))
                    .hasMessageContaining(execution)
                    .hasMessageContaining("is already in a stopping state");
            steering.stop(execution, true);

            assertThat(steering.execution(execution).status()).isEqualTo(PipelineExecutionStatus.STOPPED);
            assertThat(steering.summary(execution).stopTrigger().reason()).isEqualTo("first");
            var action = steering.action("Build", "Make").latestExecution();
            assertThat(action.statusAsString()).isEqualTo("Abandoned");
            assertThat(action.summary()).contains("cancelled");
        }
    }

    @Test
    void an_approval_in_a_stopping_execution_keeps_its_token_and_one_that_is_abandoned_loses_it() {
        var asking = Workshop.pipeline(
                ExecutionMode.SUPERSEDED, Workshop.get(), Workshop.stage("Gate", Workshop.approval("Ask")));
        try (var shop = new Workshop(directory, asking)) {
            var steering = new Steering(shop);
            var execution = shop.startBuild();
            var token = steering.action("Gate", "Ask").latestExecution().token();
            steering.stop(execution, false);
            assertThat(steering.action("Gate", "Ask").latestExecution().token()).isEqualTo(token).isNotNull();
            steering.approve("Gate", "Ask", token);
            assertThat(shop.execution(execution).status()).isEqualTo(ExecutionStatus.Stopped);

            var second = shop.startBuild();
            var dead = steering.action("Gate", "Ask").latestExecution().token();
            steering.stop(second, true);
            assertThat(steering.action("Gate", "Ask").latestExecution().token()).isNull();
            refused("InvalidApprovalTokenException", () -> steering.approve("Gate", "Ask", dead));
        }
    }

    @Test
    void what_is_over_or_was_never_there_cannot_be_stopped() {
        try (var shop = new Workshop(directory)) {
            var steering = new Steering(shop);
            var over = shop.startBuild();
            shop.build();

            refused("PipelineExecutionNotStoppableException", () -> steering.stop(over, false))
                    .hasMessageContaining(over);
            refused("PipelineExecutionNotStoppableException", () -> steering.stop(over, true));
            refused("PipelineExecutionNotStoppableException", () -> steering.stop(NOWHERE, false))
                    .hasMessageContaining(NOWHERE);
        }
    }

    @Test
    void a_pipeline_that_is_not_there_is_named() {
        try (var shop = new Workshop(directory)) {
            refused("PipelineNotFoundException", () -> new Steering(shop).stop(StopPipelineExecutionRequest.builder()
                            .pipelineName("nowhere")
                            .pipelineExecutionId(NOWHERE)
                            .build()))
                    .hasMessageContaining("nowhere");
        }
    }
}
