package dev.pipewright.api;

import static dev.pipewright.api.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.ExecutionMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.ExecutionType;
import software.amazon.awssdk.services.codepipeline.model.ListPipelineExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;

final class RollbackStageTest {
    private static final String NOWHERE = "00000000-0000-4000-8000-0000deadbeef";

    @TempDir
    Path directory;

    private static String built(Workshop shop, String revision) {
        var execution = shop.startBuild(revision);
        shop.build();
        return execution;
    }

    @Test
    void a_stage_runs_again_on_what_the_target_took_in_an_execution_of_its_own() {
        try (var shop = new Workshop(directory)) {
            var steering = new Steering(shop);
            var target = built(shop, "r1");
            built(shop, "r2");

            var id = steering.rollBack("Build", target);
            var taken = shop.run(target, "Get").outputs().getFirst();
            assertThat(shop.run(id, "Make").inputs()).containsExactly(taken);
            var job = shop.poll(Workshop.BENCH).getFirst();
            assertThat(job.data().inputArtifacts().getFirst().location().s3Location().objectKey())
                    .isEqualTo(taken.location().key());
            shop.pass(Duration.ofMinutes(2));
            shop.build();

            var execution = steering.execution(id);
            assertThat(execution.status()).isEqualTo(PipelineExecutionStatus.SUCCEEDED);
            assertThat(execution.executionType()).isEqualTo(ExecutionType.ROLLBACK);
            assertThat(execution.rollbackMetadata().rollbackTargetPipelineExecutionId()).isEqualTo(target);
            assertThat(execution.trigger().triggerType()).isEqualTo(TriggerType.MANUAL_ROLLBACK);
            assertThat(execution.trigger().triggerDetail())
                    .isEqualTo("{\"AwsUserArn\":\"arn:aws:iam::111122223333:user/worker\"}");
            assertThat(execution.artifactRevisions()).singleElement().satisfies(revision ->
                    assertThat(revision.revisionId()).isEqualTo("r1"));
            var summary = steering.executions().getFirst();
            assertThat(summary.pipelineExecutionId()).isEqualTo(id);
            assertThat(summary.executionType()).isEqualTo(ExecutionType.ROLLBACK);
            assertThat(summary.rollbackMetadata().rollbackTargetPipelineExecutionId()).isEqualTo(target);
            assertThat(summary.sourceRevisions()).singleElement().satisfies(revision -> {
                assertThat(revision.actionName()).isEqualTo("Get");
                assertThat(revision.revisionId()).isEqualTo("r1");
            });
            var state = steering.stage("Build").latestExecution();
            assertThat(state.pipelineExecutionId()).isEqualTo(id);
            assertThat(state.type()).isEqualTo(ExecutionType.ROLLBACK);
            assertThat(steering.stage("Source").latestExecution().type()).isNull();
            assertThat(steering.actions(it -> it.filter(filter -> filter.pipelineExecutionId(id))))
                    .singleElement()
                    .satisfies(detail -> assertThat(detail.input().inputArtifacts().getFirst().s3location().key())
                            .isEqualTo(taken.location().key()));
        }
    }

    @Test
    void an_ordinary_execution_says_nothing_of_its_type() {
        try (var shop = new Workshop(directory)) {
            var steering = new Steering(shop);
            var execution = steering.execution(built(shop, "r1"));

            assertThat(execution.executionType()).isNull();
            assertThat(execution.rollbackMetadata()).isNull();
            assertThat(steering.executions().getFirst().executionType()).isNull();
            assertThat(steering.executions().getFirst().stopTrigger()).isNull();
        }
    }

