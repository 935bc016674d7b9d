package dev.pipewright.store;

import dev.pipewright.model.WebhookDefinition;
import dev.pipewright.model.WebhookKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A webhook as it is kept.
 *
 * @param id never given again, also after the webhook is deleted and another takes its name
 * @param definition with its secret
 * @param address the part of its URL that nobody can guess
 * @param repository where it is registered with a third party, or was being registered when the server ended
 * @param lastTriggered when it last started an execution
 * @param error what went wrong since then
 */
public record StoredWebhook(
        long id,
        WebhookKey key,
        WebhookDefinition definition,
        String address,
        Optional<String> repository,
        Optional<Instant> lastTriggered,
        Optional<Trouble> error) {

    /** What went wrong with a webhook, for its owner to read. */
    public record Trouble(String code, String message) {}

    /** Without address and secret, either of which opens the webhook. */
    @Override
    public String toString() {
        return key.arn();
    }
}
