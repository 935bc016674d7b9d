package dev.pipewright.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.CodePipelineException;
import software.amazon.awssdk.services.codepipeline.model.DeletePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.DeletePipelineResponse;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineResponse;
import software.amazon.awssdk.services.codepipeline.model.PipelineNotFoundException;
import tools.jackson.databind.node.ObjectNode;

class JsonEndpointTest {
    private static final Instant NOW = Instant.now();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(JsonEndpoint.class);

    private static Server server;
    private static URI endpoint;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeAll
    static void start() throws Exception {
        server = new Server(0);
        var clock = Clock.fixed(NOW, ZoneOffset.UTC);
        var ids = new AtomicInteger();
        var constraints = Constraints.of("codepipeline");
        var pipelines = JsonService.named("codepipeline", "CodePipeline_20150709", constraints)
                .with("GetPipeline", GetPipelineRequest::builder, new GetPipeline())
                .with("DeletePipeline", DeletePipelineRequest::builder, new DeletePipeline())
                .build();
        var other = JsonService.named("other", "Other_1", constraints).build();
        var verifier = new SigV4(JsonEndpointTest::key, clock);
        var context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new JsonEndpoint(
                List.of(pipelines, other), verifier, clock, () -> "id-" + ids.incrementAndGet())), "/*");
        server.setHandler(context);
        server.start();
        endpoint = URI.create("http://127.0.0.1:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort());
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @BeforeEach
    void listen() {
        LOG.setLevel(Level.INFO);
        log.start();
        LOG.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        LOG.detachAppender(log);
    }

    private static final class GetPipeline implements Operation<GetPipelineRequest, GetPipelineResponse> {
        @Override
        public GetPipelineResponse run(GetPipelineRequest input, Request request) {
            if (input.name().equals("broken")) throw new IllegalStateException("secret of the server");
            if (!input.name().equals("known")) {
                throw Fault.of("PipelineNotFoundException", "no pipeline '%s'", input.name());
            }
            return GetPipelineResponse.builder()
                    .pipeline(pipeline -> pipeline
                            .name(input.name()).roleArn(request.region() + " " + request.account()))
                    .metadata(metadata -> metadata.created(request.at()))
                    .build();
        }

        @Override
        public ObjectNode finish(ObjectNode json, GetPipelineResponse output) {
            return json.put("extra", output.pipeline().name());
        }
    }

    private static final class DeletePipeline implements Operation<DeletePipelineRequest, DeletePipelineResponse> {
        @Override
        public DeletePipelineResponse run(DeletePipelineRequest input, Request request) {
            return null;
        }
    }

    private static Optional<Credentials.Key> key(String id, Optional<String> token) {
        var grants = id.equals("READER") ? (Principal.Grants) access -> access.action()
                .contains(":Get") ? Verdict.ALLOWED : Verdict.NOT_ALLOWED : Principal.Grants.ALL;
        return id.equals("WRONG") ? Optional.empty() : Optional.of(new Credentials.Key(
                id, "secret", new Principal("123456789012", "arn:aws:iam::123456789012:user/" + id, grants)));
    }

    @Test
    void the_sdk_gets_an_answer() {
        try (var client = client("ADMIN")) {
            var answer = client.getPipeline(get -> get.name("known"));
            assertThat(answer.pipeline().name()).isEqualTo("known");
            assertThat(answer.pipeline().roleArn()).isEqualTo("eu-central-1 123456789012");
            assertThat(answer.metadata().created().toEpochMilli()).isEqualTo(NOW.toEpochMilli());
            assertThat(answer.responseMetadata().requestId()).matches("id-\\d+");
        }
    }

    @Test
    void the_sdk_understands_the_empty_answer_of_a_void_operation() {
        try (var client = client("ADMIN")) {
            assertThat(client.deletePipeline(delete -> delete.name("known")).sdkHttpResponse().statusCode())
                    .isEqualTo(200);
        }
        assertThat(send("DeletePipeline", "{\"name\":\"a\"}").body()).isEmpty();
    }

    @Test
    void the_sdk_turns_a_fault_into_its_exception() {
        try (var client = client("ADMIN")) {
            assertThatThrownBy(() -> client.getPipeline(get -> get.name("lost")))
                    .isInstanceOf(PipelineNotFoundException.class).hasMessageContaining("no pipeline 'lost'");
            assertThatThrownBy(() -> client.getPipeline(get -> get.name("a b")))
                    .isInstanceOf(CodePipelineException.class).hasMessageContaining("1 validation error detected");
            assertThatThrownBy(() -> client.rollbackStage(rollback -> rollback.pipelineName("p")))
                    .isInstanceOfSatisfying(CodePipelineException.class, e ->
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException"));
        }
        try (var client = client("WRONG")) {
            assertThatThrownBy(() -> client.getPipeline(get -> get.name("known")))
                    .isInstanceOfSatisfying(CodePipelineException.class, e ->
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnrecognizedClientException"));
        }
    }

    @Test
    void an_error_has_its_type_in_body_and_header_and_the_request_id() {
        var answer = send("GetPipeline", "{\"name\":\"lost\"}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo("{\"__type\":\"PipelineNotFoundException\",\"message\":\"no pipeline 'lost'\"}");
        assertThat(header(answer, "x-amzn-ErrorType")).isEqualTo("PipelineNotFoundException");
        assertThat(header(answer, "Content-Type")).isEqualTo("application/x-amz-json-1.1");
        assertThat(header(answer, "x-amzn-RequestId")).matches("id-\\d+");
    }

    @Test
    void an_operation_may_finish_its_json() {
        assertThat(send("GetPipeline", "{\"name\":\"known\"}").body()).contains("\"extra\":\"known\"");
    }

    @Test
    void what_the_caller_may_not_do_is_denied_with_who_and_what() {
        var request = signed("READER", "codepipeline", "CodePipeline_20150709.DeletePipeline", "{\"name\":\"known\"}");
        assertThat(send(request).body()).isEqualTo("{\"__type\":\"AccessDeniedException\",\"message\":\"User: "
                + "arn:aws:iam::123456789012:user/READER is not authorized to perform: "
                + "codepipeline:DeletePipeline on resource: * because no identity-based policy allows the "
                + "codepipeline:DeletePipeline action\"}");
        assertThat(send(signed("READER", "codepipeline", "CodePipeline_20150709.GetPipeline", "{\"name\":\"known\"}"))
                .statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            codepipeline | CodePipeline_20150709.MakeCoffee    | 400 | UnknownOperationException
            codepipeline | CodePipeline_20991231.GetPipeline   | 404 | UnknownOperationException
            codepipeline | GetPipeline                         | 404 | UnknownOperationException
            codepipeline | CodePipeline_20150709.Get.Pipeline  | 404 | UnknownOperationException
            codepipeline | Other_1.GetPipeline                 | 403 | InvalidSignatureException
            other        | CodePipeline_20150709.GetPipeline   | 403 | InvalidSignatureException
            other        | Other_1.GetPipeline                 | 400 | UnknownOperationException
            """)
    void the_target_must_be_an_operation_of_the_service_that_was_signed_for(
            String service, String target, int status, String type) {
        var answer = send(signed("ADMIN", service, target, "{\"name\":\"known\"}"));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(header(answer, "x-amzn-ErrorType")).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "{", "{\"name\":1}", "{\"name\":\"known\"} x"})
    void a_body_that_cannot_be_read_is_the_callers_fault(String body) {
        var answer = send("GetPipeline", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(header(answer, "x-amzn-ErrorType")).isEqualTo("SerializationException");
    }

    @Test
    void a_body_over_the_limit_is_refused_whether_or_not_its_length_is_declared() throws Exception {
        var body = " ".repeat(4 * 1024 * 1024 - 16) + "{\"name\":\"known\"}";
        assertThat(send("GetPipeline", body).statusCode()).isEqualTo(200);
        for (var publisher : List.of(HttpRequest.BodyPublishers.ofString(body + " "),
                HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString(body + " ")))) {
            var request = HttpRequest.newBuilder(endpoint)
                    .header("Content-Type", "application/x-amz-json-1.1")
                    .POST(publisher);
            var answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("RequestEntityTooLargeException", "4194304 bytes");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, /, application/x-amz-json-1.1, 405", "PUT, /, application/x-amz-json-1.1, 405",
        "POST, /other, application/x-amz-json-1.1, 404", "POST, /, application/json, 415", "POST, /, text/plain, 415",
        "POST, /, application/x-amz-json-1.1x, 415", "POST, /, application/x-amz-json-1.1;charset=utf-8, 403",
        "POST, /, application/x-amz-json-1.0, 403"})
    void only_posts_of_awsjson_to_the_root_get_as_far_as_the_signature(
            String method, String path, String type, int status) throws Exception {
        var request = HttpRequest.newBuilder(endpoint.resolve(path))
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString("{}"));
        var answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"__type\":\"");
        assertThat(header(answer, "x-amzn-RequestId")).isNotEmpty();
    }

    @Test
    void every_request_leaves_one_line_without_its_content() {
        send("GetPipeline", "{\"name\":\"very-private\"}");
        assertThat(log.list).singleElement().satisfies(event -> assertThat(event.getFormattedMessage()).matches(
                "request id-\\d+: GetPipeline by arn:aws:iam::123456789012:user/ADMIN "
                        + "answered 400 \\w+Exception in 0 ms"));
    }

    @Test
    void an_error_of_ours_is_logged_once_with_its_trace_and_told_without_it() {
        var answer = send("GetPipeline", "{\"name\":\"broken\"}");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .contains("InternalFailure", header(answer, "x-amzn-RequestId")).doesNotContain("secret");
        assertThat(log.list).filteredOn(event -> event.getLevel() == Level.ERROR).singleElement()
                .satisfies(event -> {
                    assertThat(event.getFormattedMessage()).contains(header(answer, "x-amzn-RequestId"));
                    assertThat(event.getThrowableProxy().getMessage()).isEqualTo("secret of the server");
                });
    }

    private static CodePipelineClient client(String key) {
        return CodePipelineClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(() -> AwsBasicCredentials.create(key, "secret"))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(configuration -> configuration.retryStrategy(RetryMode.STANDARD))
                .build();
    }

    private static HttpResponse<String> send(String operation, String body) {
        return send(signed("ADMIN", "codepipeline", "CodePipeline_20150709." + operation, body));
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpRequest signed(String key, String service, String target, String body) {
        var request = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(endpoint.resolve("/"))
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", target)
                .build();
        var signed = AwsV4HttpSigner.create().sign(signing -> signing
                .identity(AwsCredentialsIdentity.create(key, "secret"))
                .request(request)
                .payload(ContentStreamProvider.fromUtf8String(body))
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC))).request();
        var http = HttpRequest.newBuilder(endpoint.resolve("/"))
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        signed.forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) http.header(name, values.getFirst());
        });
        return http.build();
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
