package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.codepipeline.model.CodePipelineException;
import software.amazon.awssdk.services.codepipeline.model.InvalidNextTokenException;
import software.amazon.awssdk.services.codepipeline.model.InvalidWebhookAuthenticationParametersException;
import software.amazon.awssdk.services.codepipeline.model.InvalidWebhookFilterPatternException;
import software.amazon.awssdk.services.codepipeline.model.ListWebhookItem;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.PipelineNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.ResourceNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.Tag;
import software.amazon.awssdk.services.codepipeline.model.ValidationException;
import software.amazon.awssdk.services.codepipeline.model.WebhookDefinition;
import software.amazon.awssdk.services.codepipeline.model.WebhookFilterRule;
import software.amazon.awssdk.services.codepipeline.model.WebhookNotFoundException;

/** Webhooks as their owners set them up with an SDK and as strangers find them. */
final class WebhookTest {
    private static final String SECRET = "between the two of us";
    private static final String PUSH = "{\"ref\":\"refs/heads/code.zip\"}";
    private static final int LARGEST = 5 * 1024 * 1024;

    @TempDir
    static Path directory;

    static LocalServer server;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private String pipeline;
    private String hook;

    @BeforeAll
    static void start() throws Exception {
        server = LocalServer.start(directory);
        server.s3().createBucket(create -> create.bucket(Sketch.INBOX));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void makeThePipeline() {
        pipeline = "shop-" + COUNT.incrementAndGet();
        hook = "hook-" + COUNT.get();
        server.codePipeline().createPipeline(request -> request.pipeline(Sketch.pipeline(
                pipeline,
                Sketch.stage("Source", Sketch.object("code.zip")),
                Sketch.stage("Gate", Sketch.approval("Ask")))));
    }

    private WebhookDefinition.Builder hmac() {
        return webhook("GITHUB_HMAC").authenticationConfiguration(it -> it.secretToken(SECRET));
    }

    private WebhookDefinition.Builder webhook(String authentication) {
        return WebhookDefinition.builder()
                .name(hook)
                .targetPipeline(pipeline)
                .targetAction("Source")
                .filters(List.of(filter("$.ref", "refs/heads/{S3ObjectKey}")))
                .authentication(authentication)
                .authenticationConfiguration(it -> {});
    }

    private static WebhookFilterRule filter(String path, String text) {
        return WebhookFilterRule.builder().jsonPath(path).matchEquals(text).build();
    }

    private static ListWebhookItem put(WebhookDefinition.Builder webhook, Tag... tags) {
        return server.codePipeline()
                .putWebhook(request -> request.webhook(webhook.build()).tags(tags))
                .webhook();
    }

    private ListWebhookItem listed() {
        return server.codePipeline().listWebhooksPaginator(request -> {}).webhooks().stream()
                .filter(item -> item.definition().name().equals(hook))
                .findFirst()
                .orElseThrow();
    }

    /** The executions that a webhook has started. */
    private List<PipelineExecutionSummary> started() {
        return server.codePipeline()
                .listPipelineExecutions(request -> request.pipelineName(pipeline))
                .pipelineExecutionSummaries()
                .stream()
                .filter(execution -> execution.trigger().triggerTypeAsString().equals("Webhook"))
                .toList();
    }

    private static String signature(String algorithm, String body) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), algorithm));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpRequest.Builder post(String url, String body) {
        return HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(body));
    }

    private static HttpRequest.Builder signed(String url, String body) {
        return post(url, body)
                .header("Content-Type", "application/json")
                .header("X-Hub-Signature", "sha1=" + signature("HmacSHA1", body))
                .header("X-Hub-Signature-256", "sha256=" + signature("HmacSHA256", body))
                .header("X-GitHub-Event", "push");
    }

    private record Answer(int status, String text) {}

    private static Answer send(HttpRequest.Builder request) {
        var response = SignedHttp.send(request.build());
        assertThat(response.body()).doesNotContain("Exception").doesNotContain("\tat ").doesNotContain(SECRET);
        assertThat(response.body().lines()).hasSize(1);
        return new Answer(response.statusCode(), response.body().strip());
    }

    @Test
    void what_github_delivers_starts_the_pipeline_once() {
        var webhook = put(hmac());
        var begin = Instant.now().minusSeconds(1);

        assertThat(send(signed(webhook.url(), PUSH).header("X-GitHub-Delivery", "d1")).status()).isEqualTo(200);
        assertThat(started()).singleElement().satisfies(execution ->
                assertThat(execution.trigger().triggerDetail()).isEqualTo(webhook.arn()));
        assertThat(send(signed(webhook.url(), PUSH).header("X-GitHub-Delivery", "d1")).status()).isEqualTo(200);
        assertThat(started()).hasSize(1);
        assertThat(listed().lastTriggered()).isBetween(begin, Instant.now().plusSeconds(1));
        assertThat(listed().errorCode()).isNull();
        assertThat(send(signed(webhook.url(), PUSH).header("X-GitHub-Delivery", "d2")).status()).isEqualTo(200);
        assertThat(started()).hasSize(2);
    }

    @Test
    void a_sender_that_signs_the_old_way_is_let_in() {
        var url = put(hmac()).url();

        assertThat(send(post(url, PUSH).header("X-Hub-Signature", "sha1=" + signature("HmacSHA1", PUSH))).status())
                .isEqualTo(200);
        assertThat(started()).hasSize(1);
    }

    @Test
    void a_ping_and_another_branch_start_nothing() {
        var url = put(hmac()).url();

        assertThat(send(signed(url, "{\"zen\":\"Keep it simple\"}").setHeader("X-GitHub-Event", "ping")).status())
                .isEqualTo(200);
        assertThat(send(signed(url, PUSH.replace("code", "other"))).status()).isEqualTo(200);
        assertThat(started()).isEmpty();
        assertThat(listed().lastTriggered()).isNull();
    }

    @Test
    void a_form_can_hold_the_payload() {
        var url = put(hmac()).url();
        var form = "payload=%7B%22ref%22%3A%22refs%2Fheads%2Fcode.zip%22%7D";

        assertThat(send(signed(url, form).setHeader("Content-Type", "application/x-www-form-urlencoded")).status())
                .isEqualTo(200);
        assertThat(started()).hasSize(1);
    }

    @Test
    void a_secret_is_never_read_back_and_its_mask_keeps_it() {
        var made = put(hmac());
        assertThat(made.definition().authenticationConfiguration().secretToken()).isEqualTo("****");
        assertThat(listed().definition()).isEqualTo(made.definition());

        var changed = put(hmac().authenticationConfiguration(it -> it.secretToken("****"))
                .filters(List.of(filter("$.ref", null))));

        assertThat(changed.url()).isEqualTo(made.url());
        assertThat(send(signed(made.url(), "{\"ref\":1}")).status()).isEqualTo(200);
        assertThat(started()).hasSize(1);
        hook = "fresh-" + hook;
        assertThatThrownBy(() -> put(hmac().authenticationConfiguration(it -> it.secretToken("****"))))
                .isInstanceOf(InvalidWebhookAuthenticationParametersException.class);
    }

    @Test
    void a_webhook_that_is_made_anew_has_another_url() {
        var first = put(hmac());
        assertThat(first.url()).matches(server.endpoint() + "/webhooks/[A-Za-z0-9]{43}");
        assertThat(first.arn()).isEqualTo("arn:aws:codepipeline:eu-west-1:000000000000:webhook:" + hook);
        server.codePipeline().deleteWebhook(request -> request.name(hook));
        server.codePipeline().deleteWebhook(request -> request.name(hook));
        assertThat(send(signed(first.url(), PUSH)).status()).isEqualTo(403);

        var second = put(hmac());

        assertThat(second.url()).isNotEqualTo(first.url());
        assertThat(send(signed(first.url(), PUSH)).status()).isEqualTo(403);
        assertThat(started()).isEmpty();
        assertThat(send(signed(second.url(), PUSH)).status()).isEqualTo(200);
        assertThat(started()).hasSize(1);
    }

    @Test
    void an_ip_range_lets_in_who_calls_from_it() {
        var url = put(webhook("IP").authenticationConfiguration(it -> it.allowedIPRange("192.0.2.0/24"))).url();
        assertThat(send(post(url, PUSH).header("X-Forwarded-For", "192.0.2.1")).status()).isEqualTo(403);
        assertThat(listed().errorCode()).isEqualTo("AuthenticationFailed");
        assertThat(started()).isEmpty();

        put(webhook("IP").authenticationConfiguration(it -> it.allowedIPRange("127.0.0.0/8")));

        assertThat(listed().errorCode()).isNull();
        assertThat(send(post(url, PUSH)).status()).isEqualTo(200);
        assertThat(started()).hasSize(1);
    }

    @Test
    void without_authentication_the_url_is_enough() {
        assertThat(send(post(put(webhook("UNAUTHENTICATED")).url(), PUSH)).status()).isEqualTo(200);
        assertThat(started()).hasSize(1);
    }

    @Test
    void a_webhook_has_tags() {
        var arn = put(hmac(), tag("a", "1"), tag("b", "2")).arn();
        assertThat(listed().tags()).containsExactly(tag("a", "1"), tag("b", "2"));

        server.codePipeline().tagResource(request -> request.resourceArn(arn).tags(tag("c", "3")));
        server.codePipeline().untagResource(request -> request.resourceArn(arn).tagKeys("a"));

        assertThat(server.codePipeline().listTagsForResource(request -> request.resourceArn(arn)).tags())
                .containsExactly(tag("b", "2"), tag("c", "3"));
        assertThat(put(hmac(), tag("b", "4")).tags()).containsExactly(tag("b", "4"), tag("c", "3"));
        server.codePipeline().deleteWebhook(request -> request.name(hook));
        assertThatThrownBy(() -> server.codePipeline().listTagsForResource(request -> request.resourceArn(arn)))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void webhooks_are_listed_in_pages_by_name() {
        for (var name : List.of("page-c", "page-a", "page-b")) {
            hook = name;
            put(hmac());
        }

        var pages = server.codePipeline().listWebhooksPaginator(request -> request.maxResults(2)).stream().toList();

        assertThat(pages).allSatisfy(page -> assertThat(page.webhooks()).hasSizeBetween(1, 2));
        assertThat(pages.stream().flatMap(page -> page.webhooks().stream()).map(item -> item.definition().name()))
                .isSorted()
                .doesNotHaveDuplicates()
                .contains("page-a", "page-b", "page-c");
        assertThatThrownBy(() -> server.codePipeline().listWebhooks(request -> request.nextToken("guess")))
                .isInstanceOf(InvalidNextTokenException.class);
    }

    private static void refused(
            Class<? extends CodePipelineException> type, WebhookDefinition.Builder webhook, String named) {
        assertThatThrownBy(() -> put(webhook)).isInstanceOf(type).hasMessageContaining(named);
    }

    @Test
    void a_webhook_needs_a_pipeline_and_an_action_of_its_first_stage() {
        refused(PipelineNotFoundException.class, hmac().targetPipeline("nowhere"), "'nowhere'");
        refused(ValidationException.class, hmac().targetAction("Ask"), "'Ask'");
        refused(ValidationException.class, hmac().targetAction("Nothing"), "'Nothing'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ref", "$.", "$..*..*..*", "$[?(@.a =~ /(x+)+/)]", "$.a.length()", "$[(@.length-1)]"})
    void a_path_that_is_none_or_could_hang_is_refused(String path) {
        refused(InvalidWebhookFilterPatternException.class, hmac().filters(List.of(filter(path, null))), path);
    }

    @Test
    void filters_are_one_to_five_with_placeholders_that_stand_for_something() {
        refused(InvalidWebhookFilterPatternException.class, hmac().filters(List.of()), "0 filters");
        refused(
                InvalidWebhookFilterPatternException.class,
                hmac().filters(List.of(filter("$.ref", "{Branch}"))), "{Branch}");
    }

    @Test
    void parameters_fit_the_authentication() {
        var type = InvalidWebhookAuthenticationParametersException.class;
        refused(type, webhook("GITHUB_HMAC"), "SecretToken");
        refused(type, webhook("IP"), "AllowedIPRange");
        refused(type, webhook("IP").authenticationConfiguration(it -> it.allowedIPRange("127.0.0.1")), "127.0.0.1");
        refused(type, webhook("UNAUTHENTICATED").authenticationConfiguration(it -> it.secretToken("x")), "SecretToken");
    }

    @Test
    void only_github_actions_are_registered() {
        put(hmac());
        var client = server.codePipeline();

        assertThatThrownBy(() -> client.registerWebhookWithThirdParty(request -> request.webhookName(hook)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("GitHub");
        client.deregisterWebhookWithThirdParty(request -> request.webhookName(hook));
        assertThatThrownBy(() -> client.registerWebhookWithThirdParty(request -> request.webhookName("nothing")))
                .isInstanceOf(WebhookNotFoundException.class);
        assertThatThrownBy(() -> client.deregisterWebhookWithThirdParty(request -> request.webhookName("nothing")))
                .isInstanceOf(WebhookNotFoundException.class);
    }

    @Test
    void who_is_not_let_in_cannot_tell_whether_there_is_a_webhook() {
        var url = put(hmac()).url();
        var nowhere = server.endpoint() + "/webhooks/" + "A".repeat(43);
        var tooLarge = " ".repeat(LARGEST + 1);
        var requests = Map.<String, Consumer<HttpRequest.Builder>>of(
                "no signature", _ -> {},
                "a wrong signature", it -> it.header("X-Hub-Signature-256", "sha256=" + "0".repeat(64)),
                "no hexadecimal", it -> it.header("X-Hub-Signature-256", "sha256=true"),
                "another method", it -> it.GET());
        requests.forEach((what, change) -> {
            var known = post(url, PUSH);
            var unknown = post(nowhere, PUSH);
            change.accept(known);
            change.accept(unknown);

            var answer = send(known);

            assertThat(answer).as(what).isEqualTo(send(unknown));
            assertThat(answer.status()).as(what).isEqualTo(what.equals("another method") ? 405 : 403);
        });
        assertThat(send(post(url, tooLarge))).isEqualTo(send(post(nowhere, tooLarge)));
        assertThat(send(signed(url, tooLarge))).isEqualTo(send(signed(nowhere, tooLarge)));
        assertThat(started()).isEmpty();
    }

    @Test
    void a_payload_has_five_mebibytes_at_most() {
        var url = put(webhook("UNAUTHENTICATED")).url();
        var fits = PUSH + " ".repeat(LARGEST - PUSH.length());

        assertThat(send(post(url, fits + " ")).status()).isEqualTo(413);
        assertThat(listed().errorCode()).isEqualTo("PayloadTooLarge");
        var pieces = (fits + " ").getBytes(StandardCharsets.UTF_8);
        assertThat(send(HttpRequest.newBuilder(URI.create(url))
                        .POST(BodyPublishers.ofByteArrays(List.of(pieces))))
                .status()).isEqualTo(413);
        assertThat(started()).isEmpty();
        assertThat(send(post(url, fits)).status()).isEqualTo(200);
        assertThat(started()).hasSize(1);
    }

    @Test
    void what_is_not_json_is_refused() {
        var url = put(hmac()).url();

        for (var body : List.of("", "ref", "17", "{\"ref\":", "[".repeat(100_000), "{\"a\":".repeat(50_000))) {
            assertThat(send(signed(url, body)).status()).isEqualTo(400);
        }
        assertThat(listed().errorCode()).isEqualTo("InvalidPayload");
        assertThat(started()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/webhooks", "/webhooks/", "/webhooks/..", "/webhooks/../health", "/webhooks/%2e%2e/health", "/webhooks/a/b",
        "/webhooks/a;b", "/webhooks/%00", "/webhooks/a%2f", "//webhooks/a"
    })
    void other_paths_lead_nowhere(String path) throws IOException {
        try (var socket = new Socket(server.endpoint().getHost(), server.endpoint().getPort())) {
            var request = "POST %s HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
                    .formatted(path);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).containsPattern("^HTTP/1.1 4\\d\\d ").doesNotContain("Exception");
        }
    }
}
