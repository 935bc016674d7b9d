package dev.pipewright.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.pipewright.api.FakeGitHub;
import dev.pipewright.cli.CannotStart;
import dev.pipewright.cli.ServerOptions;
import dev.pipewright.git.ServedRepositories;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.CodePipelineException;
import software.amazon.awssdk.services.codepipeline.model.InvalidActionDeclarationException;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.WebhookFilterRule;

/** Secrets given to a server in every way there is, looked for in every file that it keeps. */
final class SecretsAtRestTest {
    private static final String PASSWORD = "Dr0wss@p/+ & horse=battery?";
    private static final String NEXT_PASSWORD = "N3xt/of+them & staple=right?";
    private static final String HOOK_SECRET = "between/the+two & of=us?";
    private static final String CONNECTION_SECRET = "whisper/whisper+whisper=?";
    private static final Set<String> KEY_FILES = Set.of("credentials", "server.key", "events.secret", "secrets.keys");

    @TempDir
    private Path directory;

    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            log.add(event.getFormattedMessage());
        }
    };
    private final Logger own = (Logger) LoggerFactory.getLogger("dev.pipewright");

    private Path data;
    private FakeGitHub gitHub;
    private LocalServer server;
    private CustomWorker worker;
    private Checkout checkout;

    @BeforeEach
    void start() throws Exception {
        own.setLevel(Level.TRACE);
        appender.start();
        own.addAppender(appender);
        own.setAdditive(false);
        data = directory.resolve("data");
        gitHub = new FakeGitHub();
        gitHub.serve("/acme/", new ServedRepositories(directory.resolve("repositories"), FakeGitHub.TOKEN));
        checkout = new Checkout(directory.resolve("work"));
        checkout.run("init", "-q", "--bare", directory.resolve("repositories/acme/shop.git").toString());
        commit("One");
        server = LocalServer.start(options());
        worker = CustomWorker.register(server.codePipeline(), ActionCategory.BUILD, "Courier", 1, 0);
    }

    @AfterEach
    void stop() {
        server.close();
        gitHub.close();
        own.detachAppender(appender);
        own.setLevel(null);
        own.setAdditive(true);
    }

    private ServerOptions options() {
        return new ServerOptions(
                data, "127.0.0.1", 0, LocalServer.REGION, Optional.empty(), Optional.empty(),
                List.of("file:" + data.resolve("events.jsonl")), Optional.empty(), Optional.empty(), gitHub.api());
    }

    private String commit(String text) throws Exception {
        var id = checkout.commit(text, Map.of("a.txt", text));
        checkout.push(directory.resolve("repositories/acme/shop.git").toString(), "main");
        return id;
    }

    private static ActionDeclaration source() {
        return Sketch.action("Source", Sketch.type(ActionCategory.SOURCE, ActionOwner.THIRD_PARTY, "GitHub"))
                .configuration(Map.of(
                        "Owner", "acme", "Repo", "shop", "Branch", "main", "OAuthToken", FakeGitHub.TOKEN,
                        "PollForSourceChanges", "false"))
                .outputArtifacts(Sketch.output("Code"))
                .build();
    }

    private PipelineDeclaration pipeline(String name, ActionDeclaration source, String action, String password) {
        return Sketch.pipeline(
                name,
                Sketch.stage("Source", source),
                Sketch.stage("Deliver", worker.action(action, name, Map.of("Password", password))
                        .inputArtifacts(Sketch.input("Code"))
                        .build()));
    }

    /** Lets a worker do the newest execution's job, and answers the password that it was given. */
    private String deliver(Watch watch, String name, int executions) {
        var execution = watch.newest(executions);
        var job = worker.take(name);
        var details = server.codePipeline().getJobDetails(request -> request.jobId(job.id())).jobDetails();
        var given = job.data().actionConfiguration().configuration().get("Password");
        assertThat(details.data().actionConfiguration().configuration()).containsEntry("Password", given);
        worker.succeed(job);
        watch.until(execution, PipelineExecutionStatus.SUCCEEDED);
        return given;
    }

    private void tell(String url, String commit) throws Exception {
        var body = "{\"ref\": \"refs/heads/main\", \"after\": \"%s\"}".formatted(commit);
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(HOOK_SECRET.getBytes(UTF_8), "HmacSHA256"));
        var delivery = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .header("X-GitHub-Event", "push")
                .header("X-GitHub-Delivery", commit)
                .header("X-Hub-Signature-256", "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8))))
                .POST(BodyPublishers.ofString(body))
                .build();
        assertThat(SignedHttp.send(delivery).statusCode()).isEqualTo(200);
    }

    private String connect() throws Exception {
        var token = Files.writeString(directory.resolve("token"), FakeGitHub.TOKEN);
        var secret = Files.writeString(directory.resolve("secret"), CONNECTION_SECRET.replace(" ", ""));
        return Program.pipewright(
                        "connection", "add", "host", "--provider", "GitHubEnterpriseServer", "--url",
                        gitHub.api().toString(), "--token-file", token.toString(), "--webhook-secret-file",
                        secret.toString(), "--data", data.toString())
                .success()
                .strip();
    }

    @Test
    void no_file_of_a_server_holds_a_secret_in_the_clear_and_rotating_the_keys_changes_nothing_for_clients()
            throws Exception {
        var api = server.codePipeline();
        api.createPipeline(request -> request.pipeline(pipeline("hub", source(), "Send", PASSWORD)));
        var watch = new Watch(api, "hub");
        assertThat(deliver(watch, "hub", 1)).isEqualTo(PASSWORD);
        api.updatePipeline(request -> request.pipeline(pipeline("hub", source(), "Send", NEXT_PASSWORD)));
        api.putWebhook(request -> request.webhook(hook -> hook.name("hook")
                .targetPipeline("hub")
                .targetAction("Source")
                .authentication("GITHUB_HMAC")
                .authenticationConfiguration(it -> it.secretToken(HOOK_SECRET))
                .filters(WebhookFilterRule.builder().jsonPath("$.ref").build())));
        api.registerWebhookWithThirdParty(request -> request.webhookName("hook"));
        tell(gitHub.hooks.get("acme/shop 1").at("/config/url").asString(), commit("Two"));
        assertThat(deliver(watch, "hub", 2)).isEqualTo(NEXT_PASSWORD);
        var connection = Sketch.connected(connect(), "acme/shop");
        api.createPipeline(request -> request.pipeline(pipeline("host", connection, "Send", PASSWORD)));
        deliver(new Watch(api, "host"), "host", 1);
        isNowhere();

        var before = Program.pipewright("secrets", "status", "--data", data.toString()).success();
        assertThat(before).matches("[0-9a-f]{8}  seals, [0-9]+ sealed\\R");
        var after = Program.pipewright("secrets", "rotate", "--data", data.toString()).success();
        assertThat(after).matches("[0-9a-f]{8}  seals, [0-9]+ sealed\\R").isNotEqualTo(before);
        isNowhere();
        server.close();
        isNowhere();

        server = LocalServer.start(options());
        worker = new CustomWorker(server.codePipeline(), worker.type());
        watch = new Watch(server.codePipeline(), "hub");
        masksKeepTheSecrets(watch);
        isNowhere();
    }

    private void masksKeepTheSecrets(Watch watch) {
        var api = server.codePipeline();
        var read = api.getPipeline(request -> request.name("hub")).pipeline();
        assertThat(read.stages().get(1).actions().getFirst().configuration()).containsEntry("Password", "****");
        assertThat(api.updatePipeline(request -> request.pipeline(read)).toString())
                .contains("****")
                .doesNotContain(NEXT_PASSWORD, FakeGitHub.TOKEN);
        watch.start();
        assertThat(deliver(watch, "hub", 3)).isEqualTo(NEXT_PASSWORD);
        var listed = api.listActionExecutions(request -> request.pipelineName("hub")).actionExecutionDetails();
        assertThat(listed).hasSize(6).allSatisfy(run -> assertThat(run.input().resolvedConfiguration())
                .containsValue("****")
                .doesNotContainValue(PASSWORD)
                .doesNotContainValue(NEXT_PASSWORD)
                .doesNotContainValue(FakeGitHub.TOKEN));
        assertThatThrownBy(() -> api.updatePipeline(request ->
                        request.pipeline(pipeline("hub", source(), "Renamed", "****"))))
                .isInstanceOf(InvalidActionDeclarationException.class)
                .hasMessageContaining("for the new action \"Renamed\"")
                .hasMessageContaining("\"****\" may be used in secret properties only when updating");
        var hook = api.listWebhooks(request -> {}).webhooks().getFirst().definition();
        assertThat(hook.authenticationConfiguration().secretToken()).isEqualTo("****");
        assertThat(api.putWebhook(request -> request.webhook(hook)).toString()).doesNotContain(HOOK_SECRET);
        api.deleteCustomActionType(request -> request.category(worker.type().category())
                .provider(worker.type().provider())
                .version(worker.type().version()));
        assertThat(api.getPipeline(request -> request.name("hub")).toString()).doesNotContain(NEXT_PASSWORD);
        assertThat(api.listActionExecutions(request -> request.pipelineName("hub")).toString())
                .doesNotContain(NEXT_PASSWORD);
    }

    @Test
    void a_server_without_its_keys_says_so_and_serves_again_when_they_are_back() throws Exception {
        server.close();
        var keys = data.resolve("secrets.keys");
        var elsewhere = directory.resolve("elsewhere.keys");
        Files.move(keys, elsewhere);
        assertThatThrownBy(() -> LocalServer.start(options()))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining(keys.toString())
                .hasMessageEndingWith("is not there; put it back, or name the place it has now with --secrets-key.");
        assertThat(keys).doesNotExist();
        server = LocalServer.start(options().withSecretsKey(elsewhere));
        assertThat(server.codePipeline().listPipelines().pipelines()).isEmpty();
    }

    @Test
    void somebody_who_changes_a_sealed_row_harms_that_pipeline_alone() throws Exception {
        var api = server.codePipeline();
        api.createPipeline(request -> request.pipeline(pipeline("harmed", source(), "Send", PASSWORD)));
        api.createPipeline(request -> request.pipeline(pipeline("sound", source(), "Send", PASSWORD)));
        for (var name : List.of("harmed", "sound")) {
            var watch = new Watch(api, name);
            Eventually.see("a job", () -> watch.stage("Deliver"), stage -> stage.latestExecution() != null);
        }
        server.close();
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("pipewright.db"));
                var statement = database.createStatement()) {
            statement.executeUpdate("""
                    UPDATE pipeline_version
                       SET body = (SELECT v.body FROM pipeline_version v JOIN pipeline p ON p.id = v.pipeline_id
                                    WHERE p.name = 'sound')
                     WHERE pipeline_id = (SELECT id FROM pipeline WHERE name = 'harmed')""");
        }
        server = LocalServer.start(options());
        worker = new CustomWorker(server.codePipeline(), worker.type());
        assertThat(deliver(new Watch(server.codePipeline(), "sound"), "sound", 1)).isEqualTo(PASSWORD);
        assertThatThrownBy(() -> server.codePipeline().getPipeline(request -> request.name("harmed")))
                .isInstanceOf(CodePipelineException.class)
                .message()
                .contains("which its log explains")
                .doesNotContain(PASSWORD, data.toString());
        assertThat(log).anySatisfy(line -> assertThat(line).contains("harmed"));
        assertThat(server.codePipeline().listPipelines().pipelines()).hasSize(2);
        server.codePipeline().deletePipeline(request -> request.name("harmed"));
    }

    /** Looks for every secret, as it is and as it is often written. */
    private void isNowhere() throws IOException {
        var searched = new ArrayList<Path>();
        try (var files = Files.walk(data)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (!KEY_FILES.contains(file.getFileName().toString())) {
                    searched.add(file);
                    var content = new String(Files.readAllBytes(file), ISO_8859_1);
                    assertThat(found(content + "\n" + file)).as(file.toString()).isEmpty();
                }
            }
        }
        assertThat(searched).extracting(file -> data.relativize(file).getName(0).toString())
                .contains("pipewright.db", "events.jsonl", "s3", "mirrors", "github");
        assertThat(log).isNotEmpty();
        assertThat(found(String.join("\n", log))).isEmpty();
    }

    private static Set<String> found(String text) {
        var found = new TreeSet<String>();
        for (var secret : List.of(PASSWORD, NEXT_PASSWORD, HOOK_SECRET, CONNECTION_SECRET, FakeGitHub.TOKEN)) {
            forms(secret).stream().filter(text::contains).forEach(found::add);
        }
        return found;
    }

    private static Set<String> forms(String secret) {
        var bytes = secret.getBytes(UTF_8);
        var forms = new TreeSet<>(List.of(
                secret,
                URLEncoder.encode(secret, UTF_8),
                URLEncoder.encode(secret, UTF_8).replace("+", "%20"),
                HexFormat.of().formatHex(bytes)));
        // In Base64 the letters depend on what stands before: what is the same whatever follows is looked for.
        for (var before = 0; before < 3; before++) {
            var shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            var from = (before * 8 + 5) / 6;
            var to = shifted.length * 8 / 6;
            forms.add(Base64.getEncoder().encodeToString(shifted).substring(from, to));
            forms.add(Base64.getUrlEncoder().encodeToString(shifted).substring(from, to));
        }
        return forms;
    }
}
