package dev.pipewright.api;

import static dev.pipewright.api.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.SourceOverride;
import dev.pipewright.model.Trigger;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.PutActionRevisionRequest;
import software.amazon.awssdk.services.codepipeline.model.PutActionRevisionResponse;

final class PutActionRevisionTest {
    @TempDir
    Path directory;

    private static PutActionRevisionResponse put(
            Workshop shop, String pipeline, String stage, String action, String revision) {
        return new PutActionRevision(shop.database, shop.watch)
                .run(
                        PutActionRevisionRequest.builder()
                                .pipelineName(pipeline)
                                .stageName(stage)
                                .actionName(action)
                                .actionRevision(it -> it.revisionId(revision)
                                        .revisionChangeId("change of " + revision)
                                        .created(Workshop.START))
                                .build(),
                        shop.request());
    }

    private static PutActionRevisionResponse put(Workshop shop, String revision) {
        return put(shop, Workshop.PIPELINE.name(), "Source", "Get", revision);
    }

    @Test
    void a_new_revision_starts_an_execution_with_it_once() {
        try (var shop = new Workshop(directory)) {
            var first = put(shop, "r1");

            assertThat(first.newRevision()).isTrue();
            var execution = shop.execution(first.pipelineExecutionId());
            assertThat(execution.trigger())
                    .isEqualTo(new Trigger(
                            Trigger.PUT_ACTION_REVISION, "arn:aws:iam::111122223333:user/worker"));
            assertThat(execution.sourceRevisions()).containsEntry("Get", SourceOverride.revision("r1"));
            assertThat(shop.run(execution.id(), "Get").sourceRevision()).isEqualTo("r1");

            var again = put(shop, "r1");
            assertThat(again.newRevision()).isFalse();
            assertThat(again.pipelineExecutionId()).isEqualTo(execution.id());
            assertThat(new Steering(shop).executions()).hasSize(1);
        }
    }

    @Test
    void a_revision_stays_known_when_its_execution_is_over_and_another_one_is_new() {
        try (var shop = new Workshop(directory)) {
            var first = put(shop, "r1").pipelineExecutionId();
            shop.fetch("r1");
            shop.build();
            assertThat(shop.execution(first).status()).isEqualTo(ExecutionStatus.Succeeded);

            assertThat(put(shop, "r1").newRevision()).isFalse();
            assertThat(put(shop, "r2").newRevision()).isTrue();
            assertThat(new Steering(shop).executions()).hasSize(2);
        }
    }

    @Test
    void what_an_execution_that_somebody_started_took_is_not_new() {
        try (var shop = new Workshop(directory)) {
            var execution = shop.startBuild("r42");

            var answer = put(shop, "r42");
            assertThat(answer.newRevision()).isFalse();
            assertThat(answer.pipelineExecutionId()).isEqualTo(execution);
        }
    }

    @Test
    void a_revision_that_could_not_start_an_execution_is_still_new() {
        var queued = Workshop.pipeline(ExecutionMode.QUEUED, Workshop.get(), Workshop.make());
        try (var shop = new Workshop(directory, queued)) {
            var steering = new Steering(shop);
            var waiting = steering.start(50);

            refused("ConcurrentPipelineExecutionsLimitExceededException", () -> put(shop, "r1"));
            steering.stop(waiting.getLast(), true);
            assertThat(put(shop, "r1").newRevision()).isTrue();
        }
    }

    @Test
    void a_pipeline_stage_or_source_action_that_is_not_there_is_named() {
        try (var shop = new Workshop(directory)) {
            refused("PipelineNotFoundException", () -> put(shop, "nowhere", "Source", "Get", "r1"))
                    .hasMessageContaining("nowhere");
            refused("StageNotFoundException", () -> put(shop, "shop", "Nowhere", "Get", "r1"))
                    .hasMessageContaining("Nowhere");
            refused("ActionNotFoundException", () -> put(shop, "shop", "Source", "Nobody", "r1"))
                    .hasMessageContaining("Nobody");
            refused("ValidationException", () -> put(shop, "shop", "Build", "Make", "r1"))
                    .hasMessageContaining("'Make'")
                    .hasMessageContaining("Build");
        }
    }
}
