package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.Job;
import software.amazon.awssdk.services.codepipeline.model.JobStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;

/** Servers that end at bad moments, and what the next one on the same directory makes of it. */
final class RestartTest {
    private static final String NAME = "relay";

    @TempDir
    private Path folder;

    private Path data;
    private ServerProcess server;
    private Caller caller;

    @BeforeEach
    void start() throws Exception {
        data = folder.resolve("data");
        startAgain();
    }

    @AfterEach
    void stop() throws Exception {
        caller.close();
        server.close();
    }

    private void startAgain() throws Exception {
        server = ServerProcess.start(data);
        caller = new Caller(server, NAME);
    }

    private void killAndStartAgain() throws Exception {
        server.kill();
        stop();
        startAgain();
    }

    @Test
    void a_killed_server_goes_on_where_it_was() throws Exception {
        var begun = folder.resolve("begun");
        var gate = folder.resolve("gate");
        caller.codePipeline().createCustomActionType(it -> it.category(Declared.TESTER.category())
                .provider(Declared.TESTER.provider())
                .version(Declared.TESTER.version())
                .inputArtifactDetails(count -> count.minimumCount(0).maximumCount(0))
                .outputArtifactDetails(count -> count.minimumCount(0).maximumCount(0)));
        caller.codePipeline().createPipeline(it -> it.pipeline(Declared.pipeline(
                NAME,
                Declared.source("relay"),
                Declared.build(
                        "echo begun >> '" + begun + "'",
                        "until [ -e '" + gate + "' ]; do sleep 0.05; done",
                        "mkdir site && cp page.txt site/"),
                Declared.approve(),
                Declared.test(),
                Declared.deploy("relay-site"))));
        var checkout = new Checkout(folder.resolve("work"));
        var commit = checkout.commit("Say hello", Map.of("page.txt", "hello"));

        checkout.push(server, "relay").success();
        killAndStartAgain();
        var execution = Until.found("the push started the pipeline", () -> caller.executions().stream().findFirst())
                .pipelineExecutionId();

        Until.holds("the command runs", () -> Files.exists(begun));
        killAndStartAgain();
        assertThat(caller.hasSucceeded(execution, "Source")).isTrue();
        Files.createFile(gate);

        var token = Until.found("the approval waits", caller::approvalToken);
        killAndStartAgain();
        assertThat(caller.approvalToken()).contains(token);
        caller.approve(token);
        killAndStartAgain();
        assertThat(caller.hasSucceeded(execution, "Approve")).isTrue();

        var job = Until.found("the job waits for a worker", this::poll);
        assertThat(acknowledge(job)).isEqualTo(JobStatus.IN_PROGRESS);
        killAndStartAgain();
        assertThat(poll()).as("the job is held by who acknowledged it").isEmpty();
        caller.codePipeline().putJobSuccessResult(it -> it.jobId(job.id()).continuationToken("half"));
        killAndStartAgain();
        var next = Until.found("the continued job waits", this::poll);
        assertThat(next.data().continuationToken()).isEqualTo("half");
        assertThat(next.id()).isNotEqualTo(job.id());
        acknowledge(next);
        caller.codePipeline().putJobSuccessResult(it -> it.jobId(next.id()));
        killAndStartAgain();

        Until.holds("the execution succeeds", () -> caller.status(execution) == PipelineExecutionStatus.SUCCEEDED);
        assertThat(caller.executions()).as("one push, one execution").singleElement().satisfies(one ->
                assertThat(one.sourceRevisions().getFirst().revisionId()).isEqualTo(commit));
        assertThat(caller.runs(execution))
                .as("every action ran once")
                .extracting(ActionExecutionDetail::actionName)
                .containsExactlyInAnyOrder("Source", "Build", "Approve", "Test", "Deploy");
        assertThat(begun).as("the command ran once").hasContent("begun");
        assertThat(caller.object("relay-site", "site/page.txt")).isEqualTo("hello");
        checkDatabases();
    }

    private Optional<Job> poll() {
        return caller.codePipeline().pollForJobs(it -> it.actionTypeId(Declared.TESTER)).jobs().stream().findFirst();
    }

    private JobStatus acknowledge(Job job) {
        return caller.codePipeline().acknowledgeJob(it -> it.jobId(job.id()).nonce(job.nonce())).status();
    }

