package dev.pipewright.action.deploy.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.action.Given;
import dev.pipewright.action.InMemoryObjects;
import dev.pipewright.action.ObjectStore.PutOptions;
import dev.pipewright.action.Progress;
import dev.pipewright.action.Zips;
import dev.pipewright.action.logs.FileLogStore;
import dev.pipewright.model.DeployTarget;
import dev.pipewright.model.DeployTargetEvent;
import dev.pipewright.model.DeployTargetStatus;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Instance;
import dev.pipewright.model.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Deployments to machines that speak SSH for real. */
class Ec2DeployTest {
    @TempDir
    Path folder;

    private final Ssh ssh = Ssh.start();
    private final InMemoryObjects objects = new InMemoryObjects();
    private final KnownMachines machines = new KnownMachines();
    private final List<SshMachine> running = new ArrayList<>();
    private volatile Instant now = Given.STARTED;

    @AfterEach
    void stop() throws IOException {
        ssh.close();
        for (var machine : running) {
            machine.close();
        }
    }

    /** A machine with the tag Fleet=web, named {@code web-1} and so on, with the id {@code mi-1} and so on. */
    private SshMachine machine() throws IOException {
        var machine = SshMachine.start(folder.resolve("home-" + (running.size() + 1)));
        running.add(machine);
        machines.add(instance(running.size()), SshMachine.identity());
        return machine;
    }

    private Instance instance(int number) {
        return running.get(number - 1).instance("mi-" + number, "web-" + number, Map.of("Fleet", "web"));
    }

    private Ec2Deploy provider() {
        return new Ec2Deploy(
                objects, new FileLogStore(folder.resolve("logs")), machines, machines, ssh,
                folder.resolve("tmp"), () -> now);
    }

    private String target() {
        return folder.resolve("app's place").toString();
    }

