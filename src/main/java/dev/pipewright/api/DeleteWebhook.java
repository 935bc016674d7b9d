package dev.pipewright.api;

import dev.pipewright.model.WebhookKey;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.DeleteWebhookRequest;
import software.amazon.awssdk.services.codepipeline.model.DeleteWebhookResponse;

/**
 * Drops a webhook; its URL takes nothing from then on, and is never given again. A webhook that is not there is no
 * error. Nothing is said to a third party: a registered webhook is deregistered first.
 */
final class DeleteWebhook implements Operation<DeleteWebhookRequest, DeleteWebhookResponse> {
    private final Database database;

    DeleteWebhook(Database database) {
        this.database = database;
    }

    @Override
    public DeleteWebhookResponse run(DeleteWebhookRequest input, Request request) {
        var key = new WebhookKey(request.account(), request.region(), input.name());
        database.writer().commit(tx -> tx.webhooks().delete(key));
        return DeleteWebhookResponse.builder().build();
    }
}
