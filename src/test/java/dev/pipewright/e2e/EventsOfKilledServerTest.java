package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.sink.Receiver;
import dev.pipewright.sink.Receiver.Answer;
import dev.pipewright.sink.Receiver.Received;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import tools.jackson.databind.json.JsonMapper;

/** A server with its own environment is killed while it tells what happens. */
final class EventsOfKilledServerTest {
    private static final Map<String, String> KEYS =
            Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "secret");
    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:approvals";
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    Path directory;

    private static Answer aws(Received request) {
        return request.headers().containsKey("x-amz-target")
                ? new Answer(
                        200,
                        "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"x\"}]}",
                        Map.of("Content-Type", "application/x-amz-json-1.1"))
                : new Answer(
                        200,
                        """
                        <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>\
                        <MessageId>x</MessageId></PublishResult></PublishResponse>""",
                        Map.of("Content-Type", "text/xml"));
    }

    @Test
    void nothing_is_lost_and_nothing_overtakes_over_http_event_bridge_and_sns() throws Exception {
        var fourth = new CountDownLatch(1);
        var held = new CountDownLatch(1);
        var hold = new AtomicBoolean(true);
        try (var hook = new Receiver();
                var aws = new Receiver().answers(EventsOfKilledServerTest::aws)) {
            // The fourth event arrives, and its sender dies before it hears so.
            hook.answers(_ -> {
                if (hold.get() && hook.received().size() == 3) {
                    fourth.countDown();
                    await(held);
                }
                return new Answer(200, "", Map.of());
            });
            String[] options = {
                "--events", hook.address("/hook").toString(), "--events", "eventbridge:deliveries",
                "--notifications", "sns", "--aws-endpoint", aws.address("").toString()
            };
            var data = directory.resolve("data");
            String execution;
            try (var server = ServerProcess.start(data, KEYS, options);
                    var caller = new Caller(server, "shop")) {
                caller.s3().createBucket(bucket -> bucket.bucket(Sketch.INBOX));
                caller.s3().putObject(put -> put.bucket(Sketch.INBOX).key("in.zip"), RequestBody.fromString("bytes"));
                caller.codePipeline().createPipeline(request -> request.pipeline(Sketch.pipeline(
                        "shop",
                        Sketch.stage("Source", Sketch.object("in.zip")),
                        Sketch.stage("Approve", Sketch.approval("Approve", Map.of("NotificationArn", TOPIC))))));
                execution = caller.executions().getFirst().pipelineExecutionId();
                Until.holds("the approval waits", () -> caller.approvalToken().isPresent());
                Until.holds("the fourth event is under way", () -> fourth.getCount() == 0);
                Until.holds("SNS was told", () -> aws.received().stream()
                        .anyMatch(request -> request.body().contains("Publish")));
                server.kill();
            }
            hold.set(false);
            held.countDown();
            Until.holds("the fourth event arrived", () -> hook.received().size() == 4);
            try (var server = ServerProcess.start(data, KEYS, options);
                    var caller = new Caller(server, "shop")) {
                caller.approve(Until.found("the approval waits", caller::approvalToken));
                Until.holds("the end is told", () -> hook.received().getLast().body().contains("\"SUCCEEDED\"")
                        && hook.received().getLast().body().contains("CodePipeline Pipeline"));
                Until.holds("the end is on the bus", () -> entries(aws).stream()
                        .anyMatch(detail -> detail.contains("\"SUCCEEDED\"") && !detail.contains("\"stage\"")));
            }

            var bodies = hook.received().stream().map(Received::body).toList();
            assertThat(bodies.get(4)).as("the fourth comes again as it was").isEqualTo(bodies.get(3));
            var byId = new LinkedHashMap<String, String>();
            bodies.forEach(body -> byId.put(MAPPER.readTree(body).get("id").asString(), body));
            assertThat(byId.keySet()).hasSize(10).hasSize(bodies.size() - 1);
            assertThat(byId.values().stream().map(body -> MAPPER.readTree(body).get("detail").toString()))
                    .as("the bus and the hook are told the same, in the same order")
                    .containsExactlyElementsOf(withoutRepetition(entries(aws)));
            assertThat(byId.values()).allMatch(body -> body.contains(execution));
            var message = aws.received().stream()
                    .map(it -> URLDecoder.decode(it.body(), StandardCharsets.UTF_8))
                    .filter(body -> body.contains("Action=Publish"))
                    .findFirst()
                    .orElseThrow();
            assertThat(message)
                    .contains("TopicArn=" + TOPIC)
                    .contains("Subject=APPROVAL NEEDED: AWS CodePipeline shop for action Approve");
        }
    }

    private static List<String> entries(Receiver aws) {
        return aws.received().stream()
                .filter(request -> request.headers().containsKey("x-amz-target"))
                .map(request -> MAPPER.readTree(request.body()).get("Entries").get(0))
                .map(entry -> MAPPER.readTree(entry.get("Detail").asString()).toString())
                .toList();
    }

    private static List<String> withoutRepetition(List<String> all) {
        var once = new ArrayList<String>();
        all.stream().filter(it -> !once.contains(it)).forEach(once::add);
        return once;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
