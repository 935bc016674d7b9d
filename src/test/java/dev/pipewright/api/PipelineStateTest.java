package dev.pipewright.api;

import static dev.pipewright.api.Workshop.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.ConditionResult;
import dev.pipewright.model.Conditions;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.OnFailure;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.Stage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ConditionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.RetryTrigger;
import software.amazon.awssdk.services.codepipeline.model.RuleExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageExecution;
import software.amazon.awssdk.services.codepipeline.model.StageExecutionStatus;

/** What GetPipelineState tells in the several modes, and of conditions. */
final class PipelineStateTest {
    @TempDir
    Path directory;

    private static Pipeline of(ExecutionMode mode) {
        return Workshop.pipeline(mode, Workshop.get(), Workshop.make());
    }

    @Test
    void a_queue_is_told_whole_in_its_order_and_is_there_when_it_is_empty() {
        try (var shop = new Workshop(directory, of(ExecutionMode.QUEUED))) {
            var steering = new Steering(shop);
            var inside = shop.startBuild();
            var second = shop.startBuild();
            var third = shop.startBuild();

            var build = steering.stage("Build");
            assertThat(build.latestExecution().pipelineExecutionId()).isEqualTo(inside);
            assertThat(build.inboundExecutions())
                    .extracting(StageExecution::pipelineExecutionId)
                    .containsExactly(second, third);
            assertThat(build.inboundExecutions())
                    .extracting(StageExecution::status)
                    .containsOnly(StageExecutionStatus.IN_PROGRESS);
            assertThat(build.inboundExecution().pipelineExecutionId()).isEqualTo(third);
            assertThat(steering.stage("Source").hasInboundExecutions()).isTrue();
            assertThat(steering.stage("Source").inboundExecutions()).isEmpty();
            assertThat(steering.stage("Source").inboundExecution()).isNull();
        }
    }

    @Test
    void executions_side_by_side_leave_no_state_of_stages_and_actions() {
        try (var shop = new Workshop(directory, of(ExecutionMode.PARALLEL))) {
            var steering = new Steering(shop);
            shop.startBuild("r1");
            shop.startBuild("r2");

            for (var stage : steering.state()) {
                assertThat(stage.latestExecution()).isNull();
                assertThat(stage.inboundExecution()).isNull();
                assertThat(stage.inboundExecutions()).isEmpty();
                for (var action : stage.actionStates()) {
                    assertThat(action.actionName()).isNotNull();
                    assertThat(action.latestExecution()).isNull();
                    assertThat(action.currentRevision()).isNull();
                }
            }
            assertThat(steering.actions(_ -> {})).hasSize(4);
        }
    }

    @Test
    void the_token_of_an_approval_in_an_execution_beside_others_is_in_the_history() {
        var asking = Workshop.pipeline(
                ExecutionMode.PARALLEL, Workshop.get(), Workshop.stage("Gate", Workshop.approval("Ask")));
        try (var shop = new Workshop(directory, asking)) {
            var steering = new Steering(shop);
            var execution = shop.startBuild();

            var token = steering.actions(_ -> {}).getFirst().output().executionResult().externalExecutionId();
            steering.approve("Gate", "Ask", token);

            assertThat(shop.execution(execution).status()).isEqualTo(ExecutionStatus.Succeeded);
        }
    }

    @Test
    void after_a_change_to_parallel_the_state_is_empty_and_after_one_back_it_is_what_was_left_before() {
        try (var shop = new Workshop(directory, of(ExecutionMode.SUPERSEDED))) {
            var steering = new Steering(shop);
            var before = shop.startBuild("r1");
            shop.build();
            var run = shop.run(before, "Make").id();

            shop.update(of(ExecutionMode.PARALLEL));
            assertThat(steering.stage("Build").latestExecution()).isNull();
            assertThat(steering.action("Build", "Make").latestExecution()).isNull();
            shop.startBuild("r2");
            shop.update(of(ExecutionMode.QUEUED));

            assertThat(steering.stage("Build").latestExecution().pipelineExecutionId()).isEqualTo(before);
            assertThat(steering.action("Build", "Make").latestExecution().actionExecutionId()).isEqualTo(run);
            assertThat(steering.action("Source", "Get").currentRevision().revisionId()).isEqualTo("r1");
            shop.build();
            assertThat(steering.stage("Build").latestExecution().pipelineExecutionId()).isEqualTo(before);
        }
    }