    @Test
    void the_executions_to_return_to_are_listed_for_a_stage_and_the_newest_definition_in_pages() {
        try (var shop = new Workshop(directory)) {
            var old = built(shop, "r0");
            shop.update(Workshop.pipeline(ExecutionMode.QUEUED, Workshop.get(), Workshop.make()));
            var first = built(shop, "r1");
            var failed = shop.startBuild("r2");
            shop.fail();
            var third = built(shop, "r3");

            assertThat(succeeded(shop, "Build", null, 10)).containsExactly(third, first);
            assertThat(succeeded(shop, "Source", null, 10)).containsExactly(third, failed, first);
            assertThat(succeeded(shop, "Nowhere", null, 10)).isEmpty();
            assertThat(new Steering(shop).executions()).hasSize(4);
            assertThat(shop.execution(old).pipeline().version()).isEqualTo(1);

            var list = new ListPipelineExecutions(shop.database, Steering.TOKENS);
            var page = list.run(request("Build", null, 1), shop.request());
            assertThat(page.pipelineExecutionSummaries())
                    .extracting(PipelineExecutionSummary::pipelineExecutionId)
                    .containsExactly(third);
            assertThat(succeeded(shop, "Build", page.nextToken(), 1)).containsExactly(first);
            refused("InvalidNextTokenException", () -> succeeded(shop, "Source", page.nextToken(), 1));
            refused("InvalidNextTokenException", () -> list.run(
                    ListPipelineExecutionsRequest.builder()
                            .pipelineName(Workshop.PIPELINE.name())
                            .nextToken(page.nextToken())
                            .build(),
                    shop.request()));
        }
    }

    private static List<String> succeeded(Workshop shop, String stage, String token, int most) {
        return new ListPipelineExecutions(shop.database, Steering.TOKENS)
                .run(request(stage, token, most), shop.request()).pipelineExecutionSummaries().stream()
                        .map(PipelineExecutionSummary::pipelineExecutionId)
                        .toList();
    }

    private static ListPipelineExecutionsRequest request(String stage, String token, int most) {
        return ListPipelineExecutionsRequest.builder()
                .pipelineName(Workshop.PIPELINE.name())
                .filter(filter -> filter.succeededInStage(it -> it.stageName(stage)))
                .nextToken(token)
                .maxResults(most)
                .build();
    }

    @Test
    void a_target_must_be_there() {
        try (var shop = new Workshop(directory)) {
            var steering = new Steering(shop);

            refused("PipelineExecutionNotFoundException", () -> steering.rollBack("Build", NOWHERE))
                    .hasMessageContaining(NOWHERE);
            refused("PipelineNotFoundException", () -> steering.rollBack("nowhere", "Build", NOWHERE));
            refused("StageNotFoundException", () -> steering.rollBack("Paint", NOWHERE))
                    .hasMessageContaining("'Paint'");
        }
    }

    @Test
    void a_target_of_an_earlier_definition_is_outdated() {
        try (var shop = new Workshop(directory)) {
            var target = built(shop, "r1");
            shop.update(Workshop.pipeline(ExecutionMode.QUEUED, Workshop.get(), Workshop.make()));

            refused("PipelineExecutionOutdatedException", () -> new Steering(shop).rollBack("Build", target))
                    .hasMessageContaining(target);
        }
    }

    @Test
    void a_stage_cannot_return_to_what_failed_in_it_nor_to_a_rollback_nor_while_somebody_is_in_it() {
        try (var shop = new Workshop(directory)) {
            var steering = new Steering(shop);
            var failed = shop.startBuild("r0");
            shop.fail();
            refused("UnableToRollbackStageException", () -> steering.rollBack("Build", failed));

            var target = built(shop, "r1");
            var rollback = steering.rollBack("Build", target);
            refused("UnableToRollbackStageException", () -> steering.rollBack("Build", target))
                    .hasMessageContaining("running");
            shop.build();
            refused("UnableToRollbackStageException", () -> steering.rollBack("Build", rollback))
                    .hasMessageContaining("rollback");
        }
    }

    @Test
    void too_many_executions_under_way_are_no_stage_to_roll_back() {
        var queued = Workshop.pipeline(ExecutionMode.QUEUED, Workshop.get(), Workshop.make());
        try (var shop = new Workshop(directory, queued)) {
            var steering = new Steering(shop);
            var target = built(shop, "r1");
            steering.start(50);

            refused("UnableToRollbackStageException", () -> steering.rollBack("Build", target))
                    .hasMessageContaining("50");
        }
    }
}
