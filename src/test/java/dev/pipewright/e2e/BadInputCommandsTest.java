package dev.pipewright.e2e;

import static dev.pipewright.e2e.BadInputServer.commands;
import static dev.pipewright.e2e.BadInputServer.deploy;
import static dev.pipewright.e2e.BadInputServer.object;
import static dev.pipewright.e2e.BadInputServer.output;
import static dev.pipewright.e2e.BadInputServer.pipeline;
import static dev.pipewright.e2e.BadInputServer.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.action.Zips;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.EnvironmentVariable;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;

/** Commands that do what nobody hopes for, in pipelines of their own on one server. */
class BadInputCommandsTest {
    private static final Duration SECONDS = Duration.ofSeconds(10);
    private static final String PLANTED = "planted-secret-of-the-server";

    @TempDir
    private static Path folder;

    private static BadInputServer server;
    private static int made;

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("PIPEWRIGHT_PLANTED", PLANTED);
        server = new BadInputServer(folder);
        server.source("src", Zips.zip().file("a.txt", "a").file("deep/b.txt", "b").bytes());
        // Files are slow to make and to remove: this one runs beside the others.
        server.create(pipeline(
                "many",
                stage(object("src", "source.zip")),
                stage(commands("mkdir many; cd many; seq 10000 | split -l 1 -a 4 -")
                        .outputArtifacts(output("Many", "many/**/*"))
                        .build()),
                stage(commands("ls many | wc -l > count.txt")
                        .name("Count")
                        .inputArtifacts(BadInputServer.input("Many"))
                        .outputArtifacts(output("Counted", "count.txt"))
                        .build()),
                stage(deploy("Counted", "many-files"))));
    }

    @AfterAll
    static void show_that_everything_else_works() throws Exception {
        System.clearProperty("PIPEWRIGHT_PLANTED");
        server.proveThatItWorks();
        server.awaitEnd("many", server.executions("many").getFirst().pipelineExecutionId());
        BadInputServer.within(SECONDS, "the end of all workspaces", BadInputCommandsTest::workspaces, List::isEmpty);
        server.close();
    }

    private record Run(String pipeline, String execution) {
        PipelineExecutionStatus status() {
            return server.status(pipeline, execution);
        }

        String error() {
            return server.errorOf(pipeline, execution, "Build");
        }

        Path logFile() throws Exception {
            return server.log(pipeline, execution, "Build");
        }

        String log() throws Exception {
            return new String(Files.readAllBytes(logFile()), StandardCharsets.ISO_8859_1);
        }
    }

    private static Run run(ActionDeclaration action) throws Exception {
        var name = "commands" + ++made;
        var id = server.createAndAwait(pipeline(name, stage(object("src", "source.zip")), stage(action)));
        return new Run(name, id);
    }

    private static Run run(String... commands) throws Exception {
        return run(commands(commands).build());
    }

    private static boolean lives(String pid) {
        return ProcessHandle.of(Long.parseLong(pid.strip())).filter(ProcessHandle::isAlive).isPresent()
                && Files.exists(Path.of("/proc", pid.strip(), "cwd"));
    }

    @Test
    void a_command_that_does_not_exist_is_named() throws Exception {
        var run = run("echo before", "no-such-command --at-all", "echo after");

        assertThat(run.error())
                .startsWith("The command \"no-such-command --at-all\" failed with exit status 127")
                .contains("(command not found)");
        assertThat(run.log()).contains("before").doesNotContain("\nafter");
    }

    @Test
    void an_exit_status_and_the_last_words_are_told() throws Exception {
        assertThat(run("echo last words >&2; exit 3").error())
                .contains("failed with exit status 3.").contains("last words");
    }

    @Test
    void two_hundred_megabytes_of_output_end_in_a_capped_log_and_little_memory() throws Exception {
        var before = usedMemory();
        var run = run("head -c 209715200 /dev/zero | tr '\\0' 'x' | fold -w 99", "echo and on it goes > done.txt");

        assertThat(run.status()).isEqualTo(PipelineExecutionStatus.SUCCEEDED);
        assertThat(Files.size(run.logFile())).isBetween(60L << 20, (64L << 20) + 4096);
        assertThat(tail(run.logFile())).contains("The log is cut here");
        assertThat(usedMemory() - before).isLessThan(64L << 20);
    }

    private static String tail(Path file) throws Exception {
        try (var bytes = Files.newInputStream(file)) {
            bytes.skipNBytes(Files.size(file) - 4096);
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void one_endless_line_without_an_end_is_kept_and_followed_by_a_line_of_the_runner_s_own() throws Exception {
        var run = run("head -c 3000000 /dev/zero | tr '\\0' 'y'");

        assertThat(run.status()).isEqualTo(PipelineExecutionStatus.SUCCEEDED);
        assertThat(run.log()).contains("yyy\n[pipewright] The command succeeded.");
    }

    @Test
    void output_that_is_no_text_is_kept_and_quoted_without_control_characters() throws Exception {
        var run = run("printf '\\377\\376\\000\\033[31mred\\007\\n'; exit 1");

        assertThat(run.log()).contains("\u00ff\u00fe\u0000\u001b[31mred\u0007\n");
        assertThat(run.error()).contains("red").doesNotContainPattern("\\p{Cntrl}");
    }

    private static PipelineDeclaration deaf(String name, Path pids) {
        return pipeline(name, stage(object("src", "source.zip")), stage(commands(
                        "trap '' TERM HUP INT; (trap '' TERM; while :; do sleep 1; done) & echo $! $$ > '" + pids
                                + "'; while :; do sleep 1; done")
                .build()));
    }

    @Test
    void what_ignores_to_be_asked_ends_within_seconds_after_its_pipeline_is_deleted() throws Exception {
        var early = folder.resolve("early");
        var late = folder.resolve("late");
        server.create(deaf("late", late));
        var id = server.executions("late").getFirst().pipelineExecutionId();
        server.until(
                "the second look at the commands",
                () -> server.find("late", id, "Build"),
                found -> found.filter(it -> it.output().executionResult().externalExecutionId() != null).isPresent());
        server.create(deaf("early", early));
        var pids = new ArrayList<String>();
        for (var file : List.of(late, early)) {
            var line = server.until("the deaf commands", () -> content(file), text -> text.endsWith("\n"));
            pids.addAll(List.of(line.strip().split(" ")));
        }

        server.api.deletePipeline(request -> request.name("early"));
        server.api.deletePipeline(request -> request.name("late"));

        BadInputServer.within(
                SECONDS, "the end", () -> pids.stream().filter(BadInputCommandsTest::lives).toList(), List::isEmpty);
    }

    private static String content(Path file) throws Exception {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** The workspaces that are still there though no action runs. */
    private static List<String> workspaces() throws Exception {
        try (var files = Files.walk(server.data.resolve("runs"))) {
            return files.filter(file -> file.endsWith("src")).map(Path::toString).toList();
        }
    }

    @Test
    void what_forks_and_leaves_is_ended_with_the_action() throws Exception {
        var pids = folder.resolve("left");
        var run = run(
                "setsid sh -c 'echo $$ >> " + pids + "; trap \"\" HUP; cd /; exec sleep 300' > /dev/null 2>&1 &",
                "nohup sh -c 'echo $$ >> " + pids + "; exec sleep 300' > /dev/null 2>&1 &",
                "(setsid setsid sh -c 'echo $$ >> " + pids + "; sleep 300 & wait' &) & sleep 0.1",
                "while [ $(wc -l < " + pids + ") -lt 3 ]; do sleep 0.02; done");

        assertThat(run.status()).isEqualTo(PipelineExecutionStatus.SUCCEEDED);
        assertThat(Files.readAllLines(pids)).hasSize(3).noneMatch(BadInputCommandsTest::lives);
    }

    @Test
    void a_pattern_that_chooses_nothing_is_named() throws Exception {
        var run = run(commands("true").outputArtifacts(output("Out", "build/*.jar")).build());

        assertThat(run.error()).isEqualTo(
                "The file pattern \"build/*.jar\" of the output artifact matches no file in the working folder.");
    }

    @Test
    void a_pattern_that_leaves_the_workspace_is_refused_before_anything_runs() throws Exception {
        for (var pattern : List.of("../*", "/etc/passwd", "a/../../b")) {
            var mark = folder.resolve("ran");
            var run = run(commands("touch '" + mark + "'").outputArtifacts(output("Out", pattern)).build());

            assertThat(run.error()).isEqualTo(("The file pattern \"%s\" leads out of the working folder: patterns are "
                    + "relative to it and go down.").formatted(pattern));
            assertThat(mark).doesNotExist();
        }
    }

    @Test
    void a_link_that_leaves_the_workspace_does_not_become_an_artifact() throws Exception {
        var secret = Files.writeString(folder.resolve("secret.txt"), PLANTED);
        var file = run(commands("mkdir out; ln -s '" + secret + "' out/x")
                .outputArtifacts(output("Out", "out/*"))
                .build());
        assertThat(file.error()).contains("\"out/x\"").contains("leads out of the working folder");

        var through = run(commands("ln -s '" + folder + "' way").outputArtifacts(output("Out", "way/*.txt")).build());
        assertThat(through.error()).contains("\"way/*.txt\"").contains("matches no file");

        var upwards = run(commands("ln -s ../../../../credentials c").outputArtifacts(output("Out", "*")).build());
        assertThat(upwards.error()).contains("\"c\"").contains("leads out of the working folder");
    }

    @Test
    void output_variables_have_a_limit() throws Exception {
        var large = run(commands("LARGE=$(head -c 200000 /dev/zero | tr '\\0' 'v')").outputVariables("LARGE").build());
        assertThat(large.error()).contains("output variables").contains("122,880");

        var fine = run(commands("ODD=$(printf 'two\\nlines \\303\\274')").outputVariables("ODD", "UNSET").build());
        assertThat(server.detail(fine.pipeline(), fine.execution(), "Build").output().outputVariables())
                .containsEntry("ODD", "two\nlines ü");
    }

    @Test
    void nothing_of_the_server_s_own_environment_is_visible() throws Exception {
        var run = run(commands("env; set; cat /proc/$PPID/environ | tr '\\0' '\\n'; tr '\\0' ' ' < /proc/$PPID/cmdline")
                .environmentVariables(EnvironmentVariable.builder().name("MINE").value("given").build())
                .build());

        var log = run.log();
        assertThat(log).contains("MINE=given").doesNotContain(PLANTED).doesNotContain(server.key.secretAccessKey());
        var names = log.lines().filter(line -> line.matches("\\w+=.*")).map(line -> line.replaceFirst("=.*", ""));
        var kept = List.of(
                "PATH", "LANG", "HOME", "TMPDIR", "PWD", "SHLVL", "OLDPWD", "_", "IFS", "PPID", "UID", "EUID", "TERM",
                "SHELL", "HOSTNAME", "HOSTTYPE", "MACHTYPE", "OSTYPE", "BASH", "AWS_REGION", "AWS_DEFAULT_REGION");
        assertThat(names.distinct())
                .filteredOn(name -> !kept.contains(name) && !name.startsWith("BASH"))
                .doesNotContainAnyElementsOf(System.getenv().keySet());
    }

    @Test
    void a_command_may_kill_its_own_shell_or_group() throws Exception {
        assertThat(run("kill -KILL $$").error()).contains("ended by signal 9");
        assertThat(run("echo bye; kill -TERM 0; sleep 5").error()).contains("bye");
        assertThat(run("kill -KILL $PPID; sleep 5").error()).contains("killed from outside");
    }

    @Test
    void a_command_may_delete_all_that_it_stands_on() throws Exception {
        var fine = run("rm -rf \"$CODEBUILD_SRC_DIR\"");
        assertThat(fine.status()).isEqualTo(PipelineExecutionStatus.SUCCEEDED);

        var lost = run(commands("rm -rf \"$CODEBUILD_SRC_DIR\"").outputArtifacts(output("Out", "*")).build());
        assertThat(lost.error()).contains("the commands removed their working folder");

        var all = run("rm -rf \"$HOME/..\"; rm -rf \"$(dirname \"$HOME\")\"; cd /; echo gone");
        assertThat(all.error()).containsAnyOf("removed the folder that they ran in", "left no exit status");
    }

    @Test
    void ten_thousand_small_files_become_an_artifact_and_a_site() throws Exception {
        var id = server.executions("many").getFirst().pipelineExecutionId();

        assertThat(server.awaitEnd("many", id)).isEqualTo(PipelineExecutionStatus.SUCCEEDED);
        assertThat(server.s3.getObjectAsBytes(request -> request.bucket("many-files").key("count.txt")).asUtf8String())
                .isEqualToIgnoringWhitespace("10000");
    }

    @Test
    void commands_that_write_over_the_runner_s_own_files_fail_and_leave_nothing() throws Exception {
        assertThat(run("echo x > \"$HOME/../status\"; sleep 300").error())
                .isEqualTo("The commands wrote over the file that their exit status goes to.");
        assertThat(run("mkdir \"$HOME/../status\"; exit 4").error())
                .isEqualTo("The shell that ran the commands was killed from outside and left no exit status.");
    }
}
