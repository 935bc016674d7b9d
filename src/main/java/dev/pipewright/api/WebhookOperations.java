package dev.pipewright.api;

import dev.pipewright.store.Database;
import dev.pipewright.webhook.Addresses;
import dev.pipewright.webhook.GitHubHooks;
import dev.pipewright.wire.JsonService;
import software.amazon.awssdk.services.codepipeline.model.DeleteWebhookRequest;
import software.amazon.awssdk.services.codepipeline.model.DeregisterWebhookWithThirdPartyRequest;
import software.amazon.awssdk.services.codepipeline.model.ListWebhooksRequest;
import software.amazon.awssdk.services.codepipeline.model.PutWebhookRequest;
import software.amazon.awssdk.services.codepipeline.model.RegisterWebhookWithThirdPartyRequest;

/** The operations on webhooks, with what only they work on. */
public record WebhookOperations(Addresses addresses, GitHubHooks gitHub) {
    /** Adds them to the service. */
    void addTo(JsonService.Builder service, Database database, Catalog catalog, PageTokens pages) {
        service.with("PutWebhook", PutWebhookRequest::builder, new PutWebhook(database, catalog, addresses))
                .with("ListWebhooks", ListWebhooksRequest::builder, new ListWebhooks(database, pages, addresses))
                .with("DeleteWebhook", DeleteWebhookRequest::builder, new DeleteWebhook(database))
                .with(
                        "RegisterWebhookWithThirdParty",
                        RegisterWebhookWithThirdPartyRequest::builder,
                        new RegisterWebhookWithThirdParty(database, addresses, gitHub))
                .with(
                        "DeregisterWebhookWithThirdParty",
                        DeregisterWebhookWithThirdPartyRequest::builder,
                        new DeregisterWebhookWithThirdParty(database, addresses, gitHub));
    }
}
