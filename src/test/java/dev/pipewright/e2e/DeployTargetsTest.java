package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.action.Zips;
import dev.pipewright.action.deploy.ec2.SshMachine;
import dev.pipewright.cli.Typed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.DeployActionExecutionTarget;
import software.amazon.awssdk.services.codepipeline.model.DeployTargetEvent;
import software.amazon.awssdk.services.codepipeline.model.InvalidActionDeclarationException;
import software.amazon.awssdk.services.codepipeline.model.InvalidNextTokenException;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.StageRetryMode;
import software.amazon.awssdk.services.codepipeline.model.TargetFilter;
import software.amazon.awssdk.services.codepipeline.model.TargetFilterName;
import software.amazon.awssdk.services.s3.S3Client;

/** Deployments to registered machines, from the registration to the list of targets. */
final class DeployTargetsTest {
    private static final String NAME = "rollout";

    @TempDir
    private Path folder;

    private final List<SshMachine> machines = new ArrayList<>();
    private Path identity;

    @BeforeEach
    void prepare() throws Exception {
        for (int i = 1; i <= 2; i++) {
            machines.add(SshMachine.start(folder.resolve("home-" + i)));
        }
        identity = Files.writeString(folder.resolve("identity"), SshMachine.identity());
    }

    @AfterEach
    void stop() throws Exception {
        for (var machine : machines) {
            machine.close();
        }
    }

    private String[] add(Path data, int number) {
        return new String[] {
            "instance", "add", "web-" + number, "--host", "127.0.0.1",
            "--ssh-port", Integer.toString(machines.get(number - 1).port()), "--user", "deployer",
            "--tag", "Fleet=web", "--tag", "Rack=" + number,
            "--identity-file", identity.toString(), "--host-key", SshMachine.hostKey(), "--data", data.toString()
        };
    }

    private void register(Path data) {
        for (int number = 1; number <= machines.size(); number++) {
            assertThat(Typed.run(add(data, number)).status()).isZero();
        }
    }

    private PipelineDeclaration pipeline(Map<String, String> more) {
        var configuration = new HashMap<>(Map.of(
                "InstanceTagKey", "Fleet",
                "InstanceTagValue", "web",
                "InstanceType", "EC2",
                "TargetDirectory", folder.resolve("app").toString(),
                "PostScript", "after.sh",
                "MaxBatch", "1"));
        configuration.putAll(more);
        return Sketch.pipeline(
                NAME,
                Sketch.stage("Source", Sketch.watchedObject("app.zip")),
                Sketch.stage("Deploy", Sketch.action(
                                "Deploy", Sketch.type(ActionCategory.DEPLOY, ActionOwner.AWS, "EC2"))
                        .configuration(configuration)
                        .inputArtifacts(Sketch.input("Code"))
                        .build()));
    }

    private static void put(S3Client s3, String after) {
        var zip = Zips.zip().file("page.txt", "hello").program("after.sh", after).bytes();
        s3.putObject(put -> put.bucket(Sketch.INBOX).key("app.zip"), RequestBody.fromBytes(zip));
    }

    private String note(String text) {
        return "echo %s >> '%s'\n".formatted(text, folder.resolve("notes"));
    }

    private static String run(CodePipelineClient client, String execution, String action) {
        return client
                .listActionExecutions(it -> it.pipelineName(NAME).filter(f -> f.pipelineExecutionId(execution)))
                .actionExecutionDetails()
                .stream()
                .filter(it -> it.actionName().equals(action))
                .findFirst()
                .orElseThrow()
                .actionExecutionId();
    }

    private static List<DeployActionExecutionTarget> targets(CodePipelineClient client, String run) {
        return client.listDeployActionExecutionTargets(it -> it.pipelineName(NAME).actionExecutionId(run)).targets();
    }

    private static TargetFilter status(String... values) {
        return TargetFilter.builder().name(TargetFilterName.TARGET_STATUS).values(values).build();
    }

