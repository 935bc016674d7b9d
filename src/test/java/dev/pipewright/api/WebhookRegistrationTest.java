package dev.pipewright.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.Stage;
import dev.pipewright.model.WebhookKey;
import dev.pipewright.webhook.Addresses;
import dev.pipewright.webhook.GitHubHooks;
import dev.pipewright.wire.Fault;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.DeregisterWebhookWithThirdPartyRequest;
import software.amazon.awssdk.services.codepipeline.model.ListWebhookItem;
import software.amazon.awssdk.services.codepipeline.model.ListWebhooksRequest;
import software.amazon.awssdk.services.codepipeline.model.PutWebhookRequest;
import software.amazon.awssdk.services.codepipeline.model.RegisterWebhookWithThirdPartyRequest;
import software.amazon.awssdk.services.codepipeline.model.WebhookFilterRule;

/** Webhooks at GitHub, which is played by a server of our own. */
final class WebhookRegistrationTest {
    private static final ActionTypeId GITHUB =
            new ActionTypeId(ActionCategory.Source, ActionOwner.ThirdParty, "GitHub", "1");
    private static final PipelineKey SITE = new PipelineKey(Workshop.ACCOUNT, Workshop.REGION, "site");
    private static final PageTokens PAGES = new PageTokens(new byte[32]);

    @TempDir
    Path directory;

    private final AtomicInteger count = new AtomicInteger();
    private final Addresses addresses =
            new Addresses(URI.create("https://build.example"), () -> "address" + count.incrementAndGet());
    private Workshop shop;
    private FakeGitHub gitHub;
    private GitHubHooks hooks;

    @BeforeEach
    void open() throws Exception {
        shop = new Workshop(directory);
        gitHub = new FakeGitHub();
        hooks = new GitHubHooks(gitHub.api());
        shop.database.writer().commit(tx -> tx.pipelines().insert(SITE, site("shop", FakeGitHub.TOKEN), shop.now));
        put("site", "Fetch", "hush");
    }

    @AfterEach
    void close() {
        hooks.close();
        gitHub.close();
        shop.close();
    }

    /** Stored by hand, since actions of that type cannot be run yet. */
    private static Pipeline site(String repository, String token) {
        var fetch = new Action(
                "Fetch", GITHUB, 1,
                new HashMap<>(Map.of("Owner", "ada", "Repo", repository, "Branch", "main", "OAuthToken", token)),
                null, List.of(), List.of(), null, null, null, null, null, null);
        var make = new Action(
                "Make", Workshop.BENCH, 1, Map.of(), null, List.of(), List.of(), null, null, null, null, null, null);
        return new Pipeline(
                "site", "arn:aws:iam::111122223333:role/site", null, null,
                List.of(
                        new Stage("Source", null, List.of(fetch), null, null, null),
                        new Stage("Build", null, List.of(make), null, null, null)),
                1, null, null, null, null);
    }

    private void update(String repository, String token) {
        shop.database.writer().commit(tx -> tx.pipelines().update(SITE, site(repository, token), shop.now));
    }

    private void put(String pipeline, String action, String secret) {
        var request = PutWebhookRequest.builder().webhook(webhook -> webhook.name("hook")
                .targetPipeline(pipeline)
                .targetAction(action)
                .authentication("GITHUB_HMAC")
                .authenticationConfiguration(it -> it.secretToken(secret))
                .filters(List.of(WebhookFilterRule.builder().jsonPath("$.ref").build())));
        new PutWebhook(shop.database, new Catalog(ActionCatalog.of(List.of())), addresses)
                .run(request.build(), shop.request());
    }

    private void register(String name) {
        new RegisterWebhookWithThirdParty(shop.database, addresses, hooks)
                .run(RegisterWebhookWithThirdPartyRequest.builder().webhookName(name).build(), shop.request());
    }

    private void deregister(String name) {
        new DeregisterWebhookWithThirdParty(shop.database, addresses, hooks)
                .run(DeregisterWebhookWithThirdPartyRequest.builder().webhookName(name).build(), shop.request());
    }

    private ListWebhookItem listed() {
        return new ListWebhooks(shop.database, PAGES, addresses)
                .run(ListWebhooksRequest.builder().build(), shop.request())
                .webhooks()
                .getFirst();
    }

    private Optional<String> repository() {
        var key = new WebhookKey(Workshop.ACCOUNT, Workshop.REGION, "hook");
        return shop.database.read(tables -> tables.webhooks().find(key)).orElseThrow().repository();
    }

    private static AbstractThrowableAssert<?, ?> refused(String type, ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(
                Fault.class, fault -> assertThat(fault.type()).isEqualTo(type));
    }

    @Test
    void a_registered_webhook_is_a_hook_for_pushes_at_the_repository() {
        register("hook");

        assertThat(gitHub.hooks).containsOnlyKeys("ada/shop 1");
        var hook = gitHub.hooks.get("ada/shop 1");
        assertThat(hook.at("/config/url").asString()).isEqualTo("https://build.example/webhooks/address1");
        assertThat(hook.at("/config/content_type").asString()).isEqualTo("json");
        assertThat(hook.at("/config/secret").asString()).isEqualTo("hush");
        assertThat(hook.at("/config/insecure_ssl").asString()).isEqualTo("0");
        assertThat(hook.at("/events").toString()).isEqualTo("[\"push\"]");
        assertThat(hook.at("/active").booleanValue()).isTrue();
        assertThat(listed().errorCode()).isNull();
    }

