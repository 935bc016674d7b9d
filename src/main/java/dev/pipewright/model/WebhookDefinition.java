package dev.pipewright.model;

import java.util.List;

/** What a webhook waits for and which pipeline it starts, as {@code WebhookDefinition} of the API. */
public record WebhookDefinition(
        String name,
        String targetPipeline,
        String targetAction,
        List<WebhookFilterRule> filters,
        WebhookAuthenticationType authentication,
        WebhookAuthConfiguration authenticationConfiguration) {

    /** The same definition with another secret. */
    public WebhookDefinition withSecretToken(String token) {
        return new WebhookDefinition(
                name, targetPipeline, targetAction, filters, authentication,
                authenticationConfiguration.withSecretToken(token));
    }
}
