package dev.pipewright.api;

import static dev.pipewright.api.Refusals.refused;
import static dev.pipewright.api.Workshop.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.ConditionResult;
import dev.pipewright.model.Conditions;
import dev.pipewright.model.ConfigurationProperty;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.ListActionTypesRequest;
import software.amazon.awssdk.services.codepipeline.model.ListRuleExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListRuleExecutionsResponse;
import software.amazon.awssdk.services.codepipeline.model.ListRuleTypesRequest;
import software.amazon.awssdk.services.codepipeline.model.PollForJobsRequest;
import software.amazon.awssdk.services.codepipeline.model.RuleExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.RuleExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.RuleOwner;
import software.amazon.awssdk.services.codepipeline.model.StartTimeRange;

/** What is told of rules and their runs, and what is not given to workers outside. */
final class RuleOperationsTest {
    private static final String NOWHERE = "00000000-0000-4000-8000-0000deadbeef";

    @TempDir
    Path directory;

    private static Pipeline guarded() {
        var build = new Stage(
                "Build", null, List.of(Workshop.make("Make")), null, null,
                new Conditions(List.of(condition(ConditionResult.FAIL, "Open"))));
        return Workshop.pipeline(ExecutionMode.SUPERSEDED, Workshop.get(), build);
    }

    private static ListRuleExecutionsResponse list(Workshop shop, Consumer<ListRuleExecutionsRequest.Builder> more) {
        var request = ListRuleExecutionsRequest.builder().pipelineName(Workshop.PIPELINE.name());
        more.accept(request);
        return new ListRuleExecutions(shop.database, Steering.TOKENS).run(request.build(), shop.request());
    }

    private static List<RuleExecutionDetail> rules(Workshop shop, Consumer<ListRuleExecutionsRequest.Builder> more) {
        return list(shop, more).ruleExecutionDetails();
    }

    private static Consumer<ListRuleExecutionsRequest.Builder> latest(String execution, StartTimeRange range) {
        return it -> it.filter(filter -> filter.latestInPipelineExecution(
                latest -> latest.pipelineExecutionId(execution).startTimeRange(range)));
    }

    @Test
    void a_rule_execution_tells_what_was_asked_and_what_came_of_it() {
        try (var shop = new Workshop(directory, guarded())) {
            var execution = shop.startBuild();
            assertThat(rules(shop, _ -> {}).getFirst().status()).isEqualTo(RuleExecutionStatus.IN_PROGRESS);
            shop.pass(Duration.ofSeconds(3));
            shop.judge(false);

            assertThat(rules(shop, _ -> {})).singleElement().satisfies(rule -> {
                assertThat(rule.pipelineExecutionId()).isEqualTo(execution);
                assertThat(rule.pipelineVersion()).isEqualTo(1);
                assertThat(rule.stageName()).isEqualTo("Build");
                assertThat(rule.ruleName()).isEqualTo("Open");
                assertThat(rule.status()).isEqualTo(RuleExecutionStatus.FAILED);
                assertThat(rule.startTime()).isEqualTo(Workshop.START);
                assertThat(rule.lastUpdateTime()).isEqualTo(Workshop.START.plusSeconds(3));
                assertThat(rule.input().ruleTypeId().categoryAsString()).isEqualTo("Rule");
                assertThat(rule.input().ruleTypeId().provider()).isEqualTo("VariableCheck");
                assertThat(rule.input().configuration())
                        .containsEntry("Variable", "#{codepipeline.PipelineExecutionId}");
                assertThat(rule.input().resolvedConfiguration()).containsEntry("Variable", execution);
                assertThat(rule.input().roleArn()).isEqualTo("arn:rule");
                assertThat(rule.output().executionResult().errorDetails().message()).isEqualTo("Not as wanted");
                assertThat(rule.output().executionResult().externalExecutionSummary()).isEqualTo("Not as wanted");
            });
        }
    }

    @Test
    void rule_executions_come_newest_first_in_pages_and_for_one_execution_all_or_the_latest() {
        try (var shop = new Workshop(directory, guarded())) {
            var first = shop.startBuild();
            shop.judge(false);
            new Steering(shop).retry("Build", first, "FAILED_ACTIONS");
            shop.judge(false);
            var second = shop.startBuild();

            assertThat(rules(shop, _ -> {}))
                    .extracting(RuleExecutionDetail::pipelineExecutionId)
                    .containsExactly(second, first, first);
            assertThat(rules(shop, it -> it.filter(filter -> filter.pipelineExecutionId(first)))).hasSize(2);
            assertThat(rules(shop, latest(first, StartTimeRange.ALL))).hasSize(2);
            var newest = rules(shop, _ -> {}).get(1).ruleExecutionId();
            assertThat(rules(shop, latest(first, StartTimeRange.LATEST)))
                    .extracting(RuleExecutionDetail::ruleExecutionId)
                    .containsExactly(newest);
            assertThat(rules(shop, it -> it.filter(filter -> filter.pipelineExecutionId(second)
                            .latestInPipelineExecution(
                                    latest -> latest.pipelineExecutionId(first).startTimeRange(StartTimeRange.ALL)))))
                    .isEmpty();

            var page = list(shop, it -> it.maxResults(2));
            assertThat(page.ruleExecutionDetails()).hasSize(2);
            assertThat(rules(shop, it -> it.nextToken(page.nextToken()))).hasSize(1);
            refused("InvalidNextTokenException", () -> rules(
                    shop, latest(first, StartTimeRange.ALL).andThen(it -> it.nextToken(page.nextToken()))));
        }
    }