    @Test
    void every_machine_is_deployed_to_and_can_be_listed_page_by_page() throws Exception {
        try (var server = LocalServer.start(folder.resolve("data"))) {
            register(server.data());
            var client = server.codePipeline();
            client.createPipeline(it -> it.pipeline(pipeline(Map.of())));
            put(server.s3(), note("after") + "cat page.txt");
            var watch = new Watch(client, NAME);
            var execution = watch.newest(1);
            watch.until(execution, PipelineExecutionStatus.SUCCEEDED);
            var run = run(client, execution, "Deploy");

            assertThat(folder.resolve("app/page.txt")).hasContent("hello");
            assertThat(folder.resolve("notes")).hasContent("after\nafter");
            var targets = targets(client, run);
            assertThat(targets).hasSize(2).allSatisfy(target -> {
                assertThat(target.targetId()).matches("mi-[0-9a-f]{17}");
                assertThat(target.targetType()).isEqualTo("EC2");
                assertThat(target.status()).isEqualTo("Succeeded");
                assertThat(target.endTime()).isAfterOrEqualTo(target.startTime());
                assertThat(target.events())
                        .extracting(DeployTargetEvent::name)
                        .containsExactly("BEFORE_DEPLOY", "DEPLOY", "AFTER_DEPLOY");
                assertThat(target.events()).allSatisfy(event -> {
                    assertThat(event.status()).isEqualTo("Succeeded");
                    assertThat(event.endTime()).isNotNull();
                    assertThat(event.context().ssmCommandId()).isNotEmpty();
                });
            });

            var first = client.listDeployActionExecutionTargets(it -> it.actionExecutionId(run).maxResults(1));
            var second = client.listDeployActionExecutionTargets(
                    it -> it.actionExecutionId(run).maxResults(1).nextToken(first.nextToken()));
            assertThat(first.targets()).containsExactly(targets.getFirst());
            assertThat(second.targets()).containsExactly(targets.getLast());
            assertThat(second.nextToken()).isNull();
            assertThat(client.listDeployActionExecutionTargetsPaginator(it -> it.actionExecutionId(run).maxResults(1))
                            .targets())
                    .containsExactlyElementsOf(targets);
            assertThat(client.listDeployActionExecutionTargets(it -> it.actionExecutionId(run)
                                    .filters(status("Failed")))
                            .targets())
                    .isEmpty();
            assertThat(client.listDeployActionExecutionTargets(it -> it.actionExecutionId(run)
                                    .filters(status("Failed", "Succeeded")))
                            .targets())
                    .hasSize(2);

            assertThat(targets(client, run(client, execution, "Source")))
                    .as("an action without targets has none")
                    .isEmpty();
            assertThatThrownBy(() -> targets(client, "none"))
                    .isInstanceOf(ActionExecutionNotFoundException.class);
            assertThatThrownBy(() -> client.listDeployActionExecutionTargets(
                            it -> it.pipelineName("none").actionExecutionId(run)))
                    .isInstanceOf(PipelineNotFoundException.class);
            assertThatThrownBy(() -> client.listDeployActionExecutionTargets(
                            it -> it.actionExecutionId(run).nextToken("x")))
                    .isInstanceOf(InvalidNextTokenException.class);
            assertThatThrownBy(() -> client.listDeployActionExecutionTargets(it -> it.actionExecutionId("none")
                            .nextToken(first.nextToken())))
                    .isInstanceOf(InvalidNextTokenException.class);
        }
    }

    @Test
    void a_failed_machine_fails_the_action_and_a_retry_goes_on_with_it() throws Exception {
        try (var server = LocalServer.start(folder.resolve("data"))) {
            register(server.data());
            var client = server.codePipeline();
            assertThatThrownBy(() -> client.createPipeline(
                            it -> it.pipeline(pipeline(Map.of("TargetGroupNameList", "blue")))))
                    .isInstanceOf(InvalidActionDeclarationException.class)
                    .hasMessageContaining("TargetGroupNameList");
            client.createPipeline(it -> it.pipeline(pipeline(Map.of())));
            put(server.s3(), "case $HOME in *-2) [ -e '" + folder.resolve("disk") + "' ] || exit 7;; esac\n"
                    + note("$HOME"));
            var watch = new Watch(client, NAME);
            var execution = watch.newest(1);
            watch.until(execution, PipelineExecutionStatus.FAILED);
            var run = run(client, execution, "Deploy");

            assertThat(targets(client, run))
                    .extracting(DeployActionExecutionTarget::status)
                    .containsExactly("Succeeded", "Failed");
            assertThat(targets(client, run).getLast().events().getLast().context().message())
                    .contains("exit status 7");
            assertThat(watch.stage("Deploy").actionStates().getFirst().latestExecution().errorDetails().message())
                    .contains("web-2", "exit status 7");

            Files.createFile(folder.resolve("disk"));
            client.retryStageExecution(it -> it.pipelineName(NAME)
                    .stageName("Deploy")
                    .pipelineExecutionId(execution)
                    .retryMode(StageRetryMode.FAILED_ACTIONS));
            watch.until(execution, PipelineExecutionStatus.SUCCEEDED);

            assertThat(Files.readAllLines(folder.resolve("notes")))
                    .as("the first machine is not deployed to again")
                    .containsExactly(
                            machines.getFirst().home().toString(), machines.getLast().home().toString());
            assertThat(targets(client, run(client, execution, "Deploy")))
                    .extracting(DeployActionExecutionTarget::status)
                    .containsExactly("Succeeded", "Skipped");
        }
    }

