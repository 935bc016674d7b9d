package dev.pipewright.api.codeconnections;

import dev.pipewright.api.PageTokens;
import dev.pipewright.model.Connection;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.codeconnections.model.ListConnectionsRequest;
import software.amazon.awssdk.services.codeconnections.model.ListConnectionsResponse;

/** The connections of an account in a region by their ids, without their secrets. */
final class ListConnections implements Operation<ListConnectionsRequest, ListConnectionsResponse> {
    private static final int PAGE = 100;

    private final Database database;
    private final ConnectionShapes shapes;
    private final PageTokens tokens;

    ListConnections(Database database, ConnectionShapes shapes, PageTokens tokens) {
        this.database = database;
        this.shapes = shapes;
        this.tokens = tokens.refusing(() -> Fault.of(
                "InvalidInputException", "The next token is not one that this operation gave out"));
    }

    @Override
    public ListConnectionsResponse run(ListConnectionsRequest input, Request request) {
        var most = input.maxResults() == null || input.maxResults() == 0 ? PAGE : input.maxResults();
        var listing = "codeconnections:ListConnections %s %s %s %s"
                .formatted(
                        request.account(), request.region(), input.providerTypeFilterAsString(), input.hostArnFilter());
        var after = tokens.position(listing, input.nextToken()).orElse("");
        var found = all(request).stream()
                .filter(_ -> input.hostArnFilter() == null)
                .filter(each -> input.providerTypeFilter() == null
                        || each.provider().name().equals(input.providerTypeFilterAsString()))
                .filter(each -> each.arn().id().compareTo(after) > 0)
                .toList();
        var page = found.subList(0, Math.min(most, found.size()));
        return ListConnectionsResponse.builder()
                .connections(page.stream().map(shapes::shape).toList())
                .nextToken(page.size() < found.size() ? tokens.after(listing, page.getLast().arn().id()) : null)
                .build();
    }

    private List<Connection> all(Request request) {
        var all = new ArrayList<Connection>();
        all.add(Connection.hosted(request.account(), request.region()));
        all.addAll(database.read(tables -> tables.connections().list(request.account(), request.region())));
        all.sort(Comparator.comparing(each -> each.arn().id()));
        return all;
    }
}
