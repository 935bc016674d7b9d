package dev.pipewright.store;

import static dev.pipewright.store.Samples.T;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.model.WebhookAuthConfiguration;
import dev.pipewright.model.WebhookAuthenticationType;
import dev.pipewright.model.WebhookDefinition;
import dev.pipewright.model.WebhookFilterRule;
import dev.pipewright.model.WebhookKey;
import dev.pipewright.store.StoredWebhook.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The webhooks and their deliveries. */
final class WebhooksTest extends StoreTest {
    private static final WebhookKey HOOK = key("hook");
    private static final Instant MILLIS = Instant.ofEpochMilli(T.toEpochMilli());
    private static final Trouble TROUBLE = new Trouble("Code", "A sentence.");

    private static WebhookKey key(String name) {
        return new WebhookKey("111122223333", "eu-west-1", name);
    }

    private static WebhookDefinition definition(String name, String secret) {
        return new WebhookDefinition(
                name, "shop", "Fetch", List.of(new WebhookFilterRule("$.ref", null)),
                WebhookAuthenticationType.GITHUB_HMAC, new WebhookAuthConfiguration(null, secret));
    }

    private StoredWebhook put(WebhookKey key, String secret, String address) {
        return write(tx -> tx.webhooks().put(key, definition(key.name(), secret), address, T));
    }

    private Optional<StoredWebhook> find(WebhookKey key) {
        return read(tables -> tables.webhooks().find(key));
    }

    private Optional<StoredWebhook> findByAddress(String address) {
        return read(tables -> tables.webhooks().findByAddress(address));
    }

    private boolean delete() {
        return write(tx -> tx.webhooks().delete(HOOK));
    }

    private Optional<String> startedBy(StoredWebhook webhook, String delivery) {
        return read(tables -> tables.webhooks().startedBy(webhook.id(), delivery));
    }

    private int forget(Instant before) {
        return write(tx -> tx.webhooks().forgetDeliveries(before));
    }

    private int count(String region) {
        return read(tables -> tables.webhooks().count("111122223333", region));
    }

    private Map<String, String> tags() {
        return read(tables -> tables.tags().of(HOOK.arn()));
    }

    private void report(Trouble trouble) {
        write(tx -> {
            tx.webhooks().report(HOOK, Optional.ofNullable(trouble));
            return null;
        });
    }

    @Test
    void a_webhook_is_found_by_its_name_and_its_address_as_it_was_put() {
        var made = put(HOOK, "hush", "a1");
        reopen();

        assertThat(find(HOOK)).hasValue(made);
        assertThat(made.definition()).isEqualTo(definition("hook", "hush"));
        assertThat(made.address()).isEqualTo("a1");
        assertThat(made.lastTriggered()).isEmpty();
        assertThat(made.error()).isEmpty();
        assertThat(findByAddress("a1")).hasValue(made);
        assertThat(findByAddress("A1")).isEmpty();
        assertThat(find(new WebhookKey("111122223333", "eu-west-2", "hook"))).isEmpty();
        assertThat(find(new WebhookKey("999922223333", "eu-west-1", "hook"))).isEmpty();
    }

    @Test
    void a_webhook_that_is_put_again_keeps_its_address_and_loses_its_error() {
        var made = put(HOOK, "hush", "a1");
        report(TROUBLE);
        write(tx -> {
            tx.webhooks().register(HOOK, Optional.of("ada/shop"));
            return null;
        });

        var changed = put(HOOK, "new", "a2");

        assertThat(changed.id()).isEqualTo(made.id());
        assertThat(changed.address()).isEqualTo("a1");
        assertThat(changed.definition().authenticationConfiguration().secretToken()).isEqualTo("new");
        assertThat(changed.error()).isEmpty();
        assertThat(changed.repository()).hasValue("ada/shop");
    }

    @Test
    void a_webhook_that_is_made_anew_is_another_one() {
        var first = put(HOOK, "hush", "a1");
        write(tx -> {
            tx.webhooks().putDelivery(first.id(), "d1", "e1", T);
            tx.tags().put(HOOK.arn(), Map.of("a", "b"));
            return null;
        });

        assertThat(delete()).isTrue();
        assertThat(delete()).isFalse();
        assertThat(find(HOOK)).isEmpty();
        var second = put(HOOK, "hush", "a2");

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.address()).isEqualTo("a2");
        assertThat(startedBy(first, "d1")).isEmpty();
        assertThat(tags()).isEmpty();
    }

    @Test
    void an_address_is_given_once() {
        put(HOOK, "hush", "a1");

        assertThatThrownBy(() -> put(key("other"), "hush", "a1")).isInstanceOf(RuntimeException.class);
        assertThat(find(key("other"))).isEmpty();
    }

    @Test
    void webhooks_are_listed_and_counted_in_their_region() {
        for (var name : List.of("b", "a", "c")) {
            put(key(name), "hush", name);
        }
        put(new WebhookKey("111122223333", "eu-west-2", "d"), "hush", "d");

        assertThat(list(Optional.empty(), 2)).containsExactly("a", "b");
        assertThat(list(Optional.of("b"), 2)).containsExactly("c");
        assertThat(list(Optional.of("aa"), 1)).containsExactly("b");
        assertThat(count("eu-west-1")).isEqualTo(3);
        assertThat(count("eu-west-3")).isZero();
    }

    private List<String> list(Optional<String> after, int limit) {
        return read(tables -> tables.webhooks().list("111122223333", "eu-west-1", after, limit).stream()
                .map(webhook -> webhook.key().name())
                .toList());
    }

    @Test
    void an_error_stays_until_the_webhook_works_again() {
        put(HOOK, "hush", "a1");
        report(TROUBLE);
        assertThat(find(HOOK).orElseThrow().error()).hasValue(TROUBLE);

        write(tx -> {
            tx.webhooks().triggered(HOOK, T);
            return null;
        });

        assertThat(find(HOOK).orElseThrow().error()).isEmpty();
        assertThat(find(HOOK).orElseThrow().lastTriggered()).hasValue(MILLIS);
        report(TROUBLE);
        assertThat(find(HOOK).orElseThrow().lastTriggered()).hasValue(MILLIS);
        report(null);
        assertThat(find(HOOK).orElseThrow().error()).isEmpty();
    }

    @Test
    void deliveries_are_known_to_their_webhook_for_a_time() {
        var hook = put(HOOK, "hush", "a1");
        var other = put(key("other"), "hush", "a2");
        write(tx -> {
            tx.webhooks().putDelivery(hook.id(), "d1", "e1", T);
            tx.webhooks().putDelivery(hook.id(), "d2", "e2", T.plus(Duration.ofDays(1)));
            return null;
        });

        assertThat(startedBy(hook, "d1")).hasValue("e1");
        assertThat(startedBy(other, "d1")).isEmpty();
        assertThat(forget(T.plusSeconds(1))).isEqualTo(1);
        assertThat(startedBy(hook, "d1")).isEmpty();
        assertThat(startedBy(hook, "d2")).hasValue("e2");
    }

    @Test
    void a_definition_that_is_damaged_is_named() {
        put(HOOK, "hush", "a1");
        sql("UPDATE webhook SET body = '{'");

        assertThatThrownBy(() -> find(HOOK)).isInstanceOf(UnreadableRow.class).hasMessageContaining(HOOK.arn());
    }

    @Test
    void a_webhook_in_text_tells_neither_its_secret_nor_its_address() {
        assertThat(put(HOOK, "hush", "a1b2c3").toString()).doesNotContain("hush").doesNotContain("a1b2c3");
    }
}