    @Test
    void whatever_was_pushed_is_built_or_superseded_however_often_the_server_is_killed() throws Exception {
        var random = new Random(20150709);
        var built = folder.resolve("built");
        caller.codePipeline().createPipeline(it -> it.pipeline(Declared.pipeline(
                NAME,
                Declared.source("relay"),
                Declared.build("cat page.txt >> '" + built + "'", "mkdir site && cp page.txt site/"),
                Declared.deploy("relay-site"))));
        var checkout = new Checkout(folder.resolve("work"));
        var pushed = new ArrayList<String>();
        var started = new ArrayList<String>();
        var attempts = 0;

        for (int life = 0; life < 8; life++) {
            var target = server;
            var by = caller;
            var patience = TimeUnit.MILLISECONDS.toNanos(100 + random.nextInt(900));
            var killer = Thread.ofPlatform().start(() -> {
                LockSupport.parkNanos(patience);
                try {
                    target.kill();
                } catch (InterruptedException impossible) {
                    throw new IllegalStateException(impossible);
                }
            });
            do {
                var commit = checkout.commit("Change", Map.of("page.txt", "page " + attempts++ + "\n"));
                if (checkout.push(target, "relay").status() == 0) pushed.add(commit);
                start(by, started);
            } while (killer.isAlive());
            killer.join();
            stop();
            startAgain();
        }
        var last = checkout.commit("Change", Map.of("page.txt", "the last page\n"));
        checkout.push(server, "relay").success();
        pushed.add(last);

        Until.holds("everything ends", () -> caller.executions().stream()
                .noneMatch(it -> it.status() == PipelineExecutionStatus.IN_PROGRESS));
        var executions = caller.executions();
        assertThat(executions).extracting(it -> it.pipelineExecutionId()).containsAll(started);
        assertThat(executions)
                .extracting(it -> it.status())
                .containsOnly(PipelineExecutionStatus.SUCCEEDED, PipelineExecutionStatus.SUPERSEDED);
        assertThat(executions.getFirst().status()).isEqualTo(PipelineExecutionStatus.SUCCEEDED);
        assertThat(executions.getFirst().sourceRevisions().getFirst().revisionId()).isEqualTo(last);
        assertThat(caller.object("relay-site", "site/page.txt")).isEqualTo("the last page\n");
        for (var execution : executions) {
            var runs = caller.runs(execution.pipelineExecutionId());
            assertThat(runs).extracting(ActionExecutionDetail::actionName).doesNotHaveDuplicates();
            assertThat(runs).allMatch(run -> run.status() == ActionExecutionStatus.SUCCEEDED);
        }
        var builds = executions.stream()
                .filter(it -> caller.hasSucceeded(it.pipelineExecutionId(), "Build"))
                .count();
        assertThat(Files.readAllLines(built)).as("every build ran once").hasSize((int) builds);
        assertThat(pushed).hasSizeGreaterThan(4);
        checkDatabases();
    }

    private static void start(Caller caller, List<String> started) {
        try {
            started.add(caller.codePipeline().startPipelineExecution(it -> it.name(NAME)).pipelineExecutionId());
        } catch (SdkException notAcknowledged) {
            // Nobody was promised anything.
        }
    }

    private void checkDatabases() throws Exception {
        server.kill();
        for (var file : List.of("pipewright.db", "s3/index.db")) {
            assertThat(data.resolve(file)).exists();
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve(file));
                    var rows = connection.createStatement().executeQuery("PRAGMA integrity_check")) {
                assertThat(rows.getString(1)).as(file).isEqualTo("ok");
            }
        }
    }

    @Test
    void a_signal_ends_the_server_and_leaves_its_commands_to_the_next_one() throws Exception {
        var begun = folder.resolve("begun");
        var gate = folder.resolve("gate");
        caller.codePipeline().createPipeline(it -> it.pipeline(Declared.pipeline(
                NAME,
                Declared.source("relay"),
                Declared.build(
                        "echo begun >> '" + begun + "'",
                        "until [ -e '" + gate + "' ]; do sleep 0.05; done",
                        "mkdir site && cp page.txt site/"),
                Declared.deploy("relay-site"))));
        var checkout = new Checkout(folder.resolve("work"));
        checkout.commit("Say hello", Map.of("page.txt", "hello"));
        checkout.push(server, "relay").success();
        Until.holds("the command runs", () -> Files.exists(begun));
        var execution = caller.executions().getFirst().pipelineExecutionId();

        assertThat(server.terminate()).isEqualTo(143);
        assertThat(data.resolve("endpoint")).doesNotExist();
        assertThat(server.log()).doesNotContain("ERROR", "WARN", "\tat ");
        stop();
        startAgain();
        assertThat(server.interrupt()).isEqualTo(130);
        assertThat(data.resolve("endpoint")).doesNotExist();
        assertThat(server.log()).doesNotContain("ERROR", "WARN", "\tat ");
        stop();
        startAgain();
        assertThat(caller.status(execution)).isEqualTo(PipelineExecutionStatus.IN_PROGRESS);
        Files.createFile(gate);

        Until.holds("the execution succeeds", () -> caller.status(execution) == PipelineExecutionStatus.SUCCEEDED);
        assertThat(begun).as("the command ran once").hasContent("begun");
        assertThat(caller.object("relay-site", "site/page.txt")).isEqualTo("hello");
    }
}
