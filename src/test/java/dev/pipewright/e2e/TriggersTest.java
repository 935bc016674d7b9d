package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.GitConfiguration;
import software.amazon.awssdk.services.codepipeline.model.GitPushFilter;
import software.amazon.awssdk.services.codepipeline.model.InvalidActionDeclarationException;
import software.amazon.awssdk.services.codepipeline.model.InvalidStructureException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.PipelineTriggerDeclaration;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;
import tools.jackson.databind.json.JsonMapper;

/** Pipelines that pushes to the server's own repositories start, as their triggers say. */
final class TriggersTest {
    private static final String HOSTED = "arn:aws:codestar-connections:%s:%s:connection/%s".formatted(
            LocalServer.REGION, LocalServer.ACCOUNT, "00000000-0000-0000-0000-000000000000");

    @TempDir
    static Path directory;

    static LocalServer server;

    @BeforeAll
    static void start() throws Exception {
        server = LocalServer.start(directory.resolve("data"));
        server.s3().createBucket(bucket -> bucket.bucket("trigger-outbox"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A pipeline over the hosted repository of its name, with its source and what it took in an object's key. */
    private static Watch pipeline(String name, GitPushFilter... filters) {
        var declared = Sketch.pipeline(
                        name,
                        Sketch.stage("Source", Sketch.connected(HOSTED, "anybody/" + name)),
                        Sketch.stage("Copy", Sketch.deploy("Copy", "Code", Map.of(
                                "BucketName", "trigger-outbox",
                                "Extract", "false",
                                "ObjectKey", name + "/#{SourceVariables.BranchName}/#{SourceVariables.CommitId}"))))
                .toBuilder();
        if (filters.length > 0) {
            declared.triggers(PipelineTriggerDeclaration.builder()
                    .providerType("CodeStarSourceConnection")
                    .gitConfiguration(GitConfiguration.builder().sourceActionName("Source").push(filters).build())
                    .build());
        }
        server.codePipeline().createPipeline(request -> request.pipeline(declared.build()));
        return new Watch(server.codePipeline(), name);
    }

    private static GitPushFilter branches(String... includes) {
        return GitPushFilter.builder().branches(branches -> branches.includes(includes)).build();
    }

    private static GitPushFilter tags(String... includes) {
        return GitPushFilter.builder().tags(tags -> tags.includes(includes)).build();
    }

    private static Map<String, String> detail(PipelineExecutionSummary execution) {
        return new JsonMapper().readTree(execution.trigger().triggerDetail()).properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().asString()));
    }

    @Test
    void filters_on_branches_tags_and_paths_decide_which_push_starts_the_pipeline() throws Exception {
        var onMain = GitPushFilter.builder()
                .branches(branches -> branches.includes("main"))
                .filePaths(paths -> paths.includes("src/**").excludes("**/*.md"))
                .build();
        var watch = pipeline("filtered", onMain, tags("v*"));
        var remote = server.remote("filtered");
        var work = new Checkout(directory.resolve("filtered"));
        assertThat(watch.executions()).hasSize(1);
        assertThat(watch.executions().getFirst().trigger().triggerType()).isEqualTo(TriggerType.CREATE_PIPELINE);

        var first = work.commit("One", Map.of("src/a", "1"));
        work.push(remote, "main");
        work.commit("Two", Map.of("docs/a", "2", "src/a.md", "2"));
        work.push(remote, "main");
        work.run("tag", "x1");
        work.push(remote, "x1");
        work.run("branch", "dev");
        work.push(remote, "dev");
        assertThat(watch.executions()).as("a new branch, other files, other tags, other branches").hasSize(1);

        var third = work.commit("Three", Map.of("docs/b", "3", "src/a", "3"));
        work.push(remote, "main");
        // The push was answered when the start was on disk.
        assertThat(watch.executions()).hasSize(2);
        var pushed = watch.executions().getFirst();
        assertThat(pushed.trigger().triggerType()).isEqualTo(TriggerType.WEBHOOK_V2);
        assertThat(detail(pushed))
                .containsEntry("EventType", "PUSH")
                .containsEntry("ProviderType", "Pipewright")
                .containsEntry("FullRepositoryName", "filtered")
                .containsEntry("BranchName", "main")
                .containsEntry("CommitId", third);
        watch.until(pushed.pipelineExecutionId(), PipelineExecutionStatus.SUCCEEDED);
        assertThat(watch.executions().getFirst().sourceRevisions().getFirst().revisionId()).isEqualTo(third);
        assertThat(watch.executions().getFirst().sourceRevisions().getFirst().revisionSummary())
                .isEqualTo("{\"ProviderType\":\"Pipewright\",\"CommitMessage\":\"Three\"}");

        work.run("tag", "-a", "-m", "A release", "v1", first);
        work.push(remote, "v1");
        assertThat(watch.executions()).hasSize(3);
        var tagged = watch.executions().getFirst();
        assertThat(detail(tagged)).containsEntry("TagName", "v1").containsEntry("CommitId", first);
        watch.until(tagged.pipelineExecutionId(), PipelineExecutionStatus.SUCCEEDED);
        assertThat(watch.executions().getFirst().sourceRevisions().getFirst().revisionId()).isEqualTo(first);

        work.push(remote, ":v1");
        assertThat(watch.executions()).hasSize(3);
    }

    @Test
    void the_branch_of_the_event_replaces_the_configured_one() throws Exception {
        var watch = pipeline("branched", branches("feature/*"));
        var work = new Checkout(directory.resolve("branched"));
        var commit = work.commit("One", Map.of("a", "1"));
        work.push(server.remote("branched"), "main", "main:feature/x", "main:feature/a/b");

        assertThat(watch.executions()).hasSize(2);
        var execution = watch.executions().getFirst().pipelineExecutionId();
        watch.until(execution, PipelineExecutionStatus.SUCCEEDED);
        assertThat(server.s3().listObjectsV2(list -> list.bucket("trigger-outbox").prefix("branched/")).contents())
                .extracting(object -> object.key())
                .containsExactly("branched/feature/x/" + commit);
    }

    @Test
    void without_a_trigger_every_push_to_the_branch_starts_the_pipeline() throws Exception {
        var watch = pipeline("plain");
        var work = new Checkout(directory.resolve("plain"));
        work.commit("One", Map.of("a", "1"));
        work.push(server.remote("plain"), "main", "main:dev");
        assertThat(watch.executions()).hasSize(2);
        var commit = work.commit("Two", Map.of("a", "2"));
        work.push(server.remote("plain"), "main", "main:dev");
        assertThat(watch.executions()).hasSize(3);
        assertThat(detail(watch.executions().getFirst())).containsEntry("CommitId", commit);
    }

    @Test
    void each_of_two_pushes_is_what_its_execution_takes() throws Exception {
        var watch = pipeline("twice");
        var work = new Checkout(directory.resolve("twice"));
        var commits = List.of(
                pushed(work, "twice", "One"), pushed(work, "twice", "Two"), pushed(work, "twice", "Three"));
        assertThat(watch.executions()).hasSize(4);
        assertThat(watch.executions().stream().limit(3).map(each -> detail(each).get("CommitId")))
                .containsExactlyElementsOf(commits.reversed());
    }

    private static String pushed(Checkout work, String repository, String message) throws Exception {
        var commit = work.commit(message, Map.of("a", message));
        work.push(server.remote(repository), "main");
        return commit;
    }

    @Test
    void triggers_are_read_back_as_they_were_sent() {
        pipeline("read", branches("main"), tags("v*"));
        var triggers = server.codePipeline().getPipeline(get -> get.name("read")).pipeline().triggers();
        assertThat(triggers).hasSize(1);
        assertThat(triggers.getFirst().gitConfiguration().push()).containsExactly(branches("main"), tags("v*"));
    }

    @Test
    void a_trigger_that_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> pipeline("bad", branches("feature/[a")))
                .isInstanceOf(InvalidStructureException.class)
                .hasMessageContaining("The pattern 'feature/[a' among the push branches");
    }

    @Test
    void a_connection_that_is_not_there_is_refused() {
        var arn = HOSTED.replace("connection/00000000", "connection/11111111");
        assertThatThrownBy(() -> server.codePipeline().createPipeline(request -> request.pipeline(Sketch.pipeline(
                        "nowhere",
                        Sketch.stage("Source", Sketch.connected(arn, "acme/shop")),
                        Sketch.stage("Go", Sketch.approval("Go"))))))
                .isInstanceOf(InvalidActionDeclarationException.class)
                .hasMessageContaining("names the connection '" + arn + "', which does not exist");
    }
}
