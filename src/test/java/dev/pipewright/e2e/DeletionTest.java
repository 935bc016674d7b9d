package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.InvalidTagsException;
import software.amazon.awssdk.services.codepipeline.model.JobNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineNameInUseException;
import software.amazon.awssdk.services.codepipeline.model.PipelineNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.Tag;

/** What is left of a pipeline that is deleted: nothing. */
final class DeletionTest {
    private static final Duration SECONDS = Duration.ofSeconds(8);

    @TempDir
    static Path directory;

    static LocalServer server;

    @BeforeAll
    static void start() throws Exception {
        server = LocalServer.start(directory.resolve("data"));
        server.s3().createBucket(create -> create.bucket(Sketch.INBOX));
        // The smallest archive there is: the end of an empty directory of entries.
        var empty = new byte[22];
        empty[0] = 'P';
        empty[1] = 'K';
        empty[2] = 5;
        empty[3] = 6;
        server.s3().putObject(put -> put.bucket(Sketch.INBOX).key("code.zip"), RequestBody.fromBytes(empty));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static PipelineDeclaration running(String name, String... commands) {
        return Sketch.pipeline(
                name,
                Sketch.stage("Source", Sketch.object("code.zip")),
                Sketch.stage("Build", Sketch.commands("Run", commands).build()));
    }

    private static Watch create(PipelineDeclaration pipeline) {
        server.codePipeline().createPipeline(request -> request.pipeline(pipeline));
        return new Watch(server.codePipeline(), pipeline.name());
    }

    private static Optional<ProcessHandle> process(Path pidFile) {
        try {
            return Files.exists(pidFile)
                    ? Files.readString(pidFile).lines().findFirst().map(Long::valueOf).flatMap(ProcessHandle::of)
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void deleting_a_pipeline_ends_the_process_tree_of_its_command_within_seconds() {
        var parent = directory.resolve("parent");
        var child = directory.resolve("child");
        var watch = create(running(
                "busy", "sleep 600 & echo $! > '" + child + "'; echo $$ > '" + parent + "'; wait"));
        var processes = Eventually.find("the command's processes", () ->
                process(parent).flatMap(one -> process(child).map(other -> new ProcessHandle[] {one, other})));

        server.codePipeline().deletePipeline(request -> request.name("busy"));

        for (var process : processes) {
            Eventually.within(SECONDS, "the end of " + process, process::isAlive, alive -> !alive);
        }
        assertThatThrownBy(watch::state).isInstanceOf(PipelineNotFoundException.class);
    }

    @Test
    void deleting_a_pipeline_between_two_looks_at_its_command_ends_it_too() {
        var pid = directory.resolve("between");
        var watch = create(running("between", "echo $$ > '" + pid + "'; exec sleep 600"));
        var process = Eventually.find("the command's process", () -> process(pid));
        // The first look has ended once the action says where its log is; the next one comes a second later.
        Eventually.see("the first look's end", () -> watch.action("Build", "Run").latestExecution(), run ->
                run.logStreamARN() != null);

        server.codePipeline().deletePipeline(request -> request.name("between"));

        Eventually.within(SECONDS, "the end of " + process, process::isAlive, alive -> !alive);
    }

    @Test
    void a_pipeline_of_the_same_name_starts_with_an_empty_history_and_version_one() {
        var first = create(running("phoenix", "true"));
        var old = first.newest(1);
        first.until(old, PipelineExecutionStatus.SUCCEEDED);
        server.codePipeline().updatePipeline(request -> request.pipeline(running("phoenix", "true", "true")));
        server.codePipeline().disableStageTransition(request -> request.pipelineName("phoenix")
                .stageName("Build")
                .transitionType("Inbound")
                .reason("old"));
        server.codePipeline().deletePipeline(request -> request.name("phoenix"));
        server.codePipeline().deletePipeline(request -> request.name("phoenix"));

        var second = create(running("phoenix", "true"));

        var execution = second.newest(1);
        assertThat(execution).isNotEqualTo(old);
        assertThat(second.until(execution, PipelineExecutionStatus.SUCCEEDED).pipelineVersion()).isEqualTo(1);
        assertThat(second.stage("Build").inboundTransitionState().enabled()).isTrue();
        assertThat(server.codePipeline()
                        .listActionExecutions(request -> request.pipelineName("phoenix"))
                        .actionExecutionDetails())
                .extracting(action -> action.pipelineExecutionId())
                .containsOnly(execution);
        assertThat(server.codePipeline()
                        .listTagsForResource(request -> request.resourceArn(arn("phoenix")))
                        .tags())
                .isEmpty();
    }

    @Test
    void a_job_of_a_deleted_pipeline_is_offered_to_nobody_and_answered_by_nobody() {
        var bench = CustomWorker.register(server.codePipeline(), ActionCategory.TEST, "Bench", 1, 0);
        var pipeline = Sketch.pipeline(
                "gone",
                Sketch.stage("Source", Sketch.object("code.zip")),
                Sketch.stage("Test", bench.action("Check", "gone", Map.of())
                        .inputArtifacts(Sketch.input("Code"))
                        .build()));
        create(pipeline);
        var orphan = bench.take("gone");
        server.codePipeline().deletePipeline(request -> request.name("gone"));

        assertThat(bench.poll("gone")).isEmpty();
        assertThatThrownBy(() -> bench.succeed(orphan)).isInstanceOf(JobNotFoundException.class);
        var again = create(pipeline);
        bench.succeed(bench.take("gone"));
        again.until(again.newest(1), PipelineExecutionStatus.SUCCEEDED);
    }

    @Test
    void tags_given_at_creation_are_listed_changed_and_gone_with_the_pipeline() {
        var client = server.codePipeline();
        var team = Tag.builder().key("team").value("blue").build();
        var created = client.createPipeline(request ->
                request.pipeline(running("tagged", "true")).tags(team, Tag.builder().key("empty").value("").build()));

        assertThat(created.tags()).contains(team);
        assertThat(tags("tagged")).containsExactlyInAnyOrder("team=blue", "empty=");
        client.tagResource(request ->
                request.resourceArn(arn("tagged")).tags(Tag.builder().key("team").value("red").build()));
        client.untagResource(request -> request.resourceArn(arn("tagged")).tagKeys("empty", "never-there"));
        assertThat(tags("tagged")).containsExactly("team=red");
        client.deletePipeline(request -> request.name("tagged"));
        client.createPipeline(request -> request.pipeline(running("tagged", "true")));
        assertThat(tags("tagged")).isEmpty();
    }

    private static List<String> tags(String pipeline) {
        return server.codePipeline().listTagsForResource(request -> request.resourceArn(arn(pipeline))).tags().stream()
                .map(tag -> tag.key() + "=" + tag.value())
                .toList();
    }

    private static String arn(String pipeline) {
        return "arn:aws:codepipeline:eu-west-1:000000000000:" + pipeline;
    }

    @Test
    void a_pipeline_with_bad_tags_or_a_taken_name_is_not_made() {
        var twice = Tag.builder().key("team").value("blue").build();
        assertThatThrownBy(() -> server.codePipeline()
                        .createPipeline(request -> request.pipeline(running("never", "true")).tags(twice, twice)))
                .isInstanceOf(InvalidTagsException.class)
                .hasMessageContaining("'team'");
        assertThatThrownBy(() -> new Watch(server.codePipeline(), "never").state())
                .isInstanceOf(PipelineNotFoundException.class);

        create(running("taken", "true"));
        assertThatThrownBy(() -> create(running("taken", "true"))).isInstanceOf(PipelineNameInUseException.class);
    }
}
