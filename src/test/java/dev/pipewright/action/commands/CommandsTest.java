package dev.pipewright.action.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.action.Given;
import dev.pipewright.action.InMemoryObjects;
import dev.pipewright.action.ObjectStore;
import dev.pipewright.action.ObjectStore.PutOptions;
import dev.pipewright.action.Progress;
import dev.pipewright.action.Zips;
import dev.pipewright.action.archive.ArchiveLimits;
import dev.pipewright.action.logs.FileLogStore;
import dev.pipewright.model.EnvironmentVariable;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Outcome;
import dev.pipewright.model.Revision;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CommandsTest {
    private static final String GROUP = "/aws/codepipeline/shop";
    private static final Settings QUICK =
            new Settings(100_000, Duration.ofMillis(100), Duration.ofSeconds(20), ArchiveLimits.STANDARD);
    /** The first call looks once and answers. */
    private static final Settings IMPATIENT =
            new Settings(100_000, Duration.ofMillis(100), Duration.ZERO, ArchiveLimits.STANDARD);

    @TempDir
    Path folder;

    private final InMemoryObjects objects = new InMemoryObjects();
    private volatile Instant now = Given.STARTED;
    private FileLogStore logs;

    @BeforeEach
    void source() {
        logs = new FileLogStore(folder.resolve("logs"));
        artifact("App", Zips.zip().file("readme", "hello").program("tools/greet", "#!/bin/sh\necho greetings\n"));
    }

    @AfterEach
    void nothing_goes_on() {
        provider(QUICK).abandon(action().request(Optional.empty()));
        assertThat(processes()).isEmpty();
    }

    private Commands provider(Settings settings) {
        return new Commands(objects, logs, folder.resolve("runs"), () -> now, settings);
    }

    private Given action() {
        return Given.action(provider(QUICK)).reading("App");
    }

    private void artifact(String name, Zips zip) {
        objects.put(Given.BUCKET, name, zip.bytes(), PutOptions.contentType("application/zip"));
    }

    private List<String> log() throws IOException {
        return logs.forward(GROUP, Given.ID, 0, 1_000_000).stream().map(FileLogStore.Line::text).toList();
    }

    private Path runFolder() {
        return folder.resolve("runs").resolve(Given.ID);
    }

    private Map<String, String> packed(String artifact) {
        return Zips.contents(objects.written(Given.BUCKET, artifact).bytes());
    }

    /** The command lines of this run's processes, found in another way than the runner finds them. */
    private List<String> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> Files.isReadable(Path.of("/proc/" + process.pid() + "/environ")))
                .filter(process -> {
                    try {
                        var environment = Files.readString(
                                Path.of("/proc/" + process.pid() + "/environ"),
                                StandardCharsets.ISO_8859_1);
                        return environment.contains("PIPEWRIGHT_RUN=") && environment.contains(Given.ID);
                    } catch (IOException gone) {
                        return false;
                    }
                })
                .map(process -> process.info().commandLine().orElse("?"))
                .toList();
    }

    // What commands see and leave.

    @Test
    void commands_run_one_after_the_other_in_one_shell_in_the_first_artifact() throws Exception {
        var success = action()
                .running("GREETING='hi there'", "cd tools", "echo \"$GREETING from $(pwd)\"", "./greet")
                .success();

        assertThat(log())
                .containsSubsequence(
                        "[pipewright] Running command GREETING='hi there'",
                        "[pipewright] Running command cd tools",
                        "hi there from " + runFolder() + "/src/App/tools",
                        "[pipewright] Running command ./greet",
                        "greetings",
                        "[pipewright] All 4 commands succeeded.");
        assertThat(success.details().externalExecutionId()).isEqualTo("shop:" + Given.ID);
        assertThat(success.details().logStreamArn())
                .isEqualTo("arn:aws:logs:eu-west-1:111122223333:log-group:" + GROUP + ":log-stream:" + Given.ID);
        assertThat(success.details().summary()).isEqualTo("All 4 commands succeeded.");
    }

    @Test
    void output_goes_to_the_log_in_order_from_both_streams() throws Exception {
        action().running("echo one; echo two >&2; echo three").success();

        assertThat(log()).containsSubsequence("one", "two", "three");
    }

    @Test
    void the_environment_is_the_service_s_and_the_action_s_and_nothing_of_the_server() throws Exception {
        artifact("Lib", Zips.zip().file("lib", "1"));
        var revision = new Revision("App", "commit-1", "x", "y", now, null);

        action().reading("App", "Lib")
                .after(revision)
                .in(new EnvironmentVariable("STAGE", "beta", "PLAINTEXT"))
                .running("env > environment; pwd > \"$HOME/x\"; test -d \"$TMPDIR\"; cat environment")
                .success();

        var environment = log().stream()
                .filter(line -> line.matches("[A-Za-z_0-9]+=.*"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        var folder = runFolder().toString();
        assertThat(environment)
                .containsEntry("CODEBUILD_SRC_DIR", folder + "/src/App")
                .containsEntry("CODEBUILD_SRC_DIR_App", folder + "/src/App")
                .containsEntry("CODEBUILD_SRC_DIR_Lib", folder + "/src/Lib")
                .containsEntry("CODEBUILD_BUILD_ID", "shop:" + Given.ID)
                .containsEntry(
                        "CODEBUILD_BUILD_ARN", "arn:aws:codebuild:eu-west-1:111122223333:build/shop:" + Given.ID)
                .containsEntry("CODEBUILD_BUILD_NUMBER", "2")
                .containsEntry("CODEBUILD_START_TIME", Long.toString(Given.STARTED.toEpochMilli()))
                .containsEntry("CODEBUILD_INITIATOR", "codepipeline/shop")
                .containsEntry("CODEBUILD_SOURCE_VERSION", "arn:aws:s3:::artifacts/App")
                .containsEntry("CODEBUILD_RESOLVED_SOURCE_VERSION", "commit-1")
                .containsEntry("CODEBUILD_BUILD_SUCCEEDING", "1")
                .containsEntry("AWS_REGION", "eu-west-1")
                .containsEntry("AWS_DEFAULT_REGION", "eu-west-1")
                .containsEntry("CODEPIPELINE_PIPELINE_NAME", "shop")
                .containsEntry("CODEPIPELINE_PIPELINE_EXECUTION_ID", "execution-1")
                .containsEntry("HOME", folder + "/home")
                .containsEntry("STAGE", "beta");
        assertThat(environment.keySet().stream()
                        .filter(name -> !name.matches("(CODEBUILD|CODEPIPELINE|AWS)_.*")))
                .containsExactlyInAnyOrder(
                        "PATH", "LANG", "HOME", "TMPDIR", "STAGE", "PIPEWRIGHT_RUN", "PWD", "OLDPWD", "SHLVL", "_");
    }

    @Test
    void values_reach_the_commands_as_they_are() throws Exception {
        var hostile = "$(touch injected) `touch injected` \"'; touch injected; # $HOME \\n \n second line";

        var success = action().in(new EnvironmentVariable("VALUE", hostile, "PLAINTEXT"))
                .running("COPY=$VALUE", "test ! -e injected", ": 'it''s' \"$VALUE\"")
                .telling("COPY")
                .success();

        assertThat(success.outputVariables()).containsEntry("COPY", hostile);
        assertThat(log().toString()).doesNotContain("touch injected");
    }

    @Test
    void neither_values_nor_commands_are_on_a_command_line() throws Exception {
        action().in(new EnvironmentVariable("TOKEN", "open-sesame", "PLAINTEXT"))
                .running(": 'shut-sesame'; cat /proc/[0-9]*/cmdline | tr '\\0' ' ' > lines", "! grep -a sesame lines")
                .success();
    }

    @Test
    void variables_are_told_as_the_shell_has_them_at_the_end() throws Exception {
        var success = action().running("A=1; export B=two; C=", "A=3", "E='x\ny'")
                .telling("A", "B", "C", "D", "E")
                .success();

        assertThat(success.outputVariables())
                .isEqualTo(Map.of("A", "3", "B", "two", "C", "", "E", "x\ny"));
    }

    @Test
    void a_command_may_end_the_shell_early_and_well() throws Exception {
        var success = action().running("A=1; exit 0", "echo never").telling("A").success();

        assertThat(success.outputVariables()).containsEntry("A", "1");
        assertThat(log()).doesNotContain("never");
    }

    @Test
    void too_large_variables_are_refused() throws Exception {
        var failure = action().running("A=$(head -c 122880 /dev/zero | tr '\\0' x)").telling("A").failure();

        assertThat(failure.message()).contains("122,880 bytes");
    }

    @Test
    void files_become_the_output_artifact() throws Exception {
        action().running("mkdir -p out/deep; echo 1 > out/a; echo 2 > out/deep/b; chmod +x out/a; cd out")
                .making("Built", "out/**/*")
                .success();

        assertThat(packed("Built")).containsOnlyKeys("out/a", "out/deep/b");
        assertThat(objects.written(Given.BUCKET, "Built").options().kmsKeyId()).isEqualTo("alias/artifacts");
    }

    // What commands do wrong.

    @Test
    void the_first_failing_command_ends_the_run_with_its_status_and_last_words() throws Exception {
        var failure = action().running("echo fine", "echo 'no such luck'; exit 7", "echo never").failure();

        assertThat(failure.type()).isEqualTo(FailureType.JobFailed);
        assertThat(failure.message())
                .isEqualTo("The command \"echo 'no such luck'; exit 7\" failed with exit status 7."
                        + " The log ends with: fine | no such luck");
        assertThat(failure.details().logStreamArn()).isNotNull();
        assertThat(log()).doesNotContain("never");
    }

    @Test
    void a_command_that_does_not_exist_is_named_with_status_127() throws Exception {
        var failure = action().running("no-such-command --fast").failure();

        assertThat(failure.type()).isEqualTo(FailureType.JobFailed);
        assertThat(failure.message())
                .startsWith("The command \"no-such-command --fast\" failed with exit status 127 (command not found).")
                .contains("no-such-command: command not found");
    }

    @Test
    void a_command_that_is_no_shell_language_fails_like_any_other() throws Exception {
        assertThat(action().running("echo 'open", "echo never").failure().message())
                .startsWith("The command \"echo 'open\" failed with exit status ");
    }

    @Test
    void a_shell_that_is_killed_says_so() throws Exception {
        assertThat(action().running("kill -9 $$").failure().message())
                .contains("failed with exit status 137 (ended by signal 9)");
        assertThat(action().withId("other-run").running("kill -9 $PPID; sleep 100").failure().message())
                .contains("killed from outside");
    }

    @Test
    void strict_shell_settings_of_a_command_hold_for_the_next_ones() throws Exception {
        var failure = action().running("set -eu", "false; echo never").failure();

        assertThat(failure.message()).contains("\"false; echo never\"", "exit status 1");
        assertThat(log()).doesNotContain("never");
    }

    @Test
    void a_pattern_without_files_is_named() throws Exception {
        var failure = action().running("true").making("Built", "dist/*").failure();

        assertThat(failure.type()).isEqualTo(FailureType.JobFailed);
        assertThat(failure.message()).contains("\"dist/*\"", "matches no file");
        assertThat(objects.versions(Given.BUCKET, "Built")).isZero();
    }

    @Test
    void an_artifact_that_leaves_the_workspace_is_refused() throws Exception {
        var before = action().running("touch ran").making("Built", "../../secret").failure();
        assertThat(before.type()).isEqualTo(FailureType.ConfigurationError);
        assertThat(before.message()).contains("\"../../secret\"");

        var after = action().running("ln -s /etc/passwd leak").making("Built", "**/*").failure();
        assertThat(after.message()).contains("\"leak\"", "leads out");
        assertThat(objects.versions(Given.BUCKET, "Built")).isZero();
    }

    @Test
    void a_removed_workspace_is_no_trouble_of_the_server() throws Exception {
        assertThat(action().running("rm -rf \"$CODEBUILD_SRC_DIR\"").making("Built", "**/*").failure().message())
                .contains("removed their working folder");
    }

    @Test
    void what_cannot_be_run_is_said_before_anything_runs() throws Exception {
        var secret = new EnvironmentVariable("TOKEN", "arn:secret", "SECRETS_MANAGER");
        var reserved = new EnvironmentVariable("CODEBUILD_SRC_DIR", "/etc", "PLAINTEXT");
        for (var wrong : List.of(
                action().in(secret),
                action().in(reserved),
                action().telling("A-B"),
                action().telling("A}$(touch /tmp/x)"),
                action().making("Built"),
                action().with(Map.of("EnvironmentType", "WINDOWS_SERVER_2022_CONTAINER")),
                action().withId("../../etc"))) {
            var failure = wrong.running("true").failure();
            assertThat(failure.type()).isEqualTo(FailureType.ConfigurationError);
            assertThat(failure.message()).endsWith(".");
        }
        assertThat(folder.resolve("logs")).doesNotExist();
    }

    @Test
    void a_missing_or_hostile_input_is_named() throws Exception {
        assertThat(action().reading("None").running("true").failure().message()).contains("\"None\"");

        artifact("Evil", Zips.zip().file("../../evil", "x"));
        assertThat(action().reading("Evil").running("true").failure().message())
                .contains("\"Evil\" cannot be unpacked", "../../evil");
        assertThat(runFolder()).doesNotExist();
    }

    // Logs of every kind.

    @Test
    void a_log_is_cut_at_its_cap_and_the_commands_run_on() throws Exception {
        var success = action().running("head -c 5000000 /dev/zero | tr '\\0' 'x'", "echo; echo unheard; A=done")
                .telling("A")
                .success();

        assertThat(success.outputVariables()).containsEntry("A", "done");
        var file = logs.file(GROUP, Given.ID);
        assertThat(Files.size(file)).isBetween(100_000L, 101_000L);
        assertThat(Files.readString(file)).contains("[pipewright] The log is cut here").doesNotContain("unheard\n");
    }

    @Test
    void output_without_a_line_end_and_output_that_is_no_text_is_kept() throws Exception {
        action().running("printf 'no end'", "head -c 3000 /dev/urandom; printf '\\377\\000end'").success();

        assertThat(log().getLast()).isEqualTo("[pipewright] All 2 commands succeeded.");
        assertThat(log().toString()).contains("no end[pipewright] Running command", "end");
    }

    @Test
    void lines_are_in_the_log_while_the_command_still_runs() throws Exception {
        var working = action().by(provider(IMPATIENT)).running("echo early; sleep 100").advance();

        assertThat(working).isInstanceOfSatisfying(Progress.Working.class, answer -> assertThat(
                        answer.details().logStreamArn()).endsWith(Given.ID));
        awaitLine("early");
    }

    // The processes.

    @Test
    void what_forks_and_leaves_is_ended_with_the_shell() throws Exception {
        action().running(
                        "(trap '' TERM HUP; sleep 101) &",
                        "nohup sleep 102 > /dev/null 2>&1 &",
                        "setsid sh -c 'trap \"\" TERM HUP; cd /; while :; do sleep 103; done' > /dev/null 2>&1 &",
                        "env -i setsid sleep 104 > /dev/null 2>&1 &",
                        "(env -i sleep 105 &) ; echo started")
                .success();

        assertThat(log()).contains("started");
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> line.matches(".*sleep 10[1-5]")))
                .isEmpty();
    }

    @Test
    void a_command_that_ignores_being_asked_is_killed_at_the_deadline() throws Exception {
        var running = action().by(provider(IMPATIENT)).running("trap '' TERM INT; echo up; while :; do sleep 1; done");
        var working = (Progress.Working) running.advance();
        awaitLine("up");

        now = Given.STARTED.plusSeconds(3300);
        var failure = running.by(provider(QUICK)).failure();

        assertThat(working.continuationToken()).isEqualTo(Given.ID);
        assertThat(failure.type()).isEqualTo(FailureType.JobFailed);
        assertThat(failure.message()).contains("deadline 2026-05-06T08:03:09Z", "up");
        assertThat(processes()).isEmpty();
    }

    @Test
    void nothing_begins_after_the_deadline() throws Exception {
        assertThat(action().running("true").until(now).failure().message()).contains("did not begin");
    }

    @Test
    void an_abandoned_run_is_ended_and_cleared_up_and_may_be_abandoned_again() throws Exception {
        var action = action().by(provider(IMPATIENT)).running("trap '' TERM; echo up; while :; do sleep 1; done");
        action.advance();
        awaitLine("up");

        action.provider().abandon(action.request(Optional.empty()));
        assertThat(processes()).isEmpty();
        assertThat(runFolder()).doesNotExist();

        action.provider().abandon(action.request(Optional.empty()));
        provider(QUICK).abandon(action.withId("never-began").request(Optional.empty()));
        provider(QUICK).abandon(action.withId("../../etc").request(Optional.empty()));
    }

    /** Commands that note every start and then wait for a file named go in their folder. */
    private Given waiting() {
        return action().running("echo start >> starts; echo up", "until test -e go; do sleep 0.02; done", "A=$(cat go)")
                .telling("A")
                .making("Built", "starts");
    }

    private void letGo() throws IOException {
        var file = Files.writeString(runFolder().resolve("go.new"), "on");
        Files.move(file, runFolder().resolve("src/App/go"));
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            Thread.sleep(5);
        }
    }

    private void awaitLine(String line) throws Exception {
        until(() -> log().contains(line));
    }

    @Test
    void a_run_that_is_abandoned_while_its_inputs_arrive_never_begins() throws Exception {
        var abandonedMidway = new ObjectStore() {
            private Runnable then;

            @Override
            public Optional<StoredObject> find(String bucket, String key, Optional<String> version)
                    throws IOException {
                return objects.find(bucket, key, version);
            }

            @Override
            public InputStream open(StoredObject object) throws IOException {
                then.run();
                return objects.open(object);
            }

            @Override
            public StoredObject put(String bucket, String key, Path content, PutOptions options) {
                throw new AssertionError("nothing was made");
            }
        };
        var provider = new Commands(abandonedMidway, logs, folder.resolve("runs"), () -> now, QUICK);
        var action = action().by(provider).running("echo up");
        abandonedMidway.then = () -> provider.abandon(action.request(Optional.empty()));

        assertThat(action.outcome()).isInstanceOf(Outcome.Failed.class);
        assertThat(processes()).isEmpty();
        assertThat(log()).doesNotContain("up");
        assertThat(runFolder()).doesNotExist();
    }

    @Test
    void commands_that_meddle_with_the_runner_s_files_harm_only_themselves() throws Exception {
        for (var meddling : List.of(
                "mkfifo ../../status ../../result",
                "mkdir ../../variables ../../result",
                "ln -s /etc/hostname ../../variables; ln -s /etc/hostname ../../result",
                "printf 'failure=\\u00zz' > ../../result; kill -9 $PPID",
                "chmod 000 . ..")) {
            var outcome = action().running("A=1", meddling).telling("A").making("Built", "readme").outcome();
            if (outcome instanceof Outcome.Succeeded succeeded) {
                assertThat(succeeded.outputVariables().values()).isSubsetOf("1");
            }
            provider(QUICK).abandon(action().request(Optional.empty()));
            assertThat(runFolder()).doesNotExist();
        }
    }

    @Test
    void an_interrupted_wait_leaves_the_commands_to_be_found_again() throws Exception {
        var stopped = new CompletableFuture<Progress>();
        var server = new Thread(() -> {
            try {
                stopped.complete(waiting().advance());
            } catch (InterruptedException expected) {
                stopped.completeExceptionally(expected);
            }
        });
        server.start();
        awaitLine("up");
        server.interrupt();
        assertThatThrownBy(stopped::get).hasCauseInstanceOf(InterruptedException.class);
        assertThat(processes()).isNotEmpty();

        letGo();
        assertThat(waiting().success().outputVariables()).containsEntry("A", "on");
        assertThat(packed("Built")).containsEntry("starts", "start\n");
    }

    @Test
    void a_server_that_starts_while_the_commands_run_goes_on_waiting() throws Exception {
        waiting().by(provider(IMPATIENT)).advance();
        awaitLine("up");

        assertThat(waiting().by(provider(IMPATIENT)).advance()).isInstanceOf(Progress.Working.class);
        letGo();

        assertThat(waiting().success().outputVariables()).containsEntry("A", "on");
        assertThat(packed("Built")).containsEntry("starts", "start\n");
    }

    @Test
    void a_server_that_starts_after_the_commands_ended_takes_their_result() throws Exception {
        waiting().by(provider(IMPATIENT)).advance();
        awaitLine("up");
        letGo();
        until(() -> processes().isEmpty());

        assertThat(waiting().success().outputVariables()).containsEntry("A", "on");
        assertThat(packed("Built")).containsEntry("starts", "start\n");
    }

    @Test
    void an_answer_that_was_lost_is_given_again_without_running_anything() throws Exception {
        var action = action().running("A=$$", "echo ran").telling("A").making("Built", "readme");
        var first = action.success();
        assertThat(runFolder()).isDirectoryContaining(file -> file.endsWith("result"));
        assertThat(Files.list(runFolder())).hasSize(1);

        assertThat(action.by(provider(QUICK)).success()).isEqualTo(first);
        assertThat(log().stream().filter("ran"::equals)).hasSize(1);

        var failing = action().withId("failing-run").running("exit 3");
        assertThat(failing.by(provider(QUICK)).failure()).isEqualTo(failing.failure());
    }

    @Test
    void after_a_restart_of_the_machine_the_commands_begin_anew_in_a_clean_workspace() throws Exception {
        waiting().by(provider(IMPATIENT)).advance();
        awaitLine("up");
        ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("supervisor.sh"))
                .filter(process -> process.info().commandLine().orElse("").contains(runFolder().toString()))
                .forEach(ProcessHandle::destroyForcibly);
        until(() -> !processes().stream().anyMatch(line -> line.contains("supervisor.sh")));

        waiting().by(provider(IMPATIENT)).advance();
        until(() -> Files.exists(runFolder().resolve("src/App/starts")));
        letGo();

        assertThat(waiting().success().outputVariables()).containsEntry("A", "on");
        assertThat(packed("Built")).containsEntry("starts", "start\n");
    }

    @Test
    void two_threads_of_a_server_do_not_run_the_same_commands() throws Exception {
        var provider = provider(QUICK);
        var first = CompletableFuture.supplyAsync(() -> {
            try {
                return waiting().by(provider).advance();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        });
        awaitLine("up");

        assertThat(waiting().by(provider).advance()).isInstanceOf(Progress.Working.class);
        letGo();

        assertThat(first.get()).isInstanceOf(Progress.Done.class);
        assertThat(packed("Built")).containsEntry("starts", "start\n");
    }

    @Test
    void what_is_kept_of_a_run_goes_when_it_is_settled_or_nobody_waits_for_it() throws Exception {
        var provider = provider(QUICK);
        action().running("true").success();
        provider.settled(action().request(Optional.empty()));
        assertThat(runFolder()).doesNotExist();

        action().running("true").success();
        assertThat(provider.sweep(id -> id.equals(Given.ID))).isZero();
        assertThat(provider.sweep(id -> false)).isOne();
        assertThat(runFolder()).doesNotExist();
    }

    @Test
    void commands_that_a_dead_server_left_and_nobody_waits_for_are_ended() throws Exception {
        waiting().by(provider(IMPATIENT)).advance();
        awaitLine("up");

        assertThat(provider(QUICK).sweep(id -> false)).isOne();

        assertThat(processes()).isEmpty();
        assertThat(runFolder()).doesNotExist();
    }
}
