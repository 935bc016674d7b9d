package dev.pipewright.api;

import dev.pipewright.engine.Secrets;
import dev.pipewright.model.WebhookDefinition;
import dev.pipewright.model.WebhookKey;
import dev.pipewright.store.Database;
import dev.pipewright.store.StoredWebhook;
import dev.pipewright.store.Tx;
import dev.pipewright.webhook.Addresses;
import dev.pipewright.webhook.WebhookRules;
import dev.pipewright.webhook.WebhookRules.Problem;
import dev.pipewright.wire.Access;
import dev.pipewright.wire.Context;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.PutWebhookRequest;
import software.amazon.awssdk.services.codepipeline.model.PutWebhookResponse;

/**
 * Makes a webhook with a URL of its own, or gives one a new definition, which keeps its URL. A secret that is read back
 * is masked; the mask, sent for a webhook that has a secret, keeps it.
 */
final class PutWebhook implements Operation<PutWebhookRequest, PutWebhookResponse> {
    private static final int MOST_PER_REGION = 300;

    private final Database database;
    private final Catalog catalog;
    private final Addresses addresses;

    PutWebhook(Database database, Catalog catalog, Addresses addresses) {
        this.database = database;
        this.catalog = catalog;
        this.addresses = addresses;
    }

    @Override
    public PutWebhookResponse run(PutWebhookRequest input, Request request) {
        var given = WebhookShapes.toModel(input.webhook());
        var key = new WebhookKey(request.account(), request.region(), given.name());
        Tagging.check(input.tags());
        var tags = Tagging.stored(input.tags());
        var item = database.writer().commit(tx -> {
            var known = tx.webhooks().find(key);
            var meant = restored(given, known);
            refuseWrong(tx, key, meant);
            if (known.isEmpty() && tx.webhooks().count(key.account(), key.region()) >= MOST_PER_REGION) {
                throw Fault.of(
                        "LimitExceededException",
                        "The account '%s' has %d webhooks in the region '%s', and may have no more",
                        key.account(), MOST_PER_REGION, key.region());
            }
            var stored = tx.webhooks().put(key, meant, addresses.fresh().get(), request.at());
            if (known.isPresent()) {
                refuseRetagging(tx, key, tags, request);
            }
            addTags(tx, key, tags);
            return WebhookShapes.toWire(stored, tx, addresses);
        });
        return PutWebhookResponse.builder().webhook(item).build();
    }

    private static WebhookDefinition restored(WebhookDefinition given, Optional<StoredWebhook> known) {
        if (!Secrets.MASK.equals(given.authenticationConfiguration().secretToken())) {
            return given;
        }
        return known.map(it -> it.definition().authenticationConfiguration().secretToken())
                .map(given::withSecretToken)
                .orElseThrow(() -> Faults.maskWithoutSecret(given.name()));
    }

    private void refuseWrong(Tx tx, WebhookKey key, WebhookDefinition webhook) {
        var pipeline = key.pipeline(webhook.targetPipeline());
        var stored = tx.pipelines()
                .find(pipeline, Optional.empty())
                .orElseThrow(() -> Faults.pipelineNotFound(pipeline.account(), pipeline.name()));
        var types = catalog.of(tx, key.account(), key.region());
        WebhookRules.firstProblem(webhook, stored.definition(), types).ifPresent(problem -> {
            throw Fault.of(
                    switch (problem) {
                        case Problem.OfAuthentication _ -> "InvalidWebhookAuthenticationParametersException";
                        case Problem.OfFilters _ -> "InvalidWebhookFilterPatternException";
                        case Problem.OfTarget _ -> "ValidationException";
                    },
                    "%s",
                    problem.message());
        });
    }

    /** Or whoever may change a webhook, and not its tags, could slip out of the policies that go by them. */
    private static void refuseRetagging(Tx tx, WebhookKey key, Map<String, String> tags, Request request) {
        var before = tx.tags().of(key.arn());
        if (!before.entrySet().containsAll(tags.entrySet())) {
            var context = Context.ofTags(before).or(request.context());
            request.caller().require(new Access("codepipeline:TagResource", key.arn(), context));
        }
    }

    private static void addTags(Tx tx, WebhookKey key, Map<String, String> tags) {
        var keys = new HashSet<>(tx.tags().of(key.arn()).keySet());
        keys.addAll(tags.keySet());
        Tagging.checkCount(keys.size());
        tx.tags().put(key.arn(), tags);
    }
}
