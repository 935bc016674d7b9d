package dev.pipewright.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.hostile.Door;
import dev.pipewright.wire.Constraints;
import dev.pipewright.wire.RandomInputs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile requests to a whole server: it answers each as the caller's mistake or does it, and stays well. */
@Timeout(600)
final class ServerFuzzTest {
    private static final int ROUNDS = Math.clamp(Integer.getInteger("pipewright.seeds", 10_000) / 200, 1, 200);
    private static final String PIPELINE = """
            {"pipeline":{"name":"%s","roleArn":"arn:aws:iam::000000000000:role/fuzz",
            "artifactStore":{"type":"S3","location":"fuzz-shelf"},"stages":[
            {"name":"Source","actions":[{"name":"Get","actionTypeId":
            {"category":"Source","owner":"AWS","provider":"CodeCommit","version":"1"},
            "configuration":{"RepositoryName":"fuzzed","BranchName":"main"},"outputArtifacts":[{"name":"Code"}]}]},
            {"name":"Gate","actions":[{"name":"Ask","actionTypeId":
            {"category":"Approval","owner":"AWS","provider":"Manual","version":"1"}}]}]}}""";

    @TempDir
    static Path directory;

    private static Door door;

    /** @param name of its constraints, and the one that requests are signed for */
    record Service(String name, String targetPrefix) {}

    static List<Service> services() {
        return List.of(
                new Service("codepipeline", "CodePipeline_20150709"), new Service("logs", "Logs_20140328"),
                new Service("codecommit", "CodeCommit_20150413"),
                new Service("codeconnections", "com.amazonaws.codeconnections.CodeConnections_20231201"),
                new Service("pipewright", "Pipewright_20261122"));
    }

    @BeforeAll
    static void open() throws Exception {
        door = Door.open(directory);
        door.must("CreatePipeline", PIPELINE.formatted("line"));
    }

    @AfterAll
    static void close() {
        door.close();
    }

    /** All parts of the server run, and so does a pipeline: it starts, and ends because its branch is not there. */
    @AfterEach
    void the_server_is_well() throws Exception {
        assertThat(door.raw("GET", "/health", "", "")).startsWith("HTTP/1.1 200");
        var name = "well-" + System.nanoTime();
        door.must("CreatePipeline", PIPELINE.formatted(name));
        var deadline = System.nanoTime() + 60_000_000_000L;
        while (!door.must("GetPipelineState", "{\"name\":\"" + name + "\"}").contains("\"status\":\"Failed\"")) {
            assertThat(System.nanoTime()).as("the run of " + name + " should be over").isLessThan(deadline);
            Thread.onSpinWait();
        }
        door.must("DeletePipeline", "{\"name\":\"" + name + "\"}");
    }

    @ParameterizedTest
    @MethodSource("services")
    void every_operation_answers_signed_requests_without_an_error_of_ours(Service service) {
        var random = new Random(service.name().hashCode());
        var constraints = Constraints.of(service.name());
        var inputs = new RandomInputs(constraints, random);
        for (var type : List.of("PipelineName", "RepositoryName", "LogGroupName")) {
            inputs.teach(type, type.equals("LogGroupName") ? "/aws/codepipeline/line" : "line");
        }
        for (int i = 0; i < ROUNDS; i++) {
            for (var operation : constraints.operations().stream().sorted().toList()) {
                var body = inputs.next(operation);
                var answer = door.call(service.name(), service.targetPrefix() + "." + operation, body);
                var told = "%s, round %d: %s".formatted(operation, i, Base64.getEncoder().encodeToString(
                        body.length > 10_000 ? "too long".getBytes(StandardCharsets.UTF_8) : body));
                assertThat(answer.requestId()).as(told).isNotBlank();
                assertThat(answer.status()).as(told + " " + answer.body()).isLessThan(500);
                inputs.learn(answer.body().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void paths_of_git_webhooks_connections_and_buckets_answer_hostile_requests_without_an_error_of_ours()
            throws IOException {
        var random = new Random(5);
        var key = door.administrator().accessKeyId() + ":" + door.administrator().secretAccessKey();
        var basic = "Authorization: Basic "
                + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)) + "\r\n";
        for (int i = 0; i < 6 * ROUNDS; i++) {
            var path = path(random);
            var method = List.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "X", "get")
                    .get(random.nextInt(10));
            var headers = (random.nextBoolean() ? basic : "") + HEADERS.get(random.nextInt(HEADERS.size()));
            var answer = door.raw(method, path, headers, BODIES.get(random.nextInt(BODIES.size())));
            var told = "%d: %s %s with %s answered %s".formatted(i, method, path, headers, answer);
            assertThat(Door.status(answer)).as(told).isBetween(200, 505).isNotIn(500, 502, 503, 504);
        }
    }

    private static final List<String> HEADERS = List.of(
            "", "Origin: http://evil.example\r\n", "Authorization: AWS4-HMAC-SHA256 x\r\n",
            "Authorization: Bearer x\r\n",
            "X-Amz-Target: CodePipeline_20150709.ListPipelines\r\n", "Content-Type: application/json\r\n",
            "X-Hub-Signature-256: sha256=00\r\n", "X-GitHub-Event: push\r\n", "Range: bytes=9-1,-,x\r\n",
            "Authorization: Basic !!!\r\n", "Transfer-Encoding: identity\r\n", "Expect: 200-maybe\r\n",
            "Cookie: a=\"\\\"; b\r\n", "X-HTTP-Method-Override: DELETE\r\n", "Accept-Encoding: *;q=x\r\n",
            "If-Modified-Since: never\r\n", "x-amz-date: x\r\nx-amz-content-sha256: y\r\n");
    private static final List<String> BODIES = List.of(
            "", "{}", "{", "x", "[1,2", "0000", "00000000", "ffff",
            "0032want 0000000000000000000000000000000000000000\n",
            "<Delete/>", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", "payload=%7B", "\0\0",
            "x".repeat(5000));

    private static String path(Random random) {
        var path = new StringBuilder();
        var parts = List.of(
                "git", "fuzzed", "fuzzed.git", "info/refs", "info/refs?service=git-upload-pack", "git-upload-pack",
                "git-receive-pack", "webhooks", "connections", "bucket", "key", "..", ".", "%2e%2e", "%2f", "%00", "%",
                "%zz", ";x=1", "", "*", "\u00e9", "%c3%28", "health", "style.css", "?delete", "?uploads", "?versions",
                "?list-type=2&max-keys=x", "?partNumber=0&uploadId=..", "?X-Amz-Signature=x", "a".repeat(3000),
                "WEB-INF/web.xml", "favicon.ico", "\\..\\x", "~root", "?location", "?max-keys=-1", "commit/zzzz");
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            path.append('/').append(parts.get(random.nextInt(parts.size())));
        }
        return path.toString();
    }
}
