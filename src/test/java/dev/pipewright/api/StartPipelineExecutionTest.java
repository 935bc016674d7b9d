package dev.pipewright.api;

import static dev.pipewright.api.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.SourceOverride;
import dev.pipewright.model.VariableDeclaration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.PipelineVariable;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionOverride;

final class StartPipelineExecutionTest {
    @TempDir
    Path directory;

    private static Action source(String name, ActionOwner owner, String provider, Map<String, String> configuration) {
        return Workshop.action(
                name, new ActionTypeId(ActionCategory.Source, owner, provider, "1"), configuration, List.of(),
                List.of(name), null);
    }

    private static Pipeline sources() {
        return Workshop.pipeline(
                ExecutionMode.QUEUED,
                Workshop.stage(
                        "Source",
                        Workshop.action("Get", Workshop.FETCH, Map.of(), List.of(), List.of("Code"), null),
                        source("Fixed", ActionOwner.AWS, "S3", Map.of("S3Bucket", "b", "S3ObjectKey", "k")),
                        source("Free", ActionOwner.AWS, "S3", Map.of(
                                "S3Bucket", "b", "S3ObjectKey", "k", "AllowOverrideForS3ObjectKey", "true")),
                        source("Hosted", ActionOwner.AWS, "CodeCommit", Map.of("RepositoryName", "r")),
                        source("Connected", ActionOwner.AWS, "CodeStarSourceConnection", Map.of("BranchName", "m")),
                        source("Third", ActionOwner.ThirdParty, "GitHub", Map.of("Branch", "m")),
                        source("Image", ActionOwner.AWS, "ECR", Map.of("RepositoryName", "r"))),
                Workshop.make());
    }

    private static SourceRevisionOverride override(String action, String type, String value) {
        return SourceRevisionOverride.builder().actionName(action).revisionType(type).revisionValue(value).build();
    }

    private static Map<String, SourceOverride> started(Workshop shop, SourceRevisionOverride... overrides) {
        var id = new Steering(shop).start(it -> it.sourceRevisions(overrides));
        return shop.execution(id).sourceRevisions();
    }

    @Test
    void every_source_takes_its_own_kind_of_revision() {
        try (var shop = new Workshop(directory, sources())) {
            assertThat(started(
                            shop,
                            override("Fixed", "S3_OBJECT_VERSION_ID", "v1"),
                            override("Hosted", "COMMIT_ID", "c1"),
                            override("Connected", "COMMIT_ID", "c2"),
                            override("Third", "COMMIT_ID", "c3")))
                    .containsOnly(
                            Map.entry("Fixed", SourceOverride.revision("v1")),
                            Map.entry("Hosted", SourceOverride.revision("c1")),
                            Map.entry("Connected", SourceOverride.revision("c2")),
                            Map.entry("Third", SourceOverride.revision("c3")));
        }
    }

    @Test
    void the_key_of_an_object_is_replaced_alone_or_with_its_version() {
        try (var shop = new Workshop(directory, sources())) {
            assertThat(started(shop, override("Free", "S3_OBJECT_KEY", "other")))
                    .containsOnly(Map.entry("Free", new SourceOverride(null, Map.of("S3ObjectKey", "other"))));
            assertThat(started(
                            shop,
                            override("Free", "S3_OBJECT_VERSION_ID", "v9"),
                            override("Free", "S3_OBJECT_KEY", "other")))
                    .containsOnly(Map.entry("Free", new SourceOverride("v9", Map.of("S3ObjectKey", "other"))));
            var newest = new Steering(shop).executions().getLast().pipelineExecutionId();
            assertThat(shop.run(newest, "Free").configuration()).containsEntry("S3ObjectKey", "other");
            assertThat(shop.run(newest, "Free").sourceRevision()).isNull();
        }
    }

    @Test
    void the_key_of_an_object_is_replaced_only_where_the_action_allows_it() {
        try (var shop = new Workshop(directory, sources())) {
            refused("ValidationException", () -> started(shop, override("Fixed", "S3_OBJECT_KEY", "other")))
                    .hasMessageContaining("'Fixed'")
                    .hasMessageContaining("AllowOverrideForS3ObjectKey=true");
        }
    }

