package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.cli.CannotStart;
import dev.pipewright.sink.Receiver;
import dev.pipewright.sink.Receiver.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a pipeline tells the world, as those see it who listen. */
final class EventsTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String TOPIC = "arn:aws:sns:eu-west-1:000000000000:approvals";
    private static final List<String> APPROVED = List.of(
            "Pipeline STARTED",
            "Stage Source STARTED",
            "Action Source/Source STARTED",
            "Action Source/Source SUCCEEDED",
            "Stage Source SUCCEEDED",
            "Stage Approve STARTED",
            "Action Approve/Ask STARTED",
            "Action Approve/Ask SUCCEEDED",
            "Stage Approve SUCCEEDED",
            "Pipeline SUCCEEDED");

    @TempDir
    Path directory;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    private Path file() {
        return directory.resolve("events.jsonl");
    }

    private String hook() {
        return receiver.address("/hook").toString();
    }

    /**
     * A pipeline whose source is there, and which asks for an approval. The execution that it was created with has
     * found no source and is over, so that it does not stand before the approval.
     */
    private static Watch pipeline(LocalServer server, String name) {
        server.codePipeline().createPipeline(request -> request.pipeline(Sketch.pipeline(
                name,
                Sketch.stage("Source", Sketch.object("in.zip")),
                Sketch.stage("Approve", Sketch.approval("Ask", Map.of(
                        "NotificationArn", TOPIC, "CustomData", "Shall it go out?"))))));
        var watch = new Watch(server.codePipeline(), name);
        watch.until(watch.newest(1), PipelineExecutionStatus.FAILED);
        server.s3().putObject(put -> put.bucket(Sketch.INBOX).key("in.zip"), RequestBody.fromString("bytes"));
        return watch;
    }

    private static String answered(Watch watch, String execution, ApprovalStatus status) {
        var token = watch.asked(execution, "Approve", "Ask").latestExecution().token();
        watch.answer("Approve", "Ask", token, status, "Well");
        return token;
    }

    private List<JsonNode> posted() {
        return receiver.received().stream()
                .filter(request -> request.path().equals("/hook"))
                .map(request -> MAPPER.readTree(request.body()))
                .toList();
    }

    private List<JsonNode> written() {
        try {
            return Files.exists(file())
                    ? Files.readAllLines(file()).stream().map(MAPPER::readTree).toList()
                    : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> told(List<JsonNode> events, String execution) {
        return events.stream()
                .map(event -> event.get("detail"))
                .filter(detail -> detail.get("execution-id").asString().equals(execution))
                .map(EventsTest::told)
                .toList();
    }

    private static String told(JsonNode detail) {
        var state = detail.get("state").asString();
        if (!detail.has("stage")) {
            return "Pipeline " + state;
        }
        var stage = detail.get("stage").asString();
        return detail.has("action")
                ? "Action %s/%s %s".formatted(stage, detail.get("action").asString(), state)
                : "Stage %s %s".formatted(stage, state);
    }

    private static JsonNode find(List<JsonNode> events, String execution, String what) {
        return events.stream()
                .filter(event -> event.get("detail").get("execution-id").asString().equals(execution))
                .filter(event -> told(event.get("detail")).equals(what))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void an_approved_execution_is_told_in_order_to_every_sink() throws Exception {
        try (var server = LocalServer.telling(
                directory.resolve("data"), List.of("file:" + file(), hook()), Optional.empty())) {
            var watch = pipeline(server, "shop");
            var execution = watch.start();
            var token = answered(watch, execution, ApprovalStatus.APPROVED);
            watch.until(execution, PipelineExecutionStatus.SUCCEEDED);

            Eventually.see("the file", () -> told(written(), execution), APPROVED::equals);
            Eventually.see("the posts", () -> told(posted(), execution), APPROVED::equals);

            assertThat(posted()).isEqualTo(written());
            var ids = posted().stream().map(event -> event.get("id").asString()).toList();
            assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
            var asked = find(posted(), execution, "Action Approve/Ask STARTED");
            assertThat(asked.get("detail-type").asString()).isEqualTo("CodePipeline Action Execution State Change");
            assertThat(asked.get("source").asString()).isEqualTo("aws.codepipeline");
            assertThat(asked.get("resources").get(0).asString())
                    .isEqualTo("arn:aws:codepipeline:eu-west-1:000000000000:shop");
            assertThat(asked.get("detail").get("action-execution-id").asString()).isEqualTo(token);
            var made = find(posted(), execution, "Action Source/Source SUCCEEDED").get("detail");
            assertThat(made.get("output-artifacts").get(0).get("name").asString()).isEqualTo("Code");
        }
    }

    @Test
    void a_rejection_is_a_failure_with_an_error_code() throws Exception {
        try (var server = LocalServer.telling(
                directory.resolve("data"), List.of("file:" + file()), Optional.empty())) {
            var watch = pipeline(server, "shop");
            var execution = watch.start();
            answered(watch, execution, ApprovalStatus.REJECTED);
            Eventually.see("the end", () -> told(written(), execution), told -> told.contains("Pipeline FAILED"));
            assertThat(told(written(), execution))
                    .endsWith("Action Approve/Ask FAILED", "Stage Approve FAILED", "Pipeline FAILED");
            var result = find(written(), execution, "Action Approve/Ask FAILED")
                    .get("detail")
                    .get("execution-result");
            assertThat(result.get("error-code").asString()).isEqualTo("JobFailed");
        }
    }

    @Test
    void what_was_not_delivered_before_a_restart_comes_after_it_with_the_same_ids() throws Exception {
        var data = directory.resolve("data");
        var sinks = List.of("file:" + file(), hook());
        String execution;
        receiver.answers(503);
        try (var server = LocalServer.telling(data, sinks, Optional.empty())) {
            var watch = pipeline(server, "shop");
            execution = watch.start();
            answered(watch, execution, ApprovalStatus.APPROVED);
            watch.until(execution, PipelineExecutionStatus.SUCCEEDED);
            Eventually.see("the file", () -> told(written(), execution), APPROVED::equals);
            Eventually.see("a post", this::posted, posted -> !posted.isEmpty());
        }
        var before = posted();
        receiver.answers(200);
        try (var _ = LocalServer.telling(data, sinks, Optional.empty())) {
            Eventually.see("the posts", this::posted, posted -> told(posted, execution).contains("Pipeline SUCCEEDED"));
        }
        assertThat(before).as("only the first was tried").containsOnly(before.getFirst());
        assertThat(posted().subList(before.size(), posted().size()))
                .as("all of them, once the receiver takes them")
                .isEqualTo(written());
    }

    @Test
    void a_receiver_can_check_what_it_gets_with_the_secret_of_the_data_directory() throws Exception {
        var data = directory.resolve("data");
        try (var server = LocalServer.telling(data, List.of(hook()), Optional.empty())) {
            pipeline(server, "shop").start();
            var request = Eventually.see("a post", receiver::received, all -> !all.isEmpty()).getFirst();
            var secret = data.resolve("events.secret");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret))).isEqualTo("rw-------");
            assertThat(request.header("webhook-signature")).isEqualTo("v1," + signature(secret, request));
            assertThat(request.header("webhook-id"))
                    .isEqualTo(request.header("ce-id"))
                    .isEqualTo(MAPPER.readTree(request.body()).get("id").asString());
        }
    }

    private static String signature(Path secret, Received request) throws Exception {
        var key = Base64.getDecoder().decode(Files.readString(secret).strip().substring("whsec_".length()));
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        var signed = request.header("webhook-id") + "." + request.header("webhook-timestamp") + "." + request.body();
        return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void an_approval_with_a_topic_is_notified_in_the_form_of_sns() throws Exception {
        try (var server = LocalServer.telling(
                directory.resolve("data"), List.of(), Optional.of(receiver.address("/sns").toString()))) {
            var watch = pipeline(server, "shop");
            var token = watch.asked(watch.start(), "Approve", "Ask").latestExecution().token();
            var sent = Eventually.see("a post", receiver::received, all -> !all.isEmpty()).getFirst();
            var envelope = MAPPER.readTree(sent.body());
            assertThat(envelope.get("TopicArn").asString()).isEqualTo(TOPIC);
            var approval = MAPPER.readTree(envelope.get("Message").asString()).get("approval");
            assertThat(approval.get("token").asString()).isEqualTo(token);
            assertThat(approval.get("customData").asString()).isEqualTo("Shall it go out?");
            assertThat(approval.get("externalEntityLink").isNull()).isTrue();
            assertThat(approval.get("approvalReviewLink").asString()).startsWith(server.endpoint().toString());
        }
    }

    @Test
    void a_notification_that_is_refused_fails_the_approval() throws Exception {
        receiver.answers(403);
        try (var server = LocalServer.telling(
                directory.resolve("data"), List.of(), Optional.of(receiver.address("/sns").toString()))) {
            var watch = pipeline(server, "shop");
            watch.until(watch.start(), PipelineExecutionStatus.FAILED);
            var error = watch.action("Approve", "Ask").latestExecution().errorDetails();
            assertThat(error.code()).isEqualTo("PermissionError");
            assertThat(error.message()).contains("was refused", "status 403");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.com", "somewhere", "file:", "file:/no/such/folder/events",
            "eventbridge:", "eventbridge:bus?colour=red", "http://ann:secret@example.com/hook", "https:///x"})
    void a_target_that_cannot_be_one_keeps_the_server_from_starting(String target) {
        assertThatThrownBy(() -> LocalServer.telling(directory.resolve("data"), List.of(target), Optional.empty()))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("--events")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void a_target_is_named_once() {
        assertThatThrownBy(() ->
                        LocalServer.telling(directory.resolve("data"), List.of(hook(), hook()), Optional.empty()))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("--events names the same target twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqs", "http://ann:secret@example.com/hook", "mailto:ann@example.com"})
    void a_place_for_notifications_that_cannot_be_one_keeps_the_server_from_starting(String target) {
        assertThatThrownBy(() -> LocalServer.telling(directory.resolve("data"), List.of(), Optional.of(target)))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("--notifications")
                .message()
                .doesNotContain("secret");
    }
}
