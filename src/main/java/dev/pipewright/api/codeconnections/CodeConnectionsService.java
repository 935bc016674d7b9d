package dev.pipewright.api.codeconnections;

import dev.pipewright.api.PageTokens;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Constraints;
import dev.pipewright.wire.JsonService;
import dev.pipewright.wire.Permissions;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.codeconnections.model.CreateConnectionRequest;
import software.amazon.awssdk.services.codeconnections.model.DeleteConnectionRequest;
import software.amazon.awssdk.services.codeconnections.model.GetConnectionRequest;
import software.amazon.awssdk.services.codeconnections.model.ListConnectionsRequest;

/**
 * As much of CodeConnections as is needed to make connections to Git hosts and to name them in pipelines, with an
 * operation of our own in the place of the handshake in a browser: ConfigureConnection.
 *
 * @param ids lower-case UUIDs that nobody can guess
 * @param secrets random texts that nobody can guess
 * @param endpoint where hosts reach the server
 * @param tokens of pages of lists
 */
public record CodeConnectionsService(
        Database database, Supplier<String> ids, Supplier<String> secrets, URI endpoint, PageTokens tokens) {

    /** The service under its own name and under its older one. */
    public List<JsonService> services() {
        return List.of(
                named("codeconnections", "com.amazonaws.codeconnections.CodeConnections_20231201"),
                named(
                        "codestar-connections",
                        "com.amazonaws.codestar.connections.CodeStar_connections_20191201"));
    }

    private JsonService named(String name, String targetPrefix) {
        var shapes = new ConnectionShapes(name);
        return JsonService.named(name, targetPrefix, Constraints.of("codeconnections"))
                .with("CreateConnection", CreateConnectionRequest::builder, new CreateConnection(database, shapes, ids))
                .with("GetConnection", GetConnectionRequest::builder, new GetConnection(database, shapes))
                .with(
                        "ListConnections",
                        ListConnectionsRequest::builder,
                        new ListConnections(database, shapes, tokens))
                .with("DeleteConnection", DeleteConnectionRequest::builder, new DeleteConnection(database))
                .with("ConfigureConnection", new ConfigureConnection(database, shapes, secrets, endpoint))
                .permitting(Permissions.of("codeconnections"))
                .build();
    }
}