    @Test
    void a_pipeline_or_an_execution_that_is_not_there_is_named() {
        try (var shop = new Workshop(directory, guarded())) {
            refused("PipelineNotFoundException", () -> rules(shop, it -> it.pipelineName("nowhere")))
                    .hasMessageContaining("nowhere");
            refused("PipelineExecutionNotFoundException", () -> rules(
                            shop, it -> it.filter(filter -> filter.pipelineExecutionId(NOWHERE))))
                    .hasMessageContaining(NOWHERE);
            refused("PipelineExecutionNotFoundException", () -> rules(shop, latest(NOWHERE, StartTimeRange.LATEST)));
        }
    }

    @Test
    void rule_types_are_listed_as_such_and_not_as_action_types() {
        var type = new ActionType(
                Workshop.RULE,
                ActionTypeSettings.NONE,
                List.of(ConfigurationProperty.required("Variable"), ConfigurationProperty.optional("Value")),
                new ArtifactCount(0, 1),
                new ArtifactCount(0, 0),
                Duration.ofHours(24),
                true,
                true);
        var catalog = ActionCatalog.of(List.of(type));
        try (var shop = new Workshop(directory)) {
            var types = new ListRuleTypes(catalog)
                    .run(ListRuleTypesRequest.builder().ruleOwnerFilter(RuleOwner.AWS).build(), shop.request())
                    .ruleTypes();
            assertThat(types).singleElement().satisfies(rule -> {
                assertThat(rule.id().categoryAsString()).isEqualTo("Rule");
                assertThat(rule.id().ownerAsString()).isEqualTo("AWS");
                assertThat(rule.id().provider()).isEqualTo("VariableCheck");
                assertThat(rule.id().version()).isEqualTo("1");
                assertThat(rule.ruleConfigurationProperties()).hasSize(2);
                assertThat(rule.ruleConfigurationProperties().getFirst().name()).isEqualTo("Variable");
                assertThat(rule.ruleConfigurationProperties().getFirst().required()).isTrue();
                assertThat(rule.inputArtifactDetails().maximumCount()).isEqualTo(1);
            });
            assertThat(new ListActionTypes(shop.database, catalog, Steering.TOKENS)
                            .run(ListActionTypesRequest.builder().build(), shop.request())
                            .actionTypes())
                    .extracting(listed -> listed.id().categoryAsString())
                    .doesNotContain("Rule")
                    .isNotEmpty();
            assertThat(catalog.find(Workshop.RULE)).isEmpty();
        }
    }

    @Test
    void the_job_of_a_rule_is_for_nobody_outside() {
        try (var shop = new Workshop(directory, guarded())) {
            shop.startBuild();

            refused("ValidationException", () -> shop.poll(Workshop.RULE));
            refused("ActionTypeNotFoundException", () -> shop.poll(
                    new ActionTypeId(ActionCategory.Rule, ActionOwner.Custom, "VariableCheck", "1")));
            assertThat(shop.poll(PollForJobsRequest.builder()
                            .actionTypeId(ActionTypeIds.wire(Workshop.BENCH))
                            .queryParam(Map.of("Project", "till"))
                            .build()))
                    .isEmpty();
        }
    }

    @Test
    void the_data_of_the_job_of_a_rule_names_the_rule() {
        try (var shop = new Workshop(directory, guarded())) {
            var execution = shop.startBuild();
            var run = shop.execution(execution).currentStage().runs().findFirst().orElseThrow();
            var job = shop.database.read(tables -> tables.jobs().live(run.run())).orElseThrow();

            var data = shop.contents.of(shop.desk.details(job.id()).orElseThrow());

            assertThat(data.actionTypeId().categoryAsString()).isEqualTo("Rule");
            assertThat(data.actionConfiguration().configuration()).containsEntry("Variable", execution);
            assertThat(data.pipelineContext().stage().name()).isEqualTo("Build");
            assertThat(data.pipelineContext().action().name()).isEqualTo("Open");
            assertThat(data.pipelineContext().action().actionExecutionId()).isEqualTo(run.id());
        }
    }
}
