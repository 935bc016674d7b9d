package dev.pipewright.api.codeconnections;

import dev.pipewright.store.Database;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codeconnections.model.GetConnectionRequest;
import software.amazon.awssdk.services.codeconnections.model.GetConnectionResponse;

/** One connection, without its secrets. */
final class GetConnection implements Operation<GetConnectionRequest, GetConnectionResponse> {
    private final Database database;
    private final ConnectionShapes shapes;

    GetConnection(Database database, ConnectionShapes shapes) {
        this.database = database;
        this.shapes = shapes;
    }

    @Override
    public GetConnectionResponse run(GetConnectionRequest input, Request request) {
        var arn = ConnectionShapes.named(input.connectionArn(), request);
        return database.read(tables -> tables.connections().find(arn))
                .map(found -> GetConnectionResponse.builder().connection(shapes.shape(found)).build())
                .orElseThrow(() -> ConnectionShapes.unknown(input.connectionArn()));
    }
}
