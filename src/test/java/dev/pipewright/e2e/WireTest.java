package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pipewright.iam.SessionTokens;
import dev.pipewright.iam.TemporaryKey;
import dev.pipewright.wire.JsonEndpoint;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Requests that no SDK sends: badly signed, badly formed, or from a web page that is not ours. */
final class WireTest {
    private static final int LARGEST_BODY = 4 * 1024 * 1024;

    @TempDir
    static Path directory;

    static LocalServer server;
    static SignedHttp http;
    static ListAppender<ILoggingEvent> log;

    @BeforeAll
    static void start() throws Exception {
        server = LocalServer.start(directory);
        http = SignedHttp.of(server);
        log = new ListAppender<>();
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        logger().addAppender(log);
        logger().setLevel(Level.INFO);
    }

    @AfterAll
    static void stop() {
        logger().detachAppender(log);
        logger().setLevel(null);
        server.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(JsonEndpoint.class);
    }

    private static SignedHttp.Answer list(SignedHttp client) {
        return client.call("ListPipelines", "{}");
    }

    private static void refused(SignedHttp.Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo(type);
        assertThat(answer.json().get("__type").asString()).isEqualTo(type);
        assertThat(answer.message()).isNotBlank();
        assertThat(answer.requestId()).isNotBlank();
    }

    @Test
    void a_right_request_is_answered() {
        assertThat(list(http).status()).isEqualTo(200);
        assertThat(list(http).json().get("pipelines").isArray()).isTrue();
    }

    @Test
    void an_unknown_key_is_refused() {
        refused(
                list(http.with(AwsBasicCredentials.create("AKIAAAAAAAAAAAAAAAAA", server.key().secretAccessKey()))),
                403,
                "UnrecognizedClientException");
    }

    @Test
    void a_wrong_secret_is_refused() {
        refused(
                list(http.with(AwsBasicCredentials.create(server.key().accessKeyId(), "wrong"))),
                403,
                "InvalidSignatureException");
    }

    @Test
    void a_clock_that_is_far_off_is_refused_in_both_directions_and_one_that_is_not_is_taken() {
        assertThat(list(http.with(late(Duration.ofMinutes(-13)))).status()).isEqualTo(200);
        assertThat(list(http.with(late(Duration.ofMinutes(13)))).status()).isEqualTo(200);
        var behind = list(http.with(late(Duration.ofMinutes(-17))));
        refused(behind, 403, "InvalidSignatureException");
        assertThat(behind.message()).startsWith("Signature expired: ");
        var ahead = list(http.with(late(Duration.ofMinutes(17))));
        refused(ahead, 403, "InvalidSignatureException");
        assertThat(ahead.message()).startsWith("Signature not yet current: ");
    }

    private static Clock late(Duration by) {
        return Clock.offset(Clock.systemUTC(), by);
    }

    @Test
    void an_expired_session_token_is_refused() throws IOException {
        refused(list(http.with(session(issued(Duration.ofMinutes(-2))))), 403, "ExpiredTokenException");
    }

    @Test
    void a_session_token_with_the_key_of_another_is_refused_and_so_is_a_session_key_without_one() throws IOException {
        var one = issued(Duration.ofMinutes(10));
        var other = issued(Duration.ofMinutes(10));

        refused(list(http.with(session(one))), 400, "AccessDeniedException");
        refused(
                list(http.with(AwsSessionCredentials.create(
                        one.accessKeyId(), one.secretAccessKey(), other.sessionToken()))),
                403,
                "UnrecognizedClientException");
        refused(
                list(http.with(AwsBasicCredentials.create(one.accessKeyId(), one.secretAccessKey()))),
                403,
                "UnrecognizedClientException");
        refused(
                list(http.with(AwsSessionCredentials.create(
                        one.accessKeyId(), one.secretAccessKey(), one.sessionToken() + "A"))),
                403,
                "UnrecognizedClientException");
    }

    /** A token of this very server, with nothing granted. */
    private static TemporaryKey issued(Duration left) throws IOException {
        var master = Arrays.copyOf(Files.readAllBytes(server.data().resolve("server.key")), 32);
        var made = Instant.now().plus(left).minus(Duration.ofHours(1));
        var number = "%016d".formatted(System.nanoTime() % 10_000_000_000_000_000L);
        return new SessionTokens(master, () -> made, () -> number)
                .issue(LocalServer.ACCOUNT, "arn:aws:sts::000000000000:assumed-role/test/one", List.of(),
                        Duration.ofHours(1));
    }

    private static AwsSessionCredentials session(TemporaryKey key) {
        return AwsSessionCredentials.create(key.accessKeyId(), key.secretAccessKey(), key.sessionToken());
    }

