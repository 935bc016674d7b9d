package dev.pipewright.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.WebhookKey;
import dev.pipewright.webhook.Addresses;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Request;
import dev.pipewright.wire.Verdict;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.ListWebhookItem;
import software.amazon.awssdk.services.codepipeline.model.PutWebhookRequest;
import software.amazon.awssdk.services.codepipeline.model.Tag;
import software.amazon.awssdk.services.codepipeline.model.WebhookFilterRule;

/** How many webhooks and tags there may be. */
final class PutWebhookTest {
    private static final String OTHER_REGION = "eu-central-2";

    @TempDir
    Path directory;

    private final AtomicInteger count = new AtomicInteger();
    private Workshop shop;

    @BeforeEach
    void open() {
        shop = new Workshop(directory);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private ListWebhookItem put(String name, Request request, Tag... tags) {
        var addresses = new Addresses(URI.create("http://localhost"), () -> "address" + count.incrementAndGet());
        return new PutWebhook(shop.database, new Catalog(ActionCatalog.of(List.of())), addresses)
                .run(input(name, tags), request)
                .webhook();
    }

    private static PutWebhookRequest input(String name, Tag... tags) {
        return PutWebhookRequest.builder()
                .tags(tags)
                .webhook(webhook -> webhook.name(name)
                        .targetPipeline(Workshop.PIPELINE.name())
                        .targetAction("Get")
                        .authentication("UNAUTHENTICATED")
                        .authenticationConfiguration(it -> {})
                        .filters(List.of(WebhookFilterRule.builder().jsonPath("$.ref").build())))
                .build();
    }

    private static Tag tag(String key) {
        return Tag.builder().key(key).value("value").build();
    }

    private static Tag[] tags(int from, int to) {
        return IntStream.range(from, to).mapToObj(number -> tag("key-" + number)).toArray(Tag[]::new);
    }

    private static void refused(String type, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(
                Fault.class, fault -> assertThat(fault.type()).isEqualTo(type));
    }

    private int webhooks() {
        return shop.database.read(tables -> tables.webhooks().count(Workshop.ACCOUNT, Workshop.REGION));
    }

    @Test
    void a_region_has_three_hundred_webhooks_at_most() {
        var there = new PipelineKey(Workshop.ACCOUNT, OTHER_REGION, Workshop.PIPELINE.name());
        shop.database.writer().commit(tx -> {
            var pipeline = tx.pipelines().find(Workshop.PIPELINE, Optional.empty()).orElseThrow();
            tx.pipelines().insert(there, pipeline.definition(), shop.now);
            var webhook = WebhookShapes.toModel(input("any").webhook());
            for (var number = 0; number < 299; number++) {
                var key = new WebhookKey(Workshop.ACCOUNT, Workshop.REGION, "hook-" + number);
                tx.webhooks().put(key, webhook, "given-" + number, shop.now);
            }
            return null;
        });

        put("last", shop.request());
        refused("LimitExceededException", () -> put("more", shop.request()));
        assertThat(webhooks()).isEqualTo(300);
        put("last", shop.request());
        put("more", shop.request(Workshop.ACCOUNT, OTHER_REGION));
    }

    @Test
    void who_may_not_tag_a_webhook_changes_no_tags_of_one_that_is_there() {
        var request = shop.request();
        var caller = request.caller().with(access -> access.action().equals("codepipeline:TagResource")
                        && access.context().values("aws:resourcetag/key-1").contains("value")
                ? Verdict.DENIED
                : Verdict.ALLOWED);
        var limited = new Request("request-2", request.at(), caller, request.region());
        put("hook", limited, tag("key-1"));

        refused("AccessDeniedException", () -> put("hook", limited, tag("key-2")));
        assertThat(put("hook", limited).tags()).containsExactly(tag("key-1"));
        assertThat(put("hook", limited, tag("key-1")).tags()).containsExactly(tag("key-1"));
        assertThat(put("hook", request, tag("key-2")).tags()).containsExactly(tag("key-1"), tag("key-2"));
    }

    @Test
    void a_webhook_has_fifty_tags_at_most_counting_those_that_it_has() {
        refused("TooManyTagsException", () -> put("hook", shop.request(), tags(0, 51)));
        assertThat(webhooks()).isZero();
        put("hook", shop.request(), tags(0, 50));
        put("hook", shop.request(), tags(10, 20));
        refused("TooManyTagsException", () -> put("hook", shop.request(), tags(50, 51)));
        refused("InvalidTagsException", () -> put("hook", shop.request(), tag("aws:key")));
        refused("InvalidTagsException", () -> put("hook", shop.request(), tag("key-1"), tag("key-1")));
    }
}
