package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.cli.Typed;
import dev.pipewright.server.Main;
import dev.pipewright.template.Change;
import dev.pipewright.template.Difference;
import dev.pipewright.template.Given;
import dev.pipewright.template.Inspection;
import dev.pipewright.template.Rollout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.CodePipelineException;

/** Files that are put in place on a running server, again and again. */
final class ApplyTest {
    private static final Path FILES = Path.of("src/test/resources/dev/pipewright/template");

    @TempDir
    private Path folder;

    private final List<String> calls = new ArrayList<>();
    private LocalServer server;
    private CodePipelineClient client;

    @BeforeEach
    void start() throws Exception {
        server = LocalServer.start(folder.resolve("data"));
        client = CodePipelineClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(LocalServer.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(server.key()))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(settings -> settings.addExecutionInterceptor(new ExecutionInterceptor() {
                    @Override
                    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                        var name = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
                        if (!name.startsWith("Get") && !name.startsWith("List")) calls.add(name);
                    }
                }))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static Given token(String value) {
        return new Given(Map.of("Token", value), Map.of(), Map.of(), Map.of(), null);
    }

    private Inspection inspect(Given given, Path... files) {
        return Main.inspector().inspect(List.of(files), given, LocalServer.REGION, Optional.of(client));
    }

    private Rollout plan(boolean secrets, Given given, Path... files) {
        calls.clear();
        var inspection = inspect(given, files);
        assertThat(inspection.isRefused()).as("%s", inspection.findings()).isFalse();
        var rollout = inspection.rollout(secrets);
        assertThat(calls).as("what planning changes").isEmpty();
        return rollout;
    }

    private List<String> apply(Given given, Path... files) {
        plan(false, given, files).carryOut(_ -> {});
        return List.copyOf(calls);
    }

    private static List<String> differences(Rollout rollout) {
        return rollout.changes().stream()
                .map(Change::differences)
                .flatMap(List::stream)
                .map(Difference::toString)
                .toList();
    }

    /** A copy of a file with parts replaced; its name, which is the stack's, stays. */
    private Path changed(Path file, String... parts) throws Exception {
        var text = Files.readString(file);
        for (int i = 0; i < parts.length; i += 2) {
            assertThat(text).contains(parts[i]);
            text = text.replace(parts[i], parts[i + 1]);
        }
        return Files.writeString(Files.createTempDirectory(folder, "changed").resolve(file.getFileName()), text);
    }

    @Test
    void everything_is_made_in_order_once_and_the_second_time_there_is_nothing_to_do() {
        var file = FILES.resolve("everything.yaml");
        var first = plan(false, token("hunter2"), file);
        assertThat(differences(first).toString()).doesNotContain("hunter2").contains("OAuthToken: ****");
        first.carryOut(_ -> {});
        assertThat(calls).containsExactly(
                "CreateCustomActionType", "CreatePipeline", "DisableStageTransition", "PutWebhook");
        var state = client.getPipelineState(it -> it.name("everything")).stageStates().get(1).inboundTransitionState();
        assertThat(state.enabled()).isFalse();
        assertThat(state.disabledReason()).isEqualTo("Not before the fair");

        var second = plan(false, token("hunter2"), file);
        assertThat(second.isNothing()).as("%s", differences(second)).isTrue();
        assertThat(apply(token("hunter2"), file)).isEmpty();
    }

    @Test
    void one_changed_property_is_one_line_and_one_call() throws Exception {
        var file = FILES.resolve("everything.yaml");
        apply(token("hunter2"), file);
        var changed = changed(file, "RunOrder: \"2\"", "RunOrder: 3", "RestartExecutionOnUpdate: false",
                "RestartExecutionOnUpdate: true");

        var rollout = plan(false, token("hunter2"), changed);

        assertThat(differences(rollout)).containsExactly("~ stages[Test].actions[Test].runOrder: 2 -> 3");
        rollout.carryOut(_ -> {});
        assertThat(calls).containsExactly("UpdatePipeline", "StartPipelineExecution");
        var pipeline = client.getPipeline(it -> it.name("everything")).pipeline();
        assertThat(pipeline.version()).isEqualTo(2);
        assertThat(apply(token("hunter2"), changed)).isEmpty();
    }