    @Test
    void a_missing_or_unknown_target_is_refused() {
        var body = "{}".getBytes(StandardCharsets.UTF_8);

        refused(http.target(null, body), 404, "UnknownOperationException");
        refused(http.target("CodePipeline_20150709", body), 404, "UnknownOperationException");
        refused(http.target("CodePipeline_19990101.ListPipelines", body), 404, "UnknownOperationException");
        var unknown = http.call("ListPipelinez", "{}");
        refused(unknown, 400, "UnknownOperationException");
        assertThat(unknown.message()).contains("ListPipelinez");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "nonsense", "[]", "'text'", "{'name': }", "{} {}", "{'name': 'a', 'name': 'b'}"})
    void what_is_not_one_json_object_is_refused(String body) {
        refused(http.call("GetPipeline", body.replace('\'', '"')), 400, "SerializationException");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "GetPipeline           | {'name': 7}                            | name",
        "GetPipeline           | {'name': 'a', 'version': 'one'}        | version",
        "GetPipeline           | {'name': 'a', 'version': 1.5}          | version",
        "GetPipeline           | {'name': 'a', 'version': 99999999999}  | version",
        "ListPipelines         | {'maxResults': true}                   | maxResults",
        "CreatePipeline        | {'pipeline': []}                       | pipeline",
        "CreatePipeline        | {'pipeline': {'stages': {}}}           | pipeline.stages",
        "PutJobSuccessResult   | {'jobId': {}}                          | jobId",
    })
    void a_member_of_the_wrong_type_is_named(String operation, String body, String member) {
        var answer = http.call(operation, body.replace('\'', '"'));

        refused(answer, 400, "SerializationException");
        assertThat(answer.message()).contains(member);
    }

    @Test
    void a_body_over_the_limit_is_refused_and_one_at_the_limit_is_read() {
        var start = "{\"name\": \"a\", \"filler\": \"";
        var atLimit = start + "x".repeat(LARGEST_BODY - start.length() - 2) + "\"}";
        refused(http.call("GetPipeline", atLimit), 400, "PipelineNotFoundException");
        refused(http.call("GetPipeline", atLimit + " "), 413, "RequestEntityTooLargeException");
        refused(http.call("GetPipeline", atLimit + " ".repeat(LARGEST_BODY)), 413, "RequestEntityTooLargeException");
    }

    @Test
    void several_violations_come_in_one_message() {
        var answer = http.call("DisableStageTransition", """
                {"pipelineName": "a b", "transitionType": "Sideways", "reason": ""}""");

        refused(answer, 400, "ValidationException");
        assertThat(answer.message())
                .startsWith("5 validation errors detected: ")
                .contains("Value null at 'stageName' failed to satisfy constraint: Member must not be null")
                .contains("'pipelineName' failed to satisfy constraint: Member must satisfy regular expression")
                .contains("'transitionType' failed to satisfy constraint: Member must satisfy enum value set:")
                .contains("'reason' failed to satisfy constraint: Member must have length greater than or equal to 1");
    }

    @Test
    void every_answer_has_an_id_of_its_own_that_is_in_the_log() {
        var answers = List.of(
                list(http),
                list(http.with(AwsBasicCredentials.create("AKIAAAAAAAAAAAAAAAAA", "x"))),
                http.call("ListPipelines", "{"),
                http.call("Nothing", "{}"),
                http.call("StopPipelineExecution", "{}"),
                http.call("GetPipeline", "{\"name\": \"none\"}"),
                http.call("DeletePipeline", "{\"name\": \"none\"}"));

        assertThat(answers).extracting(SignedHttp.Answer::requestId).doesNotHaveDuplicates().doesNotContainNull();
        for (var answer : answers) {
            Eventually.find("the log of " + answer, () -> log.list.stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .filter(line -> line.contains(answer.requestId()) && line.contains(" " + answer.status() + " "))
                    .findFirst());
        }
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains(server.key().secretAccessKey()));
    }

    @Test
    void an_unsigned_operation_is_refused() {
        var answer = SignedHttp.answer(SignedHttp.send(HttpRequest.newBuilder(server.endpoint().resolve("/"))
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "CodePipeline_20150709.ListPipelines")
                .POST(BodyPublishers.ofString("{}"))
                .build()));

        refused(answer, 403, "MissingAuthenticationTokenException");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/,200", "GET,/health,200", "GET,/git/,401", "GET,/git/site,401", "GET,/git/site/info/refs,401",
        "POST,/,405", "PUT,/,405", "DELETE,/,405", "POST,/health,405", "GET,/bucket,403", "GET,/bucket/key,403",
        "PUT,/bucket,403", "PUT,/bucket/key,403", "DELETE,/bucket/key,403", "GET,/webhooks/x,405",
        "POST,/webhooks/x,403", "GET,/console/,403",
        "GET,/metrics,403", "GET,/..%2f..%2fetc/passwd,403", "POST,/git/site/git-receive-pack,401",
    })
    void without_a_signature_only_the_pages_answer(String method, String path, int status) throws IOException {
        assertThat(raw(method, path, own(), "")).startsWith("HTTP/1.1 " + status + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/git/", "/git/site", "/bucket/key"})
    void a_foreign_host_or_origin_gets_no_page(String path) throws IOException {
        assertThat(raw("GET", path, "evil.example", "")).startsWith("HTTP/1.1 403 ");
        assertThat(raw("GET", path, "evil.example:" + server.endpoint().getPort(), "")).startsWith("HTTP/1.1 403 ");
        assertThat(raw("GET", path, "localhost.evil.example", "")).startsWith("HTTP/1.1 403 ");
        assertThat(raw("GET", path, own(), "Origin: http://evil.example\r\n")).startsWith("HTTP/1.1 403 ");
        assertThat(raw("GET", path, own(), "Origin: null\r\n")).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void the_own_origin_gets_the_page() throws IOException {
        assertThat(raw("GET", "/", own(), "Origin: http://" + own() + "\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(raw("GET", "/", "localhost:" + server.endpoint().getPort(), "")).startsWith("HTTP/1.1 200 ");
    }

    private static String own() {
        return server.endpoint().getAuthority();
    }

    /** Over a socket, because HTTP clients let nobody forge a host. */
    private static String raw(String method, String path, String host, String headers) throws IOException {
        var text = "%s %s HTTP/1.1\r\nHost: %s\r\n%sContent-Length: 0\r\nConnection: close\r\n\r\n"
                .formatted(method, path, host, headers);
        try (var socket = new Socket(server.endpoint().getHost(), server.endpoint().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
