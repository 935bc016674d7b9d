package dev.pipewright.webhook;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.WebhookDefinition;
import dev.pipewright.store.StoredWebhook;
import dev.pipewright.store.StoredWebhook.Trouble;
import dev.pipewright.store.Tables;
import java.util.Map;
import java.util.Optional;

/**
 * What one snapshot of the store says of a webhook: all that a decision about a delivery rests on.
 *
 * @param values of the target action's configuration, for placeholders
 * @param trouble why it cannot start anything as things are
 */
record Aim(WebhookDefinition webhook, Map<String, String> values, Optional<Trouble> trouble) {
    /** The aim of a webhook; empty when it is not there any more. */
    static Optional<Aim> of(Tables tables, StoredWebhook known, ActionCatalog builtIn) {
        return tables.webhooks()
                .find(known.key())
                .filter(stored -> stored.id() == known.id())
                .map(StoredWebhook::definition)
                .map(webhook -> of(tables, known.key().pipeline(webhook.targetPipeline()), webhook, builtIn));
    }

    private static Aim of(Tables tables, PipelineKey key, WebhookDefinition webhook, ActionCatalog builtIn) {
        var pipeline = tables.pipelines().find(key, Optional.empty());
        if (pipeline.isEmpty()) {
            return troubled(webhook, "PipelineNotFound", "Account '%s' does not have a pipeline with name '%s'"
                    .formatted(key.account(), key.name()));
        }
        var target = WebhookRules.target(webhook, pipeline.get().definition());
        if (target.isEmpty()) {
            return troubled(webhook, "ActionNotFound", WebhookRules.missingTarget(webhook));
        }
        // A pipeline may still name a custom type that was deleted.
        var catalog = builtIn.with(id -> tables.actionTypes().findAlsoDeleted(key.account(), key.region(), id));
        var values = Placeholders.values(target.get(), catalog);
        return Filters.unknownKey(webhook.filters(), values)
                .map(missing -> troubled(webhook, "ConfigurationNotFound", Filters.unknown(webhook, missing)))
                .orElseGet(() -> new Aim(webhook, values, Optional.empty()));
    }

    private static Aim troubled(WebhookDefinition webhook, String code, String message) {
        return new Aim(webhook, Map.of(), Optional.of(new Trouble(code, message)));
    }
}
