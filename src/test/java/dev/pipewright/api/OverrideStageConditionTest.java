package dev.pipewright.api;

import static dev.pipewright.api.Refusals.refused;
import static dev.pipewright.api.Workshop.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.ConditionResult;
import dev.pipewright.model.Conditions;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.Stage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OverrideStageConditionTest {
    private static final String NOWHERE = "00000000-0000-4000-8000-0000deadbeef";

    @TempDir
    Path directory;

    private static Pipeline guarded(ExecutionMode mode, ConditionResult entry) {
        var build = new Stage(
                "Build", null, List.of(Workshop.make("Make")), null,
                new Conditions(List.of(condition(ConditionResult.FAIL, "Good"))),
                new Conditions(List.of(condition(entry, "Open"))));
        return Workshop.pipeline(mode, Workshop.get(), build);
    }

    private static Pipeline guarded() {
        return guarded(ExecutionMode.SUPERSEDED, ConditionResult.FAIL);
    }

    @Test
    void an_entry_condition_is_overridden_while_its_rules_are_asked() {
        try (var shop = new Workshop(directory, guarded())) {
            var steering = new Steering(shop);
            var execution = shop.startBuild();
            assertThat(shop.poll(Workshop.BENCH)).isEmpty();

            steering.override("Build", execution, "BEFORE_ENTRY");

            var state = steering.stage("Build").beforeEntryConditionState();
            assertThat(state.latestExecution().statusAsString()).isEqualTo("Overridden");
            var rule = state.conditionStates().getFirst().ruleStates().getFirst().latestExecution();
            assertThat(rule.statusAsString()).isEqualTo("Abandoned");
            assertThat(rule.summary()).isEqualTo("The condition was overridden");
            shop.build();
            shop.judge(true);
            assertThat(shop.execution(execution).status()).isEqualTo(ExecutionStatus.Succeeded);
        }
    }

    @Test
    void a_stage_that_its_condition_has_failed_goes_on_when_that_is_overridden() {
        try (var shop = new Workshop(directory, guarded())) {
            var steering = new Steering(shop);
            var execution = shop.startBuild();
            shop.judge(true);
            shop.build();
            shop.judge(false);
            assertThat(shop.execution(execution).status()).isEqualTo(ExecutionStatus.Failed);

            steering.override("Build", execution, "ON_SUCCESS");

            assertThat(shop.execution(execution).status()).isEqualTo(ExecutionStatus.Succeeded);
        }
    }

    @Test
    void a_condition_that_holds_nobody_up_cannot_be_overridden() {
        try (var shop = new Workshop(directory, guarded())) {
            var steering = new Steering(shop);
            var execution = shop.startBuild();

            refused("ConditionNotOverridableException", () -> steering.override("Build", execution, "ON_SUCCESS"))
                    .hasMessageContaining("ON_SUCCESS")
                    .hasMessageContaining(execution);
            refused("ConditionNotOverridableException", () -> steering.override("Source", execution, "ON_SUCCESS"));
            shop.judge(true);
            refused("ConditionNotOverridableException", () -> steering.override("Build", execution, "BEFORE_ENTRY"));
        }
    }

    @Test
    void a_condition_that_skips_cannot_be_overridden() {
        try (var shop = new Workshop(directory, guarded(ExecutionMode.SUPERSEDED, ConditionResult.SKIP))) {
            var execution = shop.startBuild();

            refused(
                            "ConditionNotOverridableException",
                            () -> new Steering(shop).override("Build", execution, "BEFORE_ENTRY"))
                    .hasMessageContaining("SKIP");
        }
    }

    @Test
    void an_execution_that_another_has_followed_into_the_stage_is_not_the_latest_nor_is_one_that_never_was() {
        try (var shop = new Workshop(directory, guarded())) {
            var steering = new Steering(shop);
            var first = shop.startBuild();
            shop.judge(false);
            shop.startBuild();

            refused("NotLatestPipelineExecutionException", () -> steering.override("Build", first, "BEFORE_ENTRY"));
            refused("NotLatestPipelineExecutionException", () -> steering.override("Build", NOWHERE, "BEFORE_ENTRY"))
                    .hasMessageContaining(NOWHERE);
        }
    }

    @Test
    void an_override_counts_among_the_executions_under_way() {
        try (var shop = new Workshop(directory, guarded(ExecutionMode.QUEUED, ConditionResult.FAIL))) {
            var steering = new Steering(shop);
            var failed = shop.startBuild();
            shop.judge(false);
            steering.start(50);

            refused(
                    "ConcurrentPipelineExecutionsLimitExceededException",
                    () -> steering.override("Build", failed, "BEFORE_ENTRY"));
        }
    }

    @Test
    void a_pipeline_or_stage_that_is_not_there_is_named() {
        try (var shop = new Workshop(directory, guarded())) {
            var steering = new Steering(shop);

            refused("PipelineNotFoundException", () -> steering.override("nowhere", "Build", NOWHERE, "ON_SUCCESS"));
            refused("StageNotFoundException", () -> steering.override("Paint", NOWHERE, "ON_SUCCESS"))
                    .hasMessageContaining("'Paint'");
        }
    }
}