    @Test
    void secrets_are_sent_when_asked_for_since_nobody_can_tell_whether_they_have_changed() {
        var file = FILES.resolve("everything.yaml");
        apply(token("hunter2"), file);
        assertThat(apply(token("another"), file)).isEmpty();

        var rollout = plan(true, token("another"), file);
        assertThat(differences(rollout)).containsExactly("~ its secrets: **** -> ****", "~ its secret: **** -> ****");
        rollout.carryOut(_ -> {});
        assertThat(calls).containsExactly("UpdatePipeline", "PutWebhook");
    }

    @Test
    void tags_and_transitions_are_what_the_file_says_where_it_speaks_of_them() throws Exception {
        var file = FILES.resolve("everything.yaml");
        apply(token("hunter2"), file);
        var changed = changed(file,
                "{Key: team, Value: web}", "{Key: stage, Value: live}",
                "        - {StageName: Test, Reason: Not before the fair}", "        []");
        var rollout = plan(false, token("hunter2"), changed);
        assertThat(differences(rollout)).containsExactlyInAnyOrder(
                "- tags[team]: web", "+ tags[stage]: live", "~ transition into 'Test': enabled");
        rollout.carryOut(_ -> {});
        assertThat(calls).containsExactlyInAnyOrder("UntagResource", "TagResource", "EnableStageTransition");
        assertThat(apply(token("hunter2"), changed)).isEmpty();

        client.disableStageTransition(it -> it.pipelineName("everything")
                .stageName("Test").transitionType("Inbound").reason("By hand"));
        var silent = changed(FILES.resolve("everything.yaml"),
                "      DisableInboundStageTransitions:\n", "",
                "        - {StageName: Test, Reason: Not before the fair}\n", "",
                "      Tags:\n        - {Key: team, Value: web}\n", "");
        assertThat(apply(token("hunter2"), silent)).isEmpty();
    }

    @Test
    void a_stage_that_goes_takes_its_disabled_transition_with_it() throws Exception {
        var file = FILES.resolve("everything.yaml");
        apply(token("hunter2"), file);
        var renamed = changed(file, "- Name: Test\n", "- Name: Check\n", "StageName: Test,", "StageName: Check,");

        assertThat(apply(token("hunter2"), renamed)).containsExactly("UpdatePipeline", "DisableStageTransition");
        assertThat(apply(token("hunter2"), renamed)).isEmpty();
    }

    @Test
    void what_the_cdk_writes_is_put_in_place() {
        var file = FILES.resolve("cdk.template.json");
        assertThat(apply(Given.nothing(), file)).containsExactly("CreatePipeline");
        assertThat(client.getPipeline(it -> it.name("shop-cdk")).pipeline().stages()).hasSize(2);
        assertThat(apply(Given.nothing(), file)).isEmpty();
    }

    @Test
    void an_input_of_the_command_line_and_what_get_pipeline_prints_are_put_in_place() throws Exception {
        var file = FILES.resolve("pipeline.json");
        assertThat(apply(Given.nothing(), file)).containsExactly("CreatePipeline");
        assertThat(apply(Given.nothing(), file)).isEmpty();
        var printed = SignedHttp.of(server).call("GetPipeline", "{\"name\": \"shop\"}").body();
        assertThat(apply(Given.nothing(), Files.writeString(folder.resolve("got.json"), printed))).isEmpty();
        var moved = changed(file, "\"BranchName\": \"main\"", "\"BranchName\": \"next\"");
        assertThat(differences(plan(false, Given.nothing(), moved)))
                .containsExactly("~ stages[Source].actions[Take].configuration.BranchName: main -> next");
    }

    @Test
    void a_mask_keeps_the_secret_of_a_pipeline_that_is_there() throws Exception {
        var file = FILES.resolve("everything.yaml");
        apply(token("hunter2"), file);
        var masked = changed(file, "RunOrder: \"2\"", "RunOrder: 4");
        assertThat(apply(token("****"), masked)).containsExactly("UpdatePipeline");
        assertThat(inspect(token("****"), changed(file, "Name: everything", "Name: new")).isRefused()).isTrue();
    }