    @Test
    void a_server_that_is_killed_does_not_deploy_to_a_machine_twice() throws Exception {
        var data = folder.resolve("data");
        var gate = folder.resolve("gate");
        String execution;
        try (var server = ServerProcess.start(data);
                var caller = new Caller(server, NAME)) {
            register(data);
            caller.codePipeline().createPipeline(it -> it.pipeline(pipeline(Map.of())));
            put(caller.s3(), "case $HOME in *-2) " + note("waiting") + "[ -e '" + gate + "' ] || sleep 300;; esac\n"
                    + note("done $HOME"));
            execution = Until.found("the put starts it", () -> caller.executions().stream().findFirst())
                    .pipelineExecutionId();
            Until.holds("the second machine is in the middle", () ->
                    Files.exists(folder.resolve("notes"))
                            && Files.readString(folder.resolve("notes")).contains("waiting"));
            assertThat(targets(caller.codePipeline(), run(caller.codePipeline(), execution, "Deploy")))
                    .extracting(DeployActionExecutionTarget::status)
                    .containsExactly("Succeeded", "InProgress");
            server.kill();
        }
        Files.createFile(gate);
        try (var server = ServerProcess.start(data);
                var caller = new Caller(server, NAME)) {
            Until.holds("the execution succeeds", () ->
                    caller.status(execution) == PipelineExecutionStatus.SUCCEEDED);

            assertThat(Files.readAllLines(folder.resolve("notes"))).containsExactly(
                    "done " + machines.getFirst().home(),
                    "waiting",
                    "waiting",
                    "done " + machines.getLast().home());
            assertThat(targets(caller.codePipeline(), run(caller.codePipeline(), execution, "Deploy")))
                    .extracting(DeployActionExecutionTarget::status)
                    .containsExactly("Succeeded", "Succeeded");
            assertThat(server.log()).doesNotContain("ERROR", "PRIVATE KEY");
        }
    }

    @Test
    void machines_are_registered_only_with_a_host_key_that_somebody_vouches_for() throws Exception {
        try (var server = LocalServer.start(folder.resolve("data"))) {
            var known = new ArrayList<>(List.of(add(server.data(), 1)));
            var at = known.indexOf("--host-key");
            known.remove(at);
            known.remove(at);
            var unasked = Typed.run(known.toArray(String[]::new));
            assertThat(unasked.status()).isEqualTo(1);
            assertThat(unasked.err()).contains("SHA256:", "\nThe host key was not accepted: nothing is added.");
            known.addAll(List.of("--accept-host-key", "SHA256:wrong"));
            var wrong = Typed.run(known.toArray(String[]::new));
            assertThat(wrong.err()).contains("not SHA256:wrong: nothing is added.");

            register(server.data());
            var listed = Typed.run("instance", "list", "--data", server.data().toString()).success();
            assertThat(listed.lines()).hasSize(2);
            assertThat(listed).contains("web-1  deployer@127.0.0.1:", "Fleet=web,Rack=1", "SHA256:");
            var again = Typed.run(add(server.data(), 1));
            assertThat(again.err()).contains("There is a machine with the name 'web-1' already.");
            Files.writeString(identity, "sesame");
            var bad = add(server.data(), 1);
            bad[2] = "web-3";
            assertThat(Typed.run(bad).err())
                    .contains("The private key is not one that OpenSSH writes.")
                    .doesNotContain("sesame");
            Typed.run("instance", "remove", "web-1", "--data", server.data().toString()).success();
            assertThat(Typed.run("instance", "remove", "web-1", "--data", server.data().toString()).err())
                    .contains("There is no machine with the name or id 'web-1'.");
        }
    }
}
