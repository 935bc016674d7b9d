package dev.pipewright.api;

import dev.pipewright.store.Database;
import dev.pipewright.webhook.Addresses;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.ListWebhookItem;
import software.amazon.awssdk.services.codepipeline.model.ListWebhooksRequest;
import software.amazon.awssdk.services.codepipeline.model.ListWebhooksResponse;

/** Lists the webhooks of an account and region by name, with their URLs and without their secrets. */
final class ListWebhooks implements Operation<ListWebhooksRequest, ListWebhooksResponse> {
    private static final int PAGE = 100;

    private final Database database;
    private final PageTokens tokens;
    private final Addresses addresses;

    ListWebhooks(Database database, PageTokens tokens, Addresses addresses) {
        this.database = database;
        this.tokens = tokens;
        this.addresses = addresses;
    }

    @Override
    public ListWebhooksResponse run(ListWebhooksRequest input, Request request) {
        var listing = "ListWebhooks " + request.account() + " " + request.region();
        var after = tokens.position(listing, input.nextToken());
        var most = input.maxResults() == null ? PAGE : input.maxResults();
        var page = database.read(tables -> Page.of(
                tables.webhooks().list(request.account(), request.region(), after, most + 1).stream()
                        .map(webhook -> WebhookShapes.toWire(webhook, tables, addresses))
                        .toList(),
                most));
        return ListWebhooksResponse.builder()
                .webhooks(page.items())
                .nextToken(page.next((ListWebhookItem last) -> tokens.after(listing, last.definition().name())))
                .build();
    }
}
