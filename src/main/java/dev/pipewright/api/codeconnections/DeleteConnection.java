package dev.pipewright.api.codeconnections;

import dev.pipewright.store.Database;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codeconnections.model.DeleteConnectionRequest;
import software.amazon.awssdk.services.codeconnections.model.DeleteConnectionResponse;

/** Removes a connection and its secrets. Source actions that name it fail from then on. */
final class DeleteConnection implements Operation<DeleteConnectionRequest, DeleteConnectionResponse> {
    private final Database database;

    DeleteConnection(Database database) {
        this.database = database;
    }

    @Override
    public DeleteConnectionResponse run(DeleteConnectionRequest input, Request request) {
        var arn = ConnectionShapes.named(input.connectionArn(), request);
        if (arn.isHosted()) {
            throw Fault.of(
                    "InvalidInputException", "The connection to the server's own repositories cannot be deleted.");
        }
        if (!database.writer().commit(tx -> tx.connections().remove(arn))) {
            throw ConnectionShapes.unknown(input.connectionArn());
        }
        return DeleteConnectionResponse.builder().build();
    }
}
