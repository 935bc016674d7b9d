package dev.pipewright.webhook;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ArtifactStore;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.InputArtifact;
import dev.pipewright.model.OutputArtifact;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.Stage;
import dev.pipewright.model.WebhookAuthConfiguration;
import dev.pipewright.model.WebhookAuthenticationType;
import dev.pipewright.model.WebhookDefinition;
import dev.pipewright.model.WebhookFilterRule;
import dev.pipewright.model.WebhookKey;
import dev.pipewright.runtime.Starts;
import dev.pipewright.store.Database;
import dev.pipewright.store.EmptyStore;
import dev.pipewright.store.Executions;
import dev.pipewright.store.StoredWebhook;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A real store with one pipeline and one webhook for its GitHub source, and somebody who delivers. */
final class Doorstep implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    static final WebhookKey HOOK = new WebhookKey("111122223333", "eu-west-1", "hook");
    static final PipelineKey SHOP = HOOK.pipeline("shop");
    static final String SECRET = "hush";
    static final String PUSH = "{\"ref\":\"refs/heads/main\"}";

    final Database database;
    final Deliveries deliveries;
    Instant now = START;
    private final AtomicInteger count = new AtomicInteger();

    Doorstep(Path folder, ExecutionMode mode) {
        EmptyStore.putInto(folder);
        database = Database.open(folder, this::id);
        var starts = new Starts(() -> now, this::id);
        deliveries = new Deliveries(database, starts, GitHubCatalog.catalog(), () -> now);
        database.writer().commit(tx -> tx.pipelines().insert(SHOP, pipeline(mode, "Fetch", "main"), now));
        put(definition("refs/heads/{Branch}"));
    }

    private String id() {
        return "%08d-0000-4000-8000-000000000000".formatted(count.incrementAndGet());
    }

    static Pipeline pipeline(ExecutionMode mode, String action, String branch) {
        var gitHub = new ActionTypeId(ActionCategory.Source, ActionOwner.ThirdParty, "GitHub", "1");
        var bench = new ActionTypeId(ActionCategory.Build, ActionOwner.Custom, "Bench", "1");
        var configuration = Map.of("Branch", branch, "OAuthToken", "token");
        var source = action(action, gitHub, configuration, List.of(), List.of("Code"));
        var build = action("Make", bench, Map.of(), List.of("Code"), List.of());
        return new Pipeline(
                "shop", "arn:aws:iam::111122223333:role/shop", new ArtifactStore("S3", "shelf", null), null,
                List.of(
                        new Stage("Source", null, List.of(source), null, null, null),
                        new Stage("Build", null, List.of(build), null, null, null)),
                1, mode, PipelineType.V2, null, null);
    }

    private static Action action(
            String name, ActionTypeId type, Map<String, String> configuration, List<String> in, List<String> out) {
        return new Action(
                name, type, 1, configuration, null,
                out.stream().map(it -> new OutputArtifact(it, null)).toList(),
                in.stream().map(InputArtifact::new).toList(),
                null, null, null, null, null, null);
    }

    static WebhookDefinition definition(String ref) {
        return new WebhookDefinition(
                "hook", "shop", "Fetch", List.of(new WebhookFilterRule("$.ref", ref)),
                WebhookAuthenticationType.GITHUB_HMAC, new WebhookAuthConfiguration(null, SECRET));
    }

    void put(WebhookDefinition definition) {
        database.writer().commit(tx -> tx.webhooks().put(HOOK, definition, "address" + count.incrementAndGet(), now));
    }

    StoredWebhook webhook() {
        return database.read(tables -> tables.webhooks().find(HOOK)).orElseThrow();
    }

    List<Executions.Header> executions() {
        return database.read(tables -> tables.executions().page(SHOP, Long.MAX_VALUE, 1000));
    }

    /** A delivery as GitHub would send it. */
    Reply push(String id) {
        return deliver(PUSH, "push", id);
    }

    Reply deliver(String body, String event, String id) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return deliver(bytes, event, id, HubSignature.sha256(SECRET, bytes));
    }

    Reply deliver(byte[] body, String event, String id, String signature) {
        var head = new DeliveryHead(
                "192.0.2.1", Optional.of("application/json"), Optional.empty(), Optional.of(signature),
                Optional.of(event), Optional.ofNullable(id));
        return deliveries.take(webhook(), head, body);
    }

    @Override
    public void close() {
        database.close();
    }
}