    private Given deploy(String... pairs) {
        Map<String, String> configuration = new HashMap<>(Map.of(
                "InstanceTagKey", "Fleet",
                "InstanceTagValue", "web",
                "InstanceType", "EC2",
                "TargetDirectory", target(),
                "PostScript", "scripts/after.sh"));
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1] == null) {
                configuration.remove(pairs[i]);
            } else {
                configuration.put(pairs[i], pairs[i + 1]);
            }
        }
        return Given.action(provider()).with(configuration).reading("App");
    }

    /** The artifact's machine writes what it does to a file of the test, with the machine's home. */
    private Zips artifact(String after) {
        return Zips.zip().file("page.txt", "hello").program("scripts/after.sh", after);
    }

    private void put(Zips zip) {
        objects.put(Given.BUCKET, "App", zip.bytes(), PutOptions.contentType("application/zip"));
    }

    private Path notes() {
        return folder.resolve("notes");
    }

    /** A command that adds a line to the notes. */
    private String note(String text) {
        return "echo " + text + " >> " + Quoted.of(notes().toString()) + "\n";
    }

    private List<DeployTarget> targets() {
        return machines.ofRun(Given.ID);
    }

    private List<DeployTargetStatus> statuses() {
        return targets().stream().map(DeployTarget::status).toList();
    }

    private String log() throws IOException {
        return Files.readString(new FileLogStore(folder.resolve("logs")).file("/aws/codepipeline/shop", Given.ID));
    }

    private static void until(String what, BooleanSupplier question) {
        var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!question.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private boolean isNoted(String text) {
        try {
            return Files.exists(notes()) && Files.readString(notes()).contains(text);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** The process that noted its id first. */
    private ProcessHandle noted() throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(notes()).strip().split(" ")[1])).orElseThrow();
    }

    @Test
    void files_and_scripts_reach_every_machine_with_the_tag() throws Exception {
        machine();
        machine();
        var stranger = SshMachine.start(folder.resolve("stranger"));
        running.add(stranger);
        machines.add(stranger.instance("mi-9", "db", Map.of("Fleet", "db")), SshMachine.identity());
        Files.createDirectories(Path.of(target()));
        Files.writeString(Path.of(target()).resolve("kept.txt"), "mine");
        put(artifact("#!/bin/sh\nread line; pwd; cat page.txt; " + note("after $CODEPIPELINE_ACTION_NAME"))
                .file("before.sh", "ls; [ -e page.txt ] && " + note("before"))
                .link("link", "page.txt")
                .file("größe mit 'x'.txt", "ü"));

        var success = deploy("PreScript", "before.sh", "MaxBatch", "1").success();

        assertThat(success.details().summary())
                .isEqualTo("Deployed to 2 machines: 2 succeeded, 0 failed, 0 skipped.");
        assertThat(success.outputVariables()).isEmpty();
        assertThat(notes()).hasContent("before\nafter Act\nbefore\nafter Act");
        var target = Path.of(target());
        assertThat(target.resolve("page.txt")).hasContent("hello");
        assertThat(target.resolve("kept.txt")).hasContent("mine");
        assertThat(target.resolve("größe mit 'x'.txt")).hasContent("ü");
        assertThat(target.resolve("link")).isSymbolicLink().hasContent("hello");
        assertThat(target.resolve("scripts/after.sh")).isExecutable();
        assertThat(running.getFirst().home()).isEmptyDirectory();
        assertThat(stranger.commands()).isEmpty();
        assertThat(folder.resolve("tmp")).isEmptyDirectory();

        assertThat(targets()).extracting(DeployTarget::targetId).containsExactly("mi-1", "mi-2");
        assertThat(targets()).allSatisfy(each -> {
            assertThat(each.status()).isEqualTo(DeployTargetStatus.Succeeded);
            assertThat(each.targetType()).isEqualTo("EC2");
            assertThat(each.startTime()).isEqualTo(now);
            assertThat(each.endTime()).isEqualTo(now);
            assertThat(each.events())
                    .extracting(DeployTargetEvent::name)
                    .containsExactly("BEFORE_DEPLOY", "DEPLOY", "AFTER_DEPLOY");
            assertThat(each.events()).allMatch(event -> event.status() == DeployTargetStatus.Succeeded);
            assertThat(log()).contains(each.events().getLast().commandId());
        });
        assertThat(log()).contains("[web-1] " + target(), "[web-2] hello", "[pipewright] Deploys to 2 machines");
    }

    @Test
    void the_first_call_chooses_the_machines_and_tells_where_the_log_is() throws Exception {
        machine();
        put(artifact("true"));

        var progress = (Progress.Working) deploy().advance();

        assertThat(progress.details().logStreamArn()).endsWith(Given.ID);
        assertThat(progress.details().externalExecutionId()).isEqualTo(Given.ID);
        assertThat(statuses()).containsExactly(DeployTargetStatus.Pending);
        assertThat(running.getFirst().commands()).isEmpty();
    }

    @Test
    void a_failure_ends_the_deployment_where_no_error_is_allowed() throws Exception {
        machine();
        machine();
        machine();
        put(artifact("case $HOME in *-2) echo no disk; exit 3;; esac"));

        var failure = deploy("MaxBatch", "1").failure();

        assertThat(failure.type()).isEqualTo(FailureType.JobFailed);
        assertThat(failure.message())
                .isEqualTo("The deployment to 3 machines failed (1 succeeded, 1 failed, 1 skipped; MaxError allows 0)."
                        + " mi-2 (web-2): The script \"scripts/after.sh\" ended with the exit status 3: no disk");
        assertThat(statuses()).containsExactly(
                DeployTargetStatus.Succeeded, DeployTargetStatus.Failed, DeployTargetStatus.Skipped);
        assertThat(targets().get(1).events().getLast().message()).contains("exit status 3: no disk");
        assertThat(running.get(2).commands()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, true", "34%, true", "0, false", "32%, false"})
    void as_many_failures_as_are_allowed_do_no_harm(String maxError, boolean good) throws Exception {
        machine();
        machine();
        machine();
        put(artifact("case $HOME in *-1) exit 1;; esac"));

        var outcome = deploy("MaxBatch", "1", "MaxError", maxError).outcome();

        assertThat(outcome instanceof Outcome.Succeeded).isEqualTo(good);
        assertThat(statuses().getLast())
                .isEqualTo(good ? DeployTargetStatus.Succeeded : DeployTargetStatus.Skipped);
    }

    @Test
    void no_more_machines_are_worked_on_at_a_time_than_the_batch_allows() throws Exception {
        for (int i = 0; i < 4; i++) {
            machine();
        }
        put(artifact(note("begin") + "sleep 0.2\n" + note("end")));

        deploy("MaxBatch", "25%").success();

        assertThat(notes()).hasContent("begin\nend\n".repeat(4).strip());
    }

    @Test
    void what_is_done_is_not_done_again_after_a_crash() throws Exception {
        machine();
        machine();
        put(artifact(note("$HOME")));
        var deploy = deploy();
        deploy.advance();
        var first = targets().getFirst();
        machines.put(Given.ID, "x", first.begun(now).ended(DeployTargetStatus.Succeeded, now));
        machines.put(Given.ID, "x", targets().getLast().begun(now));

        deploy.success();
        deploy.success();

        assertThat(notes()).content().contains("home-2").doesNotContain("home-1").hasLineCount(1);
        assertThat(running.getFirst().commands()).isEmpty();
    }

    @Test
    void machines_that_have_the_artifact_already_are_skipped_and_those_that_failed_come_first() throws Exception {
        machine();
        machine();
        machine();
        put(artifact("case $HOME in *-2) [ -e " + Quoted.of(notes().toString()) + " ] || exit 1;; esac"));
        deploy("MaxBatch", "1").failure();
        Files.createFile(notes());

        var success = deploy("MaxBatch", "1").withId("second").success();

        assertThat(machines.ofRun("second"))
                .extracting(DeployTarget::targetId)
                .containsExactly("mi-2", "mi-1", "mi-3");
        assertThat(machines.ofRun("second"))
                .extracting(DeployTarget::status)
                .containsExactly(
                        DeployTargetStatus.Succeeded, DeployTargetStatus.Skipped, DeployTargetStatus.Succeeded);
        assertThat(success.details().summary()).contains("2 succeeded, 0 failed, 1 skipped");
    }

    @Test
    void a_machine_with_another_host_key_is_not_talked_to() throws Exception {
        var machine = machine();
        var known = instance(1);
        machines.add(
                new Instance(known.id(), known.name(), known.host(), known.port(), known.userName(),
                        SshKeys.text(SshKeys.identity(SshMachine.strangersIdentity()).getPublic()), known.tags()),
                SshMachine.identity());
        put(artifact("true"));

        var failure = deploy().failure();

        assertThat(failure.message()).contains("did not prove that it has the host key it is known by");
        assertThat(machine.commands()).isEmpty();
    }

    @Test
    void a_machine_is_asked_for_the_key_by_which_it_is_known_though_it_has_others() throws Exception {
        machine();
        var known = instance(1);
        machines.add(
                new Instance(known.id(), known.name(), known.host(), known.port(), known.userName(),
                        SshMachine.rsaHostKey(), known.tags()),
                SshMachine.identity());
        put(artifact("true"));

        deploy().success();

        assertThat(ssh.hostKey("127.0.0.1", known.port()))
                .isIn(SshMachine.hostKey(), SshMachine.rsaHostKey());
        assertThat(SshKeys.fingerprint(SshMachine.hostKey())).startsWith("SHA256:");
    }

    @Test
    void a_private_key_that_opens_nothing_is_said_to_be_so_and_shown_nowhere() throws Exception {
        machine();
        var identity = SshMachine.strangersIdentity();
        machines.add(instance(1), identity);
        put(artifact("true"));

        var failure = deploy().failure();

        assertThat(failure.message()).contains("does not let the user \"deployer\" in with the private key");
        var secret = identity.lines().skip(3).findFirst().orElseThrow();
        assertThat(failure.message() + log() + targets()).doesNotContain(secret);
    }

    @Test
    void machines_that_cannot_be_reached_and_machines_that_are_gone_have_failed() throws Exception {
        machine().close();
        machine();
        put(artifact("true"));
        var deploy = deploy("MaxError", "2");
        deploy.advance();
        machines.remove("mi-2");

        deploy.success();

        assertThat(targets().get(0).events().getFirst().message())
                .matches("127\\.0\\.0\\.1:\\d+ cannot be reached: Connection refused\\.");
        assertThat(targets().get(1).events().getFirst().message()).contains("not registered any more");
    }

    @Test
    void a_host_that_does_not_exist_is_said_to_be_so() {
        assertThatThrownBy(() -> ssh.hostKey("nowhere.invalid", 22))
                .hasMessage("nowhere.invalid:22 cannot be reached: there is no host of this name.");
    }

    @Test
    void without_a_machine_there_is_no_deployment() throws Exception {
        put(artifact("true"));

        assertThat(deploy().failure().message())
                .isEqualTo("No machine is registered with the tag \"Fleet\"=\"web\".");
    }

    @Test
    void a_hostile_artifact_reaches_no_machine() throws Exception {
        var machine = machine();
        put(artifact("true").file("../../evil", "x"));

        var failure = deploy().failure();

        assertThat(failure.type()).isEqualTo(FailureType.ConfigurationError);
        assertThat(failure.message()).contains("leads out of the archive's folder");
        assertThat(machine.commands()).isEmpty();
        assertThat(deploy().outcome()).as("the same again after a crash").isEqualTo(failure);
        deploy().provider().settled(deploy().request(Optional.empty()));
        assertThat(statuses()).containsExactly(DeployTargetStatus.Skipped);
    }

    @Test
    void a_script_that_is_missing_is_missed_before_anything_changes() throws Exception {
        var machine = machine();
        put(Zips.zip().file("page.txt", "hello"));

        assertThat(deploy().failure().message())
                .isEqualTo("The artifact has no file \"scripts/after.sh\" that could be run as a script.");
        assertThat(machine.commands()).isEmpty();
    }

    @Test
    void a_deploy_spec_says_what_goes_where() throws Exception {
        machine();
        put(Zips.zip()
                .file("spec.yml", """
                        version: 0.1
                        os: linux
                        files:
                          - source: /index.html
                            destination: %1$s/html/
                          - source: conf
                            destination: %1$s/etc
                        scripts:
                          BeforeDeploy:
                            - location: before.sh
                              runas: deployer
                          AfterDeploy:
                            - location: /after.sh
                              timeout: 300
                        """.formatted(folder.resolve("deployed")))
                .file("index.html", "<p>")
                .file("conf/a/b.conf", "b")
                .file("before.sh", "[ -e index.html ] && " + note("before"))
                .file("after.sh", "[ -e conf ] && " + note("after")));

        deploy("DeploySpec", "spec.yml", "TargetDirectory", null, "PostScript", null).success();

        assertThat(folder.resolve("deployed/html/index.html")).hasContent("<p>");
        assertThat(folder.resolve("deployed/etc/a/b.conf")).hasContent("b");
        assertThat(folder.resolve("deployed/html/after.sh")).doesNotExist();
        assertThat(notes()).hasContent("before\nafter");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "version: 0.0|its version is \"0.0\": this server reads 0.1",
        "{version: 0.1, hooks: {}}|its member \"hooks\" is not available",
        "{version: 0.1, files: x}|its member \"files\" must be a list",
        "{version: 0.1, files: [{source: a}]}|an entry has no \"destination\"",
        "{version: 0.1, files: [{source: a, destination: b}]}|the destination \"b\" must be an absolute path",
        "{version: 0.1, files: [{source: ../a, destination: /b}]}|the path \"../a\" leads out of the artifact",
        "{version: 0.1, files: [{source: a, destination: /b}]}|no file or folder \"a\" to deploy",
        "{version: 0.1, scripts: {AfterDeploy: [{location: page.txt, timeout: 0}]}}|the timeout \"0\" must be",
        "[|cannot be carried out",
        "text|it must be a mapping",
        "{version: 0.1, scripts: {AfterDeploy: [{location: page.txt, runas: root}]}}|asks to be run as \"root\"",
    })
    void a_deploy_spec_that_cannot_be_carried_out_is_refused(String spec, String reason) throws Exception {
        machine();
        put(Zips.zip().file("spec.yml", spec).file("page.txt", "x"));

        var failure = deploy("DeploySpec", "spec.yml", "TargetDirectory", null, "PostScript", null).failure();

        assertThat(failure.message()).contains(reason);
    }

    /** In words these are a hundred million characters, or endless. */
    private static Stream<String> endlessSpecs() {
        var levels = IntStream.rangeClosed(1, 16)
                .mapToObj(i -> "l%2$d: &b%2$d [*b%1$d, *b%1$d, *b%1$d], ".formatted(i - 1, i))
                .collect(Collectors.joining());
        var many = "{l0: &b0 [x, x, x], " + levels;
        return Stream.of(
                "{x: &a [[*a]], version: *a}",
                "{x: &a [[*a]], version: 0.1, files: [{source: a, destination: *a}]}",
                "{x: &a [[*a]], version: 0.1, scripts: {AfterDeploy: [{location: page.txt, timeout: *a}]}}",
                "{x: &a [[*a]], version: 0.1, scripts: {AfterDeploy: [{location: page.txt, runas: *a}]}}",
                many + "version: *b16}",
                many + "version: 0.1, scripts: {AfterDeploy: [{location: page.txt, runas: *b16}]}}");
    }

    @ParameterizedTest
    @MethodSource("endlessSpecs")
    void a_deploy_spec_that_is_endless_in_words_is_refused(String spec) throws Exception {
        machine();
        put(Zips.zip().file("spec.yml", spec).file("page.txt", "x"));

        var failure = deploy("DeploySpec", "spec.yml", "TargetDirectory", null, "PostScript", null).failure();

        assertThat(failure.message()).startsWith("The deploy spec \"spec.yml\" cannot be carried out");
    }

    @Test
    void a_script_that_runs_for_too_long_is_ended() throws Exception {
        machine();
        put(Zips.zip()
                .file("spec.yml", "{version: 0.1, scripts: {AfterDeploy: [{location: slow.sh, timeout: 60}]}}")
                .file("slow.sh", note("begun $$") + "sleep 300 & wait; " + note("late")));
        var deploy = deploy("DeploySpec", "spec.yml", "TargetDirectory", null, "PostScript", null);
        deploy.advance();
        var outcome = new AtomicReference<Progress>();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                outcome.set(deploy.provider().advance(deploy.request(Optional.of("token"))));
            } catch (InterruptedException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        });
        until("the script runs", () -> isNoted("begun"));

        var process = noted();
        now = now.plusSeconds(61);
        thread.join();

        assertThat(outcome.get().toString()).contains("What ran for longer than its 60 seconds was ended.");
        assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(20));
        assertThat(Files.readAllLines(notes())).hasSize(1);
        assertThat(running.getFirst().home()).isEmptyDirectory();
    }

    @Test
    void machines_that_were_not_begun_by_the_deadline_have_failed() throws Exception {
        machine();
        machine();
        put(artifact("true"));
        var deploy = deploy().until(now);
        deploy.advance();

        assertThat(deploy.failure().message()).contains("the action did not end by its deadline");
        assertThat(statuses()).containsOnly(DeployTargetStatus.Failed);
        assertThat(running.getFirst().commands()).isEmpty();
    }

    @Test
    void an_abandoned_run_ends_its_scripts() throws Exception {
        machine();
        machine();
        put(artifact(note("begun $$") + "sleep 300 & wait; " + note("late")));
        var deploy = deploy("MaxBatch", "1");
        deploy.advance();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                deploy.provider().advance(deploy.request(Optional.of("token")));
            } catch (InterruptedException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        });
        until("the script runs", () -> isNoted("begun"));

        var process = noted();
        deploy.provider().abandon(deploy.request(Optional.of("token")));
        thread.join();

        assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(20));
        assertThat(Files.readAllLines(notes())).hasSize(1);
        assertThat(statuses()).containsExactly(DeployTargetStatus.Failed, DeployTargetStatus.Skipped);
        assertThat(targets().getFirst().events().getLast().message()).contains("nobody waits for it any more");
        assertThat(running.get(1).commands()).isEmpty();
        assertThat(running.getFirst().home()).isEmptyDirectory();
    }

    @Test
    void a_server_that_stops_leaves_the_machine_to_the_next_one_which_ends_what_still_runs() throws Exception {
        machine();
        put(artifact(note("begun $$") + "[ -e " + Quoted.of(folder.resolve("gate").toString())
                + " ] || sleep 300; " + note("end")));
        var deploy = deploy();
        deploy.advance();
        var interrupted = new AtomicReference<Boolean>();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                deploy.provider().advance(deploy.request(Optional.of("token")));
            } catch (InterruptedException stopped) {
                interrupted.set(true);
            }
        });
        until("the script runs", () -> isNoted("begun"));
        var process = noted();

        thread.interrupt();
        thread.join();
        assertThat(interrupted.get()).isTrue();
        assertThat(statuses()).containsExactly(DeployTargetStatus.InProgress);
        assertThat(process.isAlive()).isTrue();
        Files.createFile(folder.resolve("gate"));
        deploy.by(provider()).success();

        assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(20));
        assertThat(Files.readAllLines(notes())).hasSize(3).last().isEqualTo("end");
    }

    @Test
    void a_connection_that_is_lost_is_a_failure_of_its_machine_alone() throws Exception {
        machine();
        put(artifact(note("begun") + "sleep 2"));
        var cutter = Thread.ofVirtual().start(() -> {
            until("the script runs", () -> isNoted("begun"));
            running.getFirst().cut();
        });

        var failure = deploy().failure();

        cutter.join();
        assertThat(failure.message()).contains("mi-1 (web-1): The connection was lost.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "InstanceType|T2|it must be EC2 or SSM_MANAGED_NODE",
        "TargetDirectory|srv/app|it must be an absolute path",
        "TargetDirectory|/srv/../etc|it must be an absolute path",
        "TargetDirectory|/|it must be an absolute path",
        "PreScript|../run|it must be the path of a file in the artifact",
        "PostScript|''|it must be the path of a file in the artifact",
        "MaxBatch|0|it must be a number of machines",
        "MaxBatch|101%|it must be a number of machines",
        "MaxError|-1|it must be a number of machines",
        "MaxError|many|it must be a number of machines",
        "TargetGroupNameList|blue|this server knows no load balancers",
        "DeploySpec|spec.yml|cannot be given together",
    })
    void what_is_wrong_with_a_configuration_is_said_before_anything_runs(String name, String value, String reason)
            throws Exception {
        var configuration = new HashMap<>(Map.of("PostScript", "after.sh", "TargetDirectory", "/srv/app"));
        configuration.put(name, value);

        assertThat(provider().trouble(configuration).orElseThrow()).contains(name, reason);
        assertThat(deploy(name, value).failure().type()).isEqualTo(FailureType.ConfigurationError);
    }

    @Test
    void keys_that_are_none_are_refused_without_being_repeated() {
        assertThatThrownBy(() -> SshKeys.hostKey("ssh-ed25519 nonsense")).hasMessageContaining("A host key is a type");
        assertThatThrownBy(() -> SshKeys.checkIdentity("sesame"))
                .hasMessage("The private key is not one that OpenSSH writes.");
    }
}
