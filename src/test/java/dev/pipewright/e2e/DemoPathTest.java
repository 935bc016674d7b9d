package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateResponse;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageExecutionStatus;

/** From a push over a build and an approval to files in a bucket, and everything that can be asked about it. */
final class DemoPathTest {
    private static final Instant COMMITTED = Instant.parse("2026-03-04T05:06:07Z");

    @TempDir
    static Path directory;

    static LocalServer server;
    static Watch watch;
    static String commit;
    static String execution;
    static GetPipelineStateResponse waiting;

    @BeforeAll
    static void push_and_approve() throws Exception {
        server = LocalServer.start(directory.resolve("data"));
        server.codePipeline().createPipeline(request -> request.pipeline(Sketch.pipeline(
                "site",
                Sketch.stage("Source", Sketch.codeCommit("site")),
                Sketch.stage("Build", Sketch.commands(
                                "Build",
                                "mkdir out && cp index.html out/",
                                "echo 'run #{codepipeline.PipelineExecutionId}' > out/run.txt",
                                "export WORDS=$(wc -w < index.html | tr -d ' ')")
                        .namespace("BuildVariables")
                        .outputArtifacts(Sketch.output("Site", "out/*"))
                        .outputVariables("WORDS")
                        .build()),
                Sketch.stage("Approve", Sketch.approval("Approve", Map.of(
                        "CustomData", "#{BuildVariables.WORDS} words of #{SourceVariables.CommitId}"))),
                Sketch.stage("Deploy", Sketch.deploy("Deploy", "Site", Map.of(
                        "BucketName", "site-bucket",
                        "Extract", "true",
                        "ObjectKey", "#{SourceVariables.CommitId}/#{codepipeline.PipelineExecutionId}"))))));
        watch = new Watch(server.codePipeline(), "site");
        assertThat(watch.executions()).as("nothing runs before the first push").isEmpty();
        commit = push();
        execution = watch.newest(1);
        var asked = watch.asked(execution, "Approve", "Approve");
        waiting = watch.state();
        watch.answer("Approve", "Approve", asked.latestExecution().token(), ApprovalStatus.APPROVED, "Looks good");
        watch.until(execution, PipelineExecutionStatus.SUCCEEDED);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String push() throws Exception {
        var tree = Files.createDirectories(directory.resolve("tree"));
        Files.writeString(tree.resolve("index.html"), "<h1>Hello from Pipewright</h1>\n");
        git(tree, "init", "-q", "-b", "main");
        git(tree, "add", ".");
        git(tree, "commit", "-q", "-m", "First words\n\nMore of them.");
        git(tree, "-c", "http.extraHeader=Authorization: " + server.basicAuthorization(),
                "push", "-q", server.endpoint() + "/git/site", "main");
        return git(tree, "rev-parse", "HEAD").strip();
    }

    private static String git(Path tree, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(tree.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_AUTHOR_DATE", COMMITTED.toString());
        builder.environment().put("GIT_COMMITTER_DATE", COMMITTED.toString());
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("git %s: %s", List.of(arguments), said).isZero();
        return said;
    }

    @Test
    void the_execution_names_the_commit_with_its_message_date_and_page() {
        var told = watch.execution(execution);

        assertThat(told.pipelineName()).isEqualTo("site");
        assertThat(told.pipelineVersion()).isEqualTo(1);
        assertThat(told.status()).isEqualTo(PipelineExecutionStatus.SUCCEEDED);
        assertThat(told.artifactRevisions()).singleElement().satisfies(revision -> {
            assertThat(revision.name()).isEqualTo("Code");
            assertThat(revision.revisionId()).isEqualTo(commit);
            assertThat(revision.revisionSummary()).startsWith("First words");
            assertThat(Instant.parse(revision.revisionChangeIdentifier())).isEqualTo(COMMITTED);
            assertThat(revision.created()).isEqualTo(COMMITTED);
            assertThat(revision.revisionUrl()).startsWith(server.endpoint() + "/git/site/commit/");
        });
    }

    @Test
    void the_answer_has_the_revision_in_the_flat_and_in_the_nested_shape() {
        var told = SignedHttp.of(server)
                .call("GetPipelineExecution", """
                        {"pipelineName": "site", "pipelineExecutionId": "%s"}""".formatted(execution))
                .json()
                .get("pipelineExecution");

        var flat = told.get("artifactRevisions").get(0);
        var nested = told.get("artifactRevisionInformations").get(0);
        assertThat(told.get("artifactRevisions")).hasSize(1);
        assertThat(told.get("artifactRevisionInformations")).hasSize(1);
        assertThat(flat.get("revisionId").asString()).isEqualTo(commit);
        assertThat(flat.get("created").isNumber()).isTrue();
        assertThat(flat.get("created").asLong()).isEqualTo(COMMITTED.getEpochSecond());
        assertThat(nested.get("name")).isEqualTo(flat.get("name"));
        assertThat(nested.get("revision").propertyNames()).containsExactlyInAnyOrder(
                "revisionId", "revisionChangeIdentifier", "revisionSummary", "created", "revisionUrl");
        for (var member : nested.get("revision").properties()) {
            assertThat(member.getValue()).as(member.getKey()).isEqualTo(flat.get(member.getKey()));
        }
    }

    @Test
    void the_page_of_the_revision_opens_with_the_key_and_without_it_asks_for_it() {
        var page = URI.create(watch.execution(execution).artifactRevisions().getFirst().revisionUrl());

        var opened = SignedHttp.send(HttpRequest.newBuilder(page)
                .header("Authorization", server.basicAuthorization())
                .build());
        var refused = SignedHttp.send(HttpRequest.newBuilder(page).build());

        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(opened.body()).contains("First words");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).doesNotContain("First words");
    }

    @Test
    void the_state_shows_the_waiting_approval_with_a_token_and_the_stages_before_it_done() {
        var states = waiting.stageStates();

        assertThat(states).extracting(stage -> stage.stageName())
                .containsExactly("Source", "Build", "Approve", "Deploy");
        assertThat(states.subList(0, 2)).allSatisfy(stage ->
                assertThat(stage.latestExecution().status()).isEqualTo(StageExecutionStatus.SUCCEEDED));
        assertThat(states.get(2).latestExecution().status()).isEqualTo(StageExecutionStatus.IN_PROGRESS);
        assertThat(states.get(2).actionStates().getFirst().latestExecution().token()).isNotBlank();
        assertThat(states.get(3).latestExecution()).isNull();
        assertThat(states.getFirst().actionStates().getFirst().currentRevision().revisionId()).isEqualTo(commit);
        assertThat(states.getFirst().actionStates().getFirst().revisionUrl()).contains("/commit/" + commit);
    }

    @Test
    void the_state_after_the_end_shows_every_stage_done_and_who_approved() {
        assertThat(watch.state().stageStates()).allSatisfy(stage -> {
            assertThat(stage.inboundTransitionState().enabled()).isTrue();
            assertThat(stage.inboundExecutions()).isEmpty();
            assertThat(stage.latestExecution().pipelineExecutionId()).isEqualTo(execution);
            assertThat(stage.latestExecution().status()).isEqualTo(StageExecutionStatus.SUCCEEDED);
        });
        var approval = watch.action("Approve", "Approve").latestExecution();
        assertThat(approval.status()).isEqualTo(ActionExecutionStatus.SUCCEEDED);
        assertThat(approval.summary()).isEqualTo("Looks good");
        assertThat(approval.lastUpdatedBy()).isEqualTo("arn:aws:iam::000000000000:user/administrator");
        assertThat(approval.token()).isNull();
    }

    @Test
    void the_deployed_files_are_in_the_bucket_below_the_resolved_key() {
        var prefix = commit + "/" + execution + "/";

        var index = server.s3().getObjectAsBytes(get -> get.bucket("site-bucket").key(prefix + "out/index.html"));
        var run = server.s3().getObjectAsBytes(get -> get.bucket("site-bucket").key(prefix + "out/run.txt"));

        assertThat(index.asUtf8String()).isEqualTo("<h1>Hello from Pipewright</h1>\n");
        assertThat(index.response().contentType()).startsWith("text/html");
        assertThat(run.asUtf8String()).isEqualTo("run " + execution + "\n");
    }

    @Test
    void the_history_shows_each_action_with_its_settings_as_written_and_as_resolved() {
        var actions = server.codePipeline()
                .listActionExecutions(request ->
                        request.pipelineName("site").filter(filter -> filter.pipelineExecutionId(execution)))
                .actionExecutionDetails();

        assertThat(actions).extracting(ActionExecutionDetail::actionName)
                .containsExactly("Deploy", "Approve", "Build", "Source");
        assertThat(actions).allSatisfy(action -> {
            assertThat(action.status()).isEqualTo(ActionExecutionStatus.SUCCEEDED);
            assertThat(action.pipelineExecutionId()).isEqualTo(execution);
            assertThat(action.startTime()).isBeforeOrEqualTo(action.lastUpdateTime());
        });
        var deploy = actions.getFirst().input();
        assertThat(deploy.configuration()).containsEntry(
                "ObjectKey", "#{SourceVariables.CommitId}/#{codepipeline.PipelineExecutionId}");
        assertThat(deploy.resolvedConfiguration()).containsEntry("ObjectKey", commit + "/" + execution);
        assertThat(actions.get(1).input().resolvedConfiguration()).containsEntry("CustomData", "3 words of " + commit);
        assertThat(actions.get(2).output().outputVariables()).containsEntry("WORDS", "3");
        assertThat(actions.get(2).output().outputArtifacts()).singleElement()
                .satisfies(artifact -> assertThat(artifact.s3location().bucket()).isEqualTo(Sketch.ARTIFACTS));
        assertThat(actions.get(2).output().executionResult().logStreamARN()).startsWith("arn:aws:logs:");
        assertThat(actions.get(3).output().outputVariables())
                .containsEntry("CommitId", commit)
                .containsEntry("BranchName", "main")
                .containsEntry("RepositoryName", "site");
    }

    @Test
    void the_list_of_executions_names_the_commit_and_what_started_it() {
        assertThat(watch.executions()).singleElement().satisfies(summary -> {
            assertThat(summary.pipelineExecutionId()).isEqualTo(execution);
            assertThat(summary.status()).isEqualTo(PipelineExecutionStatus.SUCCEEDED);
            assertThat(summary.trigger().triggerDetail()).isEqualTo("Source");
            assertThat(summary.sourceRevisions()).singleElement().satisfies(revision -> {
                assertThat(revision.actionName()).isEqualTo("Source");
                assertThat(revision.revisionId()).isEqualTo(commit);
                assertThat(revision.revisionSummary()).startsWith("First words");
                assertThat(revision.revisionUrl()).endsWith("/commit/" + commit);
            });
            assertThat(summary.lastUpdateTime()).isAfterOrEqualTo(summary.startTime());
        });
    }
}
