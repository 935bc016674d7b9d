package dev.pipewright.api;

import dev.pipewright.engine.Secrets;
import dev.pipewright.model.WebhookAuthConfiguration;
import dev.pipewright.model.WebhookAuthenticationType;
import dev.pipewright.model.WebhookDefinition;
import dev.pipewright.model.WebhookFilterRule;
import dev.pipewright.model.WebhookKey;
import dev.pipewright.store.StoredWebhook;
import dev.pipewright.store.StoredWebhook.Trouble;
import dev.pipewright.store.Tables;
import dev.pipewright.webhook.Addresses;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.ListWebhookItem;

/** Webhooks between the model's records and the wire's shapes. */
final class WebhookShapes {
    private WebhookShapes() {}

    static WebhookDefinition toModel(software.amazon.awssdk.services.codepipeline.model.WebhookDefinition given) {
        var authentication = given.authenticationConfiguration();
        return new WebhookDefinition(
                given.name(),
                given.targetPipeline(),
                given.targetAction(),
                given.filters().stream()
                        .map(filter -> new WebhookFilterRule(filter.jsonPath(), filter.matchEquals()))
                        .toList(),
                WebhookAuthenticationType.valueOf(given.authenticationAsString()),
                new WebhookAuthConfiguration(authentication.allowedIPRange(), authentication.secretToken()));
    }

    /** The webhook of that name; two operations need it although the model does not demand it. */
    static WebhookKey key(String name, Request request) {
        if (name == null) {
            throw Faults.validation("The webhookName is missing");
        }
        return new WebhookKey(request.account(), request.region(), name);
    }

    /** A webhook as callers may read it: its secret is masked. */
    static ListWebhookItem toWire(StoredWebhook webhook, Tables tables, Addresses addresses) {
        return ListWebhookItem.builder()
                .definition(toWire(webhook.definition()))
                .url(addresses.url(webhook.address()))
                .arn(webhook.key().arn())
                .lastTriggered(webhook.lastTriggered().orElse(null))
                .errorCode(webhook.error().map(Trouble::code).orElse(null))
                .errorMessage(webhook.error().map(Trouble::message).orElse(null))
                .tags(Tagging.wire(tables.tags().of(webhook.key().arn())))
                .build();
    }

    private static software.amazon.awssdk.services.codepipeline.model.WebhookDefinition toWire(
            WebhookDefinition webhook) {
        var authentication = webhook.authenticationConfiguration();
        return software.amazon.awssdk.services.codepipeline.model.WebhookDefinition.builder()
                .name(webhook.name())
                .targetPipeline(webhook.targetPipeline())
                .targetAction(webhook.targetAction())
                .filters(webhook.filters().stream()
                        .map(filter -> software.amazon.awssdk.services.codepipeline.model.WebhookFilterRule.builder()
                                .jsonPath(filter.jsonPath())
                                .matchEquals(filter.matchEquals())
                                .build())
                        .toList())
                .authentication(webhook.authentication().name())
                .authenticationConfiguration(it -> it.allowedIPRange(authentication.allowedIPRange())
                        .secretToken(authentication.secretToken() == null ? null : Secrets.MASK))
                .build();
    }
}
