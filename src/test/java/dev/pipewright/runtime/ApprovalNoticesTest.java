package dev.pipewright.runtime;

import static dev.pipewright.runtime.Bench.FETCH;
import static dev.pipewright.runtime.Bench.action;
import static dev.pipewright.runtime.Bench.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.RunId;
import dev.pipewright.sink.Notification;
import dev.pipewright.sink.NotificationSink;
import dev.pipewright.sink.Refused;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalNoticesTest {
    private static final ActionTypeId MANUAL =
            new ActionTypeId(ActionCategory.Approval, ActionOwner.AWS, "Manual", "1");
    private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:tasters";

    @TempDir
    Path folder;

    private Bench bench;
    private final List<ApprovalNotices> notices = new ArrayList<>();
    private final ScriptedSink sink = new ScriptedSink();

    /** Does what the test says with each message, and keeps it. */
    private static final class ScriptedSink implements NotificationSink {
        private final List<Notification> asked = new CopyOnWriteArrayList<>();
        private volatile Deed deed = () -> {};

        interface Deed {
            void done() throws IOException, Refused;
        }

        @Override
        public void publish(Notification notification) throws IOException, Refused {
            asked.add(notification);
            deed.done();
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void open() {
        bench = new Bench(folder);
    }

    @AfterEach
    void close() {
        notices.forEach(ApprovalNotices::close);
        bench.close();
    }

    private void begin(Optional<NotificationSink> where) {
        var one = new ApprovalNotices(
                bench.database(), where, URI.create("http://localhost:4567"), bench::now);
        notices.add(one);
        one.start();
    }

    private void begin() {
        begin(Optional.of(sink));
    }

    private void wake() {
        notices.forEach(ApprovalNotices::wake);
    }

    /** A pipeline whose approval waits when this returns. */
    private RunId waitingApproval(String pipeline, String approval, Map<String, String> configuration) {
        var key = bench.create(
                pipeline,
                stage("Get", action("Flour", FETCH)),
                stage("Taste", action(approval, MANUAL, configuration)));
        bench.worker("worker");
        var run = Bench.run(bench.start(key), "Taste", approval);
        Soon.holds("the approval waits", () -> bench.run(key, run).isPresent());
        wake();
        return run;
    }

    private boolean isSettled() {
        return bench.database().read(tables -> tables.notifications().waiting(1)).isEmpty();
    }

    private ActionRun run(String pipeline, RunId run) {
        return bench.run(Bench.key(pipeline), run).orElseThrow();
    }

    @Test
    void an_approval_with_a_topic_is_told_of_once_in_the_words_of_the_service() {
        begin();
        var run = waitingApproval("bakery", "Bread", Map.of(
                "NotificationArn", TOPIC, "CustomData", "Is it \"good\"?", "ExternalEntityLink", "http://example.com"));
        Soon.holds("it is published", this::isSettled);
        assertThat(sink.asked).hasSize(1);
        var message = sink.asked.getFirst();
        var token = run("bakery", run).id();
        assertThat(message.topicArn()).isEqualTo(TOPIC);
        assertThat(message.subject()).isEqualTo("APPROVAL NEEDED: AWS CodePipeline bakery for action Bread");
        assertThat(message.message()).isEqualTo("""
                {"region":"eu-west-1","consoleLink":"http://localhost:4567/#/view/bakery","approval":{\
                "pipelineName":"bakery","stageName":"Taste","actionName":"Bread","token":"%1$s",\
                "expires":"2026-03-08T10:00Z","externalEntityLink":"http://example.com",\
                "approvalReviewLink":"http://localhost:4567/#/view/bakery/Taste/Bread/approve/%1$s",\
                "customData":"Is it \\"good\\"?"}}""".formatted(token));
    }

    @Test
    void what_is_not_configured_is_null() {
        begin();
        waitingApproval("bakery", "Bread", Map.of("NotificationArn", TOPIC));
        Soon.holds("it is published", this::isSettled);
        assertThat(sink.asked.getFirst().message())
                .contains("\"externalEntityLink\":null")
                .endsWith("\"customData\":null}}");
    }

    @Test
    void long_names_are_cut_in_the_subject_which_then_has_100_characters() {
        begin();
        waitingApproval("b".repeat(25), "a".repeat(30), Map.of("NotificationArn", TOPIC));
        Soon.holds("it is published", this::isSettled);
        assertThat(sink.asked.getFirst().subject())
                .isEqualTo("APPROVAL NEEDED: AWS CodePipeline %s... for action %s..."
                        .formatted("b".repeat(24), "a".repeat(24)))
                .hasSize(100);
    }

    @Test
    void a_name_of_24_characters_is_not_cut() {
        begin();
        waitingApproval("b".repeat(24), "a", Map.of("NotificationArn", TOPIC));
        Soon.holds("it is published", this::isSettled);
        assertThat(sink.asked.getFirst().subject()).contains(" " + "b".repeat(24) + " for");
    }

    @Test
    void an_approval_without_a_topic_is_told_to_nobody() {
        begin();
        waitingApproval("bakery", "Bread", Map.of());
        assertThat(isSettled()).isTrue();
        assertThat(sink.asked).isEmpty();
    }

    @Test
    void a_refusal_fails_the_approval_with_what_was_said() {
        sink.deed = () -> {
            throw Refused.asConfigured("There is no such topic");
        };
        begin();
        var run = waitingApproval("bakery", "Bread", Map.of("NotificationArn", TOPIC));
        Soon.holds("it failed", () -> run("bakery", run).status() == ActionStatus.Failed);
        assertThat(run("bakery", run).error().code()).isEqualTo("ConfigurationError");
        assertThat(run("bakery", run).error().message())
                .isEqualTo("The approval notification was refused: There is no such topic.");
        assertThat(isSettled()).isTrue();
    }

    @Test
    void a_topic_that_cannot_take_it_is_not_even_asked() {
        begin();
        var fifo = waitingApproval("bakery", "Bread", Map.of("NotificationArn", TOPIC + ".fifo"));
        Soon.holds("it failed", () -> run("bakery", fifo).status() == ActionStatus.Failed);
        assertThat(run("bakery", fifo).error().message()).contains("is a FIFO topic");
        var queue = waitingApproval("mill", "Flour", Map.of("NotificationArn", TOPIC.replace("sns", "sqs")));
        Soon.holds("it failed", () -> run("mill", queue).status() == ActionStatus.Failed);
        assertThat(run("mill", queue).error().message()).contains("is not the ARN of an SNS topic");
        assertThat(sink.asked).isEmpty();
    }

    @Test
    void a_sink_that_cannot_be_reached_is_asked_again_with_the_same_message() {
        sink.deed = () -> {
            throw new IOException("down");
        };
        begin();
        var run = waitingApproval("bakery", "Bread", Map.of("NotificationArn", TOPIC));
        Soon.holds("it was tried", () -> sink.asked.size() == 1);
        sink.deed = () -> {};
        bench.pass(Duration.ofSeconds(1));
        wake();
        Soon.holds("it is published", this::isSettled);
        assertThat(sink.asked).hasSize(2);
        assertThat(sink.asked.getFirst()).isEqualTo(sink.asked.getLast());
        assertThat(run("bakery", run).status()).isEqualTo(ActionStatus.InProgress);
    }

    @Test
    void a_message_that_was_published_but_not_ticked_off_comes_again_after_a_restart() {
        sink.deed = () -> {
            throw new IOException("killed");
        };
        begin();
        waitingApproval("bakery", "Bread", Map.of("NotificationArn", TOPIC));
        Soon.holds("it arrived", () -> sink.asked.size() == 1);
        notices.removeFirst().close();
        sink.deed = () -> {};
        begin();
        Soon.holds("it is published", this::isSettled);
        assertThat(sink.asked).hasSize(2);
        assertThat(sink.asked.getFirst().id()).isEqualTo(sink.asked.getLast().id());
    }

    private void sql(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pipewright.db"));
                var does = connection.createStatement()) {
            does.execute("PRAGMA busy_timeout = 10000");
            does.execute(statement);
        }
    }

    @Test
    void what_was_published_is_not_published_again_until_the_store_can_take_that_down() throws SQLException {
        sql("CREATE TRIGGER stuck BEFORE DELETE ON notification BEGIN SELECT RAISE(ABORT, 'stuck'); END");
        begin();
        waitingApproval("bakery", "Bread", Map.of("NotificationArn", TOPIC));
        Soon.holds("it arrived", () -> sink.asked.size() == 1);
        sql("DROP TRIGGER stuck");
        Soon.holds("it is settled", () -> {
            bench.pass(Duration.ofSeconds(1));
            wake();
            return isSettled();
        });
        assertThat(sink.asked).hasSize(1);
    }

    @Test
    void a_refusal_that_cannot_be_told_to_a_damaged_pipeline_holds_up_no_other() throws SQLException {
        sink.deed = () -> {
            throw Refused.asConfigured("There is no such topic");
        };
        waitingApproval("bakery", "Bread", Map.of("NotificationArn", TOPIC));
        bench.start(Bench.key("bakery"));
        bench = bench.reopenedAfter("UPDATE execution SET body = '{' WHERE number = 2");
        var second = waitingApproval("mill", "Flour", Map.of("NotificationArn", TOPIC));
        begin();
        Soon.holds("the second is told", () -> run("mill", second).status() == ActionStatus.Failed);
    }

    @Test
    void an_approval_that_is_over_is_not_told_of_any_more() {
        var run = waitingApproval("bakery", "Bread", Map.of("NotificationArn", TOPIC));
        PipelineKey key = Bench.key("bakery");
        bench.update(key, 2, stage("Get", action("Flour", FETCH)), stage("Taste", action("Bread", MANUAL)));
        assertThat(run("bakery", run).status().ended()).isTrue();
        begin();
        Soon.holds("it is settled", this::isSettled);
        assertThat(sink.asked).isEmpty();
    }

    @Test
    void without_a_sink_the_approval_waits_all_the_same() {
        begin(Optional.empty());
        var run = waitingApproval("bakery", "Bread", Map.of("NotificationArn", TOPIC));
        Soon.holds("it is settled", this::isSettled);
        assertThat(run("bakery", run).status()).isEqualTo(ActionStatus.InProgress);
    }
}