    @Test
    void a_custom_action_type_never_changes() throws Exception {
        var file = FILES.resolve("everything.yaml");
        apply(token("hunter2"), file);
        var rollout = plan(false, token("hunter2"), changed(file, "MaximumCount: \"1\"", "MaximumCount: 2"));
        assertThat(rollout.obstacles()).containsExactly("The custom action type 'Test/Tester/1' is there already and is"
                + " different. An action type never changes; give it another version.");
    }

    @Test
    void what_is_done_before_a_failure_stays_and_the_next_time_goes_on_from_there() throws Exception {
        var file = FILES.resolve("everything.yaml");
        var rollout = plan(false, token("hunter2"), file);
        // Somebody else was faster.
        client.createCustomActionType(it -> it.category("Test").provider("Tester").version("1")
                .inputArtifactDetails(count -> count.minimumCount(0).maximumCount(5))
                .outputArtifactDetails(count -> count.minimumCount(0).maximumCount(5)));
        var done = new ArrayList<String>();
        assertThatThrownBy(() -> rollout.carryOut(done::add)).isInstanceOf(CodePipelineException.class);
        assertThat(done).isEmpty();
        client.deleteCustomActionType(it -> it.category("Test").provider("Tester").version("1"));

        var other = changed(file, "Version: 1\n      Input", "Version: 2\n      Input",
                "Provider: Tester, Version: 1", "Provider: Tester, Version: 2");
        var next = plan(false, token("hunter2"), other);
        var faster = Declared.pipeline("everything", Declared.source("x"), Declared.build("true"));
        client.createPipeline(it -> it.pipeline(faster));
        assertThatThrownBy(() -> next.carryOut(done::add)).isInstanceOf(CodePipelineException.class);
        assertThat(done).containsExactly("custom action type 'Test/Tester/2' created");
        assertThat(apply(token("hunter2"), other)).containsExactly(
                "UpdatePipeline", "TagResource", "DisableStageTransition", "PutWebhook");
    }

    @Test
    void the_command_shows_what_changes_and_asks_before_it_does() throws Exception {
        var data = server.data().toString();
        var file = "examples/cloudformation.yaml";
        var dry = Typed.run("apply", "--data", data, "--dry-run", file);
        assertThat(dry.success())
                .contains("pipeline 'hello-from-template' (new)", "+ stages[Approve].actions[Approve]");
        var asked = Typed.run("apply", "--data", data, file);
        assertThat(asked.status()).isEqualTo(1);
        assertThat(asked.err()).contains("say --yes");
        assertThat(client.listPipelines(_ -> {}).pipelines()).isEmpty();

        var applied = Typed.run(
                "apply", "--data", data, "--yes", "--parameter", "AskFirst=no", file).success();
        assertThat(applied).contains("Done: pipeline 'hello-from-template' created.").doesNotContain("\u001b");
        assertThat(client.getPipeline(it -> it.name("hello-from-template")).pipeline().stages()).hasSize(3);
        var again = Typed.run("apply", "--data", data, "--parameter", "AskFirst=no", file).success();
        assertThat(again).endsWith("No changes.\n");

        var elsewhere = Program.run(
                Path.of("."),
                Map.of(
                        "AWS_ACCESS_KEY_ID", server.key().accessKeyId(),
                        "AWS_SECRET_ACCESS_KEY", server.key().secretAccessKey(), "AWS_DEFAULT_REGION", "eu-north-1"),
                Program.pipewrightCommand(
                        "apply", "--endpoint-url", server.endpoint().toString(), "--yes", file));
        assertThat(elsewhere.success()).contains("Done: pipeline 'hello-from-template' created.");
        assertThat(Typed.run("apply", "--endpoint-url", server.endpoint().toString(), "--yes", file).err())
                .contains("--endpoint-url needs a key in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
        for (var text : List.of("localhost:4567", "", "ftp://a", "http://", "a b")) {
            var nowhere = Typed.run("apply", "--endpoint-url", text, "--yes", file);
            assertThat(nowhere.status()).isEqualTo(2);
            assertThat(nowhere.err())
                    .contains("--endpoint-url is '" + text + "' and must be like http://HOST:PORT; see: ");
        }
        assertThat(Typed.run("apply", "--data", "", "--yes", file).err())
                .contains("--data is empty and must name a directory; see: pipewright apply --help");

        var unknown = Typed.run("apply", "--data", data, "--parameter", "Branhc=x", file);
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("no template has the parameter 'Branhc'");
    }
}