    @Test
    void a_revision_of_another_kind_than_the_source_takes_is_refused() {
        try (var shop = new Workshop(directory, sources())) {
            refused("ValidationException", () -> started(shop, override("Hosted", "S3_OBJECT_VERSION_ID", "v")))
                    .hasMessage("The source action 'Hosted' takes COMMIT_ID, not S3_OBJECT_VERSION_ID");
            refused("ValidationException", () -> started(shop, override("Free", "COMMIT_ID", "c")));
            refused("ValidationException", () -> started(shop, override("Image", "IMAGE_DIGEST", "sha256:1")))
                    .hasMessageContaining("'Image'")
                    .hasMessageContaining("IMAGE_DIGEST");
            refused("ValidationException", () -> started(shop, override("Get", "COMMIT_ID", "c")))
                    .hasMessageContaining("'Get'");
            refused("ValidationException", () -> started(shop, override("Make", "COMMIT_ID", "c")))
                    .hasMessageContaining("no source action named 'Make'");
            refused("ValidationException", () -> started(
                            shop, override("Hosted", "COMMIT_ID", "c1"), override("Hosted", "COMMIT_ID", "c2")))
                    .hasMessageContaining("more than one COMMIT_ID");
        }
    }

    @Test
    void only_pipelines_of_type_v2_take_other_revisions() {
        var v2 = sources();
        var v1 = new Pipeline(
                v2.name(), v2.roleArn(), v2.artifactStore(), null, v2.stages(), 1, ExecutionMode.SUPERSEDED,
                PipelineType.V1, null, null);
        try (var shop = new Workshop(directory, v1)) {
            refused("ValidationException", () -> started(shop, override("Hosted", "COMMIT_ID", "c1")))
                    .hasMessageContaining("V2");
        }
    }

    @Test
    void variables_that_the_pipeline_does_not_declare_are_passed_over_and_doubles_refused() {
        var plain = Workshop.pipeline(ExecutionMode.QUEUED, Workshop.get(), Workshop.make());
        var declaring = new Pipeline(
                plain.name(), plain.roleArn(), plain.artifactStore(), null, plain.stages(), 1, ExecutionMode.QUEUED,
                PipelineType.V2, List.of(new VariableDeclaration("Level", "info", null)), null);
        try (var shop = new Workshop(directory, declaring)) {
            var steering = new Steering(shop);
            var id = steering.start(it -> it.variables(variable("Level", "debug"), variable("Unknown", "x")));

            assertThat(steering.execution(id).variables()).singleElement().satisfies(resolved -> {
                assertThat(resolved.name()).isEqualTo("Level");
                assertThat(resolved.resolvedValue()).isEqualTo("debug");
            });
            refused("ValidationException", () -> steering.start(
                            it -> it.variables(variable("Level", "a"), variable("Level", "b"))))
                    .hasMessageContaining("'Level'");
        }
    }

    private static PipelineVariable variable(String name, String value) {
        return PipelineVariable.builder().name(name).value(value).build();
    }

    @Test
    void fifty_executions_are_the_most_at_once_and_a_refused_token_can_be_used_again() {
        var queued = Workshop.pipeline(ExecutionMode.QUEUED, Workshop.get(), Workshop.make());
        try (var shop = new Workshop(directory, queued)) {
            var steering = new Steering(shop);
            var started = steering.start(50);

            refused(
                            "ConcurrentPipelineExecutionsLimitExceededException",
                            () -> steering.start(it -> it.clientRequestToken("once")))
                    .hasMessageContaining("50");
            steering.stop(started.getLast(), true);
            var later = steering.start(it -> it.clientRequestToken("once"));
            assertThat(steering.start(it -> it.clientRequestToken("once"))).isEqualTo(later);
        }
    }

    @Test
    void a_pipeline_that_is_not_there_is_named() {
        try (var shop = new Workshop(directory)) {
            refused("PipelineNotFoundException", () -> new Steering(shop).start(it -> it.name("nowhere")))
                    .hasMessageContaining("nowhere");
        }
    }
}
