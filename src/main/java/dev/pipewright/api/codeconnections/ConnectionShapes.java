package dev.pipewright.api.codeconnections;

import dev.pipewright.model.ConnectionArn;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codeconnections.model.Connection;
import software.amazon.awssdk.services.codeconnections.model.ConnectionStatus;

/**
 * What the operations tell of a connection. Its secrets are not among it.
 *
 * @param service the name of the service, as ARNs spell it
 */
record ConnectionShapes(String service) {
    Connection shape(dev.pipewright.model.Connection connection) {
        return Connection.builder()
                .connectionName(connection.name())
                .connectionArn(arn(connection))
                .providerType(connection.provider().name())
                .ownerAccountId(connection.arn().account())
                .connectionStatus(connection.isAvailable() ? ConnectionStatus.AVAILABLE : ConnectionStatus.PENDING)
                .build();
    }

    String arn(dev.pipewright.model.Connection connection) {
        return connection.arn().spelled(service);
    }

    /**
     * The connection that a request names.
     *
     * @throws Fault {@code ResourceNotFoundException} for an ARN that is no connection's, or one of another account
     */
    static ConnectionArn named(String arn, Request request) {
        return ConnectionArn.parse(arn)
                .filter(parsed -> parsed.account().equals(request.account()))
                .orElseThrow(() -> unknown(arn));
    }

    static Fault unknown(String arn) {
        return Fault.of("ResourceNotFoundException", "There is no connection '%s'.", arn);
    }
}
