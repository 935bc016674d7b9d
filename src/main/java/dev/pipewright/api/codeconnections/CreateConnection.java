package dev.pipewright.api.codeconnections;

import dev.pipewright.model.Connection;
import dev.pipewright.model.ConnectionArn;
import dev.pipewright.model.ConnectionProvider;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.function.Supplier;
import software.amazon.awssdk.services.codeconnections.model.CreateConnectionRequest;
import software.amazon.awssdk.services.codeconnections.model.CreateConnectionResponse;

/**
 * Makes a connection. One to a host whose address everybody knows reaches its public repositories at once; the others
 * wait for their base URL.
 */
final class CreateConnection implements Operation<CreateConnectionRequest, CreateConnectionResponse> {
    private static final int MOST_CONNECTIONS = 50;

    private final Database database;
    private final ConnectionShapes shapes;
    private final Supplier<String> ids;

    CreateConnection(Database database, ConnectionShapes shapes, Supplier<String> ids) {
        this.database = database;
        this.shapes = shapes;
        this.ids = ids;
    }

    @Override
    public CreateConnectionResponse run(CreateConnectionRequest input, Request request) {
        if (input.hostArn() != null) {
            throw Fault.of(
                    "ResourceNotFoundException",
                    "There is no host '%s': hosts are not available here. The address of a host is the BaseUrl of "
                            + "ConfigureConnection.",
                    input.hostArn());
        }
        if (!input.tags().isEmpty()) {
            throw Fault.of(
                    "InvalidInputException",
                    "The connection '%s' cannot have tags: tags of connections are not available yet.",
                    input.connectionName());
        }
        var provider = provider(input.providerTypeAsString());
        var connection = new Connection(
                new ConnectionArn(request.region(), request.account(), ids.get()),
                name(input.connectionName()),
                provider,
                provider.address());
        database.writer().commit(tx -> {
            if (tx.connections().list(request.account(), request.region()).size() >= MOST_CONNECTIONS) {
                throw Fault.of(
                        "LimitExceededException",
                        "The account '%s' has %s connections in %s, which is the most it may have.",
                        request.account(), MOST_CONNECTIONS, request.region());
            }
            if (!tx.connections().add(connection, request.at())) {
                throw nameTaken(connection.name());
            }
            return null;
        });
        return CreateConnectionResponse.builder().connectionArn(shapes.arn(connection)).build();
    }

    private static String name(String given) {
        if (given.isBlank() || given.chars().anyMatch(Character::isISOControl)) {
            throw Fault.of(
                    "InvalidInputException",
                    "The ConnectionName must have a visible character and no control characters.");
        }
        if (given.equals(Connection.hosted("", "").name())) {
            throw nameTaken(given);
        }
        return given;
    }

    private static Fault nameTaken(String name) {
        return Fault.of("InvalidInputException", "A connection with the name '%s' already exists.", name);
    }

    private static ConnectionProvider provider(String type) {
        if (type == null) {
            throw Fault.of("InvalidInputException", "A ProviderType is required.");
        }
        if (type.equals(ConnectionProvider.Pipewright.name())) {
            throw Fault.of(
                    "InvalidInputException",
                    "The connection to the server's own repositories is always there: it is the one whose id is %s.",
                    ConnectionArn.HOSTED);
        }
        try {
            return ConnectionProvider.valueOf(type);
        } catch (IllegalArgumentException _) {
            throw Fault.of("UnsupportedProviderTypeException", "The ProviderType %s is not available here.", type);
        }
    }
}