    @Test
    void a_failure_is_the_error_of_the_state_and_the_summary_of_the_history() {
        try (var shop = new Workshop(directory)) {
            var steering = new Steering(shop);
            shop.startBuild();
            shop.fail();

            var state = steering.action("Build", "Make").latestExecution();
            assertThat(state.summary()).isNull();
            assertThat(state.errorDetails().message()).isEqualTo("The saw is blunt");
            assertThat(steering.actions(_ -> {}).getFirst().output().executionResult().externalExecutionSummary())
                    .isEqualTo("The saw is blunt");
        }
    }

    private static Stage guarded() {
        return new Stage(
                "Build", null, List.of(Workshop.make("Make")),
                new OnFailure(null, null, List.of(condition(ConditionResult.ROLLBACK, "Bad"))),
                new Conditions(List.of(condition(ConditionResult.FAIL, "Good"))),
                new Conditions(List.of(condition(ConditionResult.FAIL, "Open"))));
    }

    @Test
    void the_conditions_of_a_stage_tell_how_they_and_their_rules_stand() {
        var pipeline = Workshop.pipeline(ExecutionMode.SUPERSEDED, Workshop.get(), guarded());
        try (var shop = new Workshop(directory, pipeline)) {
            var steering = new Steering(shop);
            var untouched = steering.stage("Build").beforeEntryConditionState();
            assertThat(untouched.latestExecution()).isNull();
            assertThat(untouched.conditionStates().getFirst().ruleStates().getFirst().ruleName()).isEqualTo("Open");
            assertThat(steering.stage("Source").beforeEntryConditionState()).isNull();

            shop.startBuild();
            var asked = steering.stage("Build").beforeEntryConditionState();
            assertThat(asked.latestExecution().status()).isEqualTo(ConditionExecutionStatus.IN_PROGRESS);
            assertThat(steering.stage("Build").latestExecution().status()).isEqualTo(StageExecutionStatus.IN_PROGRESS);
            shop.judge(true);
            var held = steering.stage("Build").beforeEntryConditionState().conditionStates().getFirst();
            assertThat(held.latestExecution().status()).isEqualTo(ConditionExecutionStatus.SUCCEEDED);
            assertThat(held.latestExecution().lastStatusChange()).isEqualTo(Workshop.START);
            var rule = held.ruleStates().getFirst().latestExecution();
            assertThat(rule.status()).isEqualTo(RuleExecutionStatus.SUCCEEDED);
            assertThat(rule.summary()).isEqualTo("As wanted");
            assertThat(rule.ruleExecutionId()).hasSize(36);

            shop.build();
            shop.judge(false);
            var failed = steering.stage("Build").onSuccessConditionState();
            assertThat(failed.latestExecution().status()).isEqualTo(ConditionExecutionStatus.FAILED);
            assertThat(failed.latestExecution().summary()).contains("Good").contains("Not as wanted");
            assertThat(failed.conditionStates().getFirst().ruleStates().getFirst().latestExecution().errorDetails()
                            .message())
                    .isEqualTo("Not as wanted");
            assertThat(steering.stage("Build").onFailureConditionState().latestExecution().status())
                    .isEqualTo(ConditionExecutionStatus.IN_PROGRESS);
        }
    }

    @Test
    void a_retried_stage_shows_its_entry_condition_as_it_was_and_counts_its_own_retries() {
        var stage = new Stage(
                "Build", null, List.of(Workshop.make("Make")),
                new OnFailure(ConditionResult.RETRY, null, null), null,
                new Conditions(List.of(condition(ConditionResult.FAIL, "Open"))));
        var pipeline = Workshop.pipeline(ExecutionMode.SUPERSEDED, Workshop.get(), stage);
        try (var shop = new Workshop(directory, pipeline)) {
            var steering = new Steering(shop);
            var execution = shop.startBuild();
            shop.judge(true);
            shop.fail();

            var state = steering.stage("Build");
            assertThat(state.latestExecution().status()).isEqualTo(StageExecutionStatus.IN_PROGRESS);
            assertThat(state.retryStageMetadata().autoStageRetryAttempt()).isEqualTo(1);
            assertThat(state.retryStageMetadata().manualStageRetryAttempt()).isNull();
            assertThat(state.retryStageMetadata().latestRetryTrigger())
                    .isEqualTo(RetryTrigger.AUTOMATED_STAGE_RETRY);
            assertThat(state.beforeEntryConditionState().latestExecution().status())
                    .isEqualTo(ConditionExecutionStatus.SUCCEEDED);
            shop.fail();
            assertThat(shop.execution(execution).status()).isEqualTo(ExecutionStatus.Failed);
            assertThat(steering.actions(it -> it.filter(filter -> filter.pipelineExecutionId(execution))))
                    .extracting(ActionExecutionDetail::actionName)
                    .containsExactly("Make", "Make", "Get");
        }
    }
}
