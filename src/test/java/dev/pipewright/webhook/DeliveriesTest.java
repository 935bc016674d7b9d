package dev.pipewright.webhook;

import static dev.pipewright.webhook.Doorstep.HOOK;
import static dev.pipewright.webhook.Doorstep.PUSH;
import static dev.pipewright.webhook.Doorstep.SHOP;
import static dev.pipewright.webhook.Doorstep.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.Trigger;
import dev.pipewright.store.Executions;
import dev.pipewright.store.StoredWebhook.Trouble;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeliveriesTest {
    @TempDir
    Path folder;

    Doorstep door;

    @BeforeEach
    void open() {
        door = new Doorstep(folder, ExecutionMode.PARALLEL);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private String errorCode() {
        return door.webhook().error().map(Trouble::code).orElse("none");
    }

    @Test
    void a_push_starts_the_pipeline_in_the_name_of_the_webhook() {
        assertThat(door.push("d1")).isEqualTo(Reply.STARTED);

        assertThat(door.executions()).singleElement().extracting(Executions.Header::trigger)
                .isEqualTo(new Trigger("Webhook", HOOK.arn()));
        assertThat(door.webhook().lastTriggered()).hasValue(START);
        assertThat(errorCode()).isEqualTo("none");
    }

    @Test
    void a_delivery_that_comes_again_starts_nothing() {
        door.push("d1");
        door.now = START.plus(Duration.ofDays(30));

        assertThat(door.push("d1")).isEqualTo(Reply.REPEATED);
        assertThat(door.executions()).hasSize(1);
        assertThat(door.webhook().lastTriggered()).hasValue(START);
        assertThat(door.push("d2")).isEqualTo(Reply.STARTED);
        assertThat(door.executions()).hasSize(2);
    }

    @Test
    void a_delivery_that_comes_many_times_at_once_starts_one_execution() throws Exception {
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            var pushes = new ArrayList<Callable<Reply>>();
            for (var sender = 0; sender < 16; sender++) {
                pushes.add(() -> door.push("d1"));
            }
            var replies = new ArrayList<Reply>();
            for (var answer : senders.invokeAll(pushes)) {
                replies.add(answer.get());
            }
            assertThat(replies).containsOnlyOnce(Reply.STARTED).containsOnly(Reply.STARTED, Reply.REPEATED);
        }
        assertThat(door.executions()).hasSize(1);
    }

    @Test
    void deliveries_without_an_id_each_start_the_pipeline() {
        door.push(null);
        door.push(null);

        assertThat(door.executions()).hasSize(2);
    }

    @Test
    void deliveries_are_remembered_for_thirty_days() {
        door.push("d1");
        door.now = START.plus(Duration.ofDays(31));
        door.push("d2");

        assertThat(door.push("d1")).isEqualTo(Reply.STARTED);
    }

    @Test
    void an_id_has_an_end() {
        assertThat(door.push("d".repeat(201))).isEqualTo(Reply.LONG_ID);
        assertThat(door.executions()).isEmpty();
        var body = PUSH.getBytes(StandardCharsets.UTF_8);
        assertThat(door.deliver(body, "push", "d".repeat(201), "sha256=00")).isEqualTo(Reply.NOT_ADMITTED);
        assertThat(door.push("d".repeat(200))).isEqualTo(Reply.STARTED);
    }

    @Test
    void a_ping_is_answered_and_starts_nothing() {
        assertThat(door.deliver(PUSH, "ping", "d1")).isEqualTo(Reply.REACHED);
        assertThat(door.deliver("Zen", "ping", "d2")).isEqualTo(Reply.REACHED);
        assertThat(door.executions()).isEmpty();
        assertThat(door.push("d1")).isEqualTo(Reply.STARTED);
    }

    @Test
    void a_ping_with_a_wrong_signature_is_not_answered() {
        var body = PUSH.getBytes(StandardCharsets.UTF_8);

        assertThat(door.deliver(body, "ping", "d1", "sha256=00")).isEqualTo(Reply.NOT_ADMITTED);
    }

    @Test
    void another_branch_starts_nothing() {
        assertThat(door.deliver("{\"ref\":\"refs/heads/other\"}", "push", "d1")).isEqualTo(Reply.NO_MATCH);
        assertThat(door.deliver("{}", "push", "d2")).isEqualTo(Reply.NO_MATCH);
        assertThat(door.executions()).isEmpty();
        assertThat(door.webhook().lastTriggered()).isEmpty();
        assertThat(errorCode()).isEqualTo("none");
    }

    @Test
    void the_branch_is_that_of_the_newest_definition() {
        door.database.writer().commit(tx -> tx.pipelines()
                .update(SHOP, Doorstep.pipeline(ExecutionMode.PARALLEL, "Fetch", "next"), door.now));

        assertThat(door.push("d1")).isEqualTo(Reply.NO_MATCH);
        assertThat(door.deliver("{\"ref\":\"refs/heads/next\"}", "push", "d2")).isEqualTo(Reply.STARTED);
    }

    @Test
    void a_wrong_signature_starts_nothing_and_is_reported_once() {
        var body = PUSH.getBytes(StandardCharsets.UTF_8);
        var signature = HubSignature.sha256("guess", body);

        assertThat(door.deliver(body, "push", "d1", signature)).isEqualTo(Reply.NOT_ADMITTED);
        assertThat(door.executions()).isEmpty();
        assertThat(errorCode()).isEqualTo("AuthenticationFailed");
        assertThat(door.webhook().error().orElseThrow().message()).doesNotContain(Doorstep.SECRET);
        assertThat(door.push("d1")).isEqualTo(Reply.STARTED);
        assertThat(errorCode()).isEqualTo("none");
    }

    @Test
    void a_secret_that_was_replaced_opens_nothing_any_more() {
        var before = door.webhook();
        door.put(Doorstep.definition(null).withSecretToken("new"));
        var body = PUSH.getBytes(StandardCharsets.UTF_8);
        var head = new DeliveryHead(
                "192.0.2.1", Optional.empty(), Optional.empty(),
                Optional.of(HubSignature.sha256(Doorstep.SECRET, body)), Optional.empty(), Optional.empty());

        assertThat(door.deliveries.take(before, head, body)).isEqualTo(Reply.NOT_ADMITTED);
    }

    @Test
    void a_webhook_that_was_deleted_starts_nothing_also_when_there_is_a_new_one_of_its_name() {
        var before = door.webhook();
        door.database.writer().commit(tx -> tx.webhooks().delete(HOOK));
        door.put(Doorstep.definition(null));
        var body = PUSH.getBytes(StandardCharsets.UTF_8);
        var head = new DeliveryHead(
                "192.0.2.1", Optional.empty(), Optional.empty(),
                Optional.of(HubSignature.sha256(Doorstep.SECRET, body)), Optional.empty(), Optional.empty());

        assertThat(door.deliveries.take(before, head, body)).isEqualTo(Reply.NOT_ADMITTED);
        assertThat(door.executions()).isEmpty();
    }

    @Test
    void what_is_not_json_starts_nothing_and_is_reported() {
        assertThat(door.deliver("ref=main", "push", "d1")).isEqualTo(Reply.NOT_JSON);
        assertThat(errorCode()).isEqualTo("InvalidPayload");
        assertThat(door.executions()).isEmpty();
    }

    @Test
    void a_pipeline_that_is_gone_is_reported() {
        door.database.writer().commit(tx -> tx.pipelines().delete(SHOP));

        assertThat(door.push("d1")).isEqualTo(Reply.CANNOT_START);
        assertThat(errorCode()).isEqualTo("PipelineNotFound");
    }

    @Test
    void an_action_that_is_gone_is_reported() {
        door.database.writer().commit(tx -> tx.pipelines()
                .update(SHOP, Doorstep.pipeline(ExecutionMode.PARALLEL, "Get", "main"), door.now));

        assertThat(door.push("d1")).isEqualTo(Reply.CANNOT_START);
        assertThat(errorCode()).isEqualTo("ActionNotFound");
        assertThat(door.executions()).isEmpty();
    }

    @Test
    void a_placeholder_that_stands_for_nothing_any_more_is_reported() {
        for (var key : List.of("Brunch", "OAuthToken")) {
            door.put(Doorstep.definition("{" + key + "}"));

            assertThat(door.deliver("{\"ref\":\"token\"}", "push", "d1")).isEqualTo(Reply.CANNOT_START);
            assertThat(errorCode()).isEqualTo("ConfigurationNotFound");
            assertThat(door.webhook().error().orElseThrow().message()).contains("{" + key + "}");
        }
        assertThat(door.executions()).isEmpty();
    }

    @Test
    void a_pipeline_that_is_full_is_reported_and_the_delivery_can_come_again() {
        for (var i = 0; i < 50; i++) {
            door.push("d" + i);
        }

        assertThat(door.push("later")).isEqualTo(Reply.REFUSED);
        assertThat(errorCode()).isEqualTo("StartRefused");
        assertThat(door.executions()).hasSize(50);
        assertThat(door.push("later")).isEqualTo(Reply.REFUSED);
    }
}
