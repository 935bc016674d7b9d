package dev.pipewright.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.api.FakeGitHub;
import dev.pipewright.git.ServedRepositories;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.InvalidActionDeclarationException;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionOverride;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionType;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;
import software.amazon.awssdk.services.codepipeline.model.WebhookFilterRule;

/** Pipelines over a repository at GitHub, which is played by one server for both its API and its repositories. */
final class GitHubTest {
    private static final String SECRET = "between the two of us";

    @TempDir
    Path directory;

    private FakeGitHub gitHub;
    private LocalServer server;
    private Checkout checkout;
    private Path repository;
    private String first;

    @BeforeEach
    void start() throws Exception {
        gitHub = new FakeGitHub();
        gitHub.serve("/acme/", new ServedRepositories(directory.resolve("repositories"), FakeGitHub.TOKEN));
        server = LocalServer.knowing(gitHub.api(), directory.resolve("data"));
        checkout = new Checkout(directory.resolve("work"));
        repository = directory.resolve("repositories/acme/shop.git");
        checkout.run("init", "-q", "--bare", repository.toString());
        first = commit("One");
    }

    @AfterEach
    void stop() {
        server.close();
        gitHub.close();
    }

    private String commit(String text) throws Exception {
        var id = checkout.commit(text, Map.of("a.txt", text));
        checkout.push(repository.toString(), "main");
        return id;
    }

    private static ActionDeclaration source(String... changes) {
        var configuration = new HashMap<>(Map.of(
                "Owner", "acme", "Repo", "shop", "Branch", "main", "OAuthToken", FakeGitHub.TOKEN,
                "PollForSourceChanges", "false"));
        for (int i = 0; i < changes.length; i += 2) {
            configuration.put(changes[i], changes[i + 1]);
        }
        return Sketch.action("Source", Sketch.type(ActionCategory.SOURCE, ActionOwner.THIRD_PARTY, "GitHub"))
                .configuration(configuration)
                .outputArtifacts(Sketch.output("Code"))
                .build();
    }

    private Watch create(ActionDeclaration source) {
        server.codePipeline().createPipeline(request -> request.pipeline(Sketch.pipeline(
                "shop", Sketch.stage("Source", source), Sketch.stage("Go", Sketch.approval("Go")))));
        return new Watch(server.codePipeline(), "shop");
    }

    private static String taken(Watch watch, String execution) {
        return Eventually.see(
                        "the commit of " + execution,
                        () -> watch.execution(execution).artifactRevisions(),
                        revisions -> !revisions.isEmpty())
                .getFirst()
                .revisionId();
    }

    private static String signature(String body) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
    }

    @Test
    void a_registered_webhook_starts_the_pipeline_with_the_commit_that_was_pushed() throws Exception {
        var watch = create(source());
        assertThat(taken(watch, watch.newest(1))).isEqualTo(first);
        server.codePipeline().putWebhook(request -> request.webhook(hook -> hook
                .name("hook")
                .targetPipeline("shop")
                .targetAction("Source")
                .authentication("GITHUB_HMAC")
                .authenticationConfiguration(it -> it.secretToken(SECRET))
                .filters(WebhookFilterRule.builder()
                        .jsonPath("$.ref")
                        .matchEquals("refs/heads/{Branch}")
                        .build())));
        server.codePipeline().registerWebhookWithThirdParty(request -> request.webhookName("hook"));
        var config = gitHub.hooks.get("acme/shop 1").at("/config");
        assertThat(config.at("/secret").asString()).isEqualTo(SECRET);

        var second = commit("Two");
        var body = "{\"ref\": \"refs/heads/main\", \"after\": \"%s\"}".formatted(second);
        var delivery = HttpRequest.newBuilder(URI.create(config.at("/url").asString()))
                .header("Content-Type", "application/json")
                .header("X-GitHub-Event", "push")
                .header("X-GitHub-Delivery", "d1")
                .header("X-Hub-Signature-256", signature(body))
                .POST(BodyPublishers.ofString(body))
                .build();
        assertThat(SignedHttp.send(delivery).statusCode()).isEqualTo(200);

        var started = watch.newest(2);
        assertThat(watch.executions().getFirst().trigger().triggerType()).isEqualTo(TriggerType.WEBHOOK);
        assertThat(taken(watch, started)).isEqualTo(second);
        var run = server.codePipeline()
                .listActionExecutions(request -> request
                        .pipelineName("shop")
                        .filter(filter -> filter.pipelineExecutionId(started)))
                .actionExecutionDetails().stream()
                .filter(it -> it.actionName().equals("Source"))
                .findFirst()
                .orElseThrow();
        assertThat(run.input().resolvedConfiguration()).containsEntry("OAuthToken", "****");
        assertThat(run.output().outputVariables())
                .containsEntry("CommitUrl", gitHub.api() + "/acme/shop/commit/" + second);
        assertThat(run.output().outputArtifacts().getFirst().s3location().key()).endsWith(".zip");
        assertThat(run.toString()).doesNotContain(FakeGitHub.TOKEN);
        assertThat(server.codePipeline().getPipeline(request -> request.name("shop")).toString())
                .contains("****")
                .doesNotContain(FakeGitHub.TOKEN);
    }

    @Test
    void a_watched_source_starts_it_and_a_start_may_name_the_commit() throws Exception {
        var watch = create(source("PollForSourceChanges", "true"));
        var polled = watch.newest(1);
        assertThat(watch.executions().getFirst().trigger().triggerTypeAsString()).isEqualTo("PollForSourceChanges");
        assertThat(taken(watch, polled)).isEqualTo(first);
        commit("Two");

        var started = server.codePipeline()
                .startPipelineExecution(request -> request.name("shop").sourceRevisions(SourceRevisionOverride.builder()
                        .actionName("Source")
                        .revisionType(SourceRevisionType.COMMIT_ID)
                        .revisionValue(first)
                        .build()))
                .pipelineExecutionId();

        assertThat(taken(watch, started)).isEqualTo(first);
    }

    @Test
    void names_that_cannot_be_at_github_are_refused_with_the_pipeline() {
        assertThatThrownBy(() -> create(source("Repo", "../../etc")))
                .isInstanceOf(InvalidActionDeclarationException.class)
                .hasMessageContaining("The Repo \"../../etc\"");
    }
}