    @Test
    void a_webhook_that_is_registered_again_has_one_hook_with_the_newest_secret() {
        register("hook");
        put("site", "Fetch", "new");
        register("hook");

        assertThat(gitHub.hooks).containsOnlyKeys("ada/shop 1");
        assertThat(gitHub.hooks.get("ada/shop 1").at("/config/secret").asString()).isEqualTo("new");
    }

    @Test
    void a_deregistered_webhook_has_no_hook_and_others_keep_theirs() {
        register("hook");
        var other = gitHub.hooks.get("ada/shop 1").deepCopy().put("id", 9);
        other.withObject("/config").put("url", "https://elsewhere.example");
        gitHub.hooks.put("ada/shop 9", other);

        deregister("hook");

        assertThat(gitHub.hooks).containsOnlyKeys("ada/shop 9");
        gitHub.calls.clear();
        deregister("hook");
        assertThat(gitHub.calls).isEmpty();
    }

    @Test
    void a_hook_of_which_only_github_knows_is_found_again() {
        gitHub.failWith("{\"message\":\"lost\"}");
        refused("ValidationException", () -> register("hook"));
        assertThat(repository()).hasValue("ada/shop");
        gitHub.failWith(null);
        register("hook");

        deregister("hook");

        assertThat(gitHub.hooks).isEmpty();
        assertThat(repository()).isEmpty();
    }

    @Test
    void a_webhook_whose_action_has_another_repository_now_moves_there() {
        register("hook");
        update("store", FakeGitHub.TOKEN);
        register("hook");

        assertThat(gitHub.hooks).containsOnlyKeys("ada/store 2");
        assertThat(repository()).hasValue("ada/store");
    }

    @Test
    void a_webhook_is_deregistered_where_it_was_registered() {
        register("hook");
        update("store", FakeGitHub.TOKEN);

        deregister("hook");

        assertThat(gitHub.hooks).isEmpty();
    }

    @Test
    void a_refusal_is_told_and_stands_in_the_list_without_the_token() {
        update("shop", "gho_wrong");

        refused("ValidationException", () -> register("hook"))
                .hasMessageContaining("GitHub")
                .hasMessageContaining("Bad credentials")
                .hasMessageContaining("[StatusCode: 401]")
                .hasMessageNotContaining("gho_wrong");
        assertThat(listed().errorCode()).isEqualTo("RegistrationFailed");
        assertThat(listed().errorMessage()).contains("Bad credentials").doesNotContain("gho_wrong");
        assertThat(repository()).isEmpty();

        update("shop", FakeGitHub.TOKEN);
        register("hook");
        assertThat(listed().errorCode()).isNull();
        assertThat(listed().errorMessage()).isNull();
    }

    @Test
    void a_hook_that_cannot_be_removed_stays_registered() {
        register("hook");
        gitHub.failWith("<html>hush</html>");

        refused("ValidationException", () -> deregister("hook")).hasMessageContaining("[StatusCode: 500]");
        assertThat(listed().errorCode()).isEqualTo("DeregistrationFailed");
        gitHub.failWith(null);
        deregister("hook");
        assertThat(gitHub.hooks).isEmpty();
        assertThat(listed().errorCode()).isNull();
    }

    @Test
    void a_secret_that_github_repeats_is_not_passed_on() {
        gitHub.failWith("{\"message\":\"%s and hush\\n%s\"}".formatted(FakeGitHub.TOKEN, "x".repeat(5000)));

        refused("ValidationException", () -> register("hook"))
                .hasMessageNotContaining("hush")
                .hasMessageNotContaining(FakeGitHub.TOKEN)
                .satisfies(fault -> assertThat(fault.getMessage()).hasSizeLessThan(400).doesNotContain("\n"));
    }

    @Test
    void a_token_does_not_follow_a_redirection() throws Exception {
        try (var other = new FakeGitHub()) {
            gitHub.redirectTo(other.api());

            refused("ValidationException", () -> register("hook")).hasMessageContaining("[StatusCode: 307]");

            assertThat(gitHub.calls).hasSize(1);
            assertThat(other.calls).isEmpty();
        }
    }

    @Test
    void a_github_that_is_not_there_is_named() {
        gitHub.close();

        refused("ValidationException", () -> register("hook")).hasMessageContaining(gitHub.api().toString());
        assertThat(listed().errorCode()).isEqualTo("RegistrationFailed");
    }

    @Test
    void only_github_actions_can_be_registered() {
        put("shop", "Get", "hush");

        refused("ValidationException", () -> register("hook"))
                .hasMessageContaining("'hook'")
                .hasMessageContaining("'Get'")
                .hasMessageContaining("Source/ThirdParty/GitHub");
        assertThat(gitHub.calls).isEmpty();
        assertThat(repository()).isEmpty();
    }

    @Test
    void what_cannot_be_a_repository_is_not_asked_for() {
        for (var name : List.of("..", "a/b", "a?b", "a b", "%2e%2e", "")) {
            update(name, FakeGitHub.TOKEN);
            refused("ValidationException", () -> register("hook")).hasMessageContaining("'" + name + "'");
        }
        update("shop", "two\r\nlines");
        refused("ValidationException", () -> register("hook")).hasMessageNotContaining("lines");
        assertThat(gitHub.calls).isEmpty();
    }

    @Test
    void a_webhook_that_is_not_there_is_not_registered() {
        refused("WebhookNotFoundException", () -> register("other")).hasMessageContaining("'other'");
        refused("WebhookNotFoundException", () -> deregister("other")).hasMessageContaining("'other'");
        refused("ValidationException", () -> register(null)).hasMessageContaining("webhookName");
        refused("ValidationException", () -> deregister(null)).hasMessageContaining("webhookName");
    }
}
