package dev.pipewright.api.codeconnections;

import dev.pipewright.model.Connection;
import dev.pipewright.model.ConnectionProvider;
import dev.pipewright.model.ConnectionSecrets;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.OwnOperation;
import dev.pipewright.wire.Request;
import dev.pipewright.wire.SdkJson;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells a connection the address of its host, and the secrets between the two. What a request leaves out stays as it
 * was, and an empty text takes it away. A connection whose host tells of events gets a webhook secret by itself, which
 * the answer holds this one time.
 */
final class ConfigureConnection implements OwnOperation {
    private static final int SHORTEST_SECRET = 16;

    private final Database database;
    private final ConnectionShapes shapes;
    private final Supplier<String> secrets;
    private final URI endpoint;

    ConfigureConnection(Database database, ConnectionShapes shapes, Supplier<String> secrets, URI endpoint) {
        this.database = database;
        this.shapes = shapes;
        this.secrets = secrets;
        this.endpoint = endpoint;
    }

    private record Configured(Connection connection, Optional<String> newSecret) {}

    @Override
    public ObjectNode run(ObjectNode input, Request request) {
        var given = text(input, "ConnectionArn").orElseThrow();
        var arn = ConnectionShapes.named(given, request);
        if (arn.isHosted()) {
            throw Fault.of(
                    "InvalidInputException", "The connection to the server's own repositories needs no configuration.");
        }
        text(input, "WebhookSecret").filter(secret -> !secret.isEmpty()).ifPresent(secret -> {
            if (secret.length() < SHORTEST_SECRET) {
                throw Fault.of(
                        "InvalidInputException", "The WebhookSecret must have at least %s characters.",
                        SHORTEST_SECRET);
            }
        });
        var configured = database.writer().commit(tx -> {
            var before = tx.connections().find(arn).orElseThrow(() -> ConnectionShapes.unknown(given));
            var known = tx.connections().secrets(arn);
            var url = text(input, "BaseUrl")
                    .map(text -> Optional.of(text).filter(it -> !it.isEmpty()).map(BaseUrl::read))
                    .orElse(before.baseUrl());
            if (!url.equals(before.baseUrl()) && known.token().isPresent() && text(input, "Token").isEmpty()) {
                // Or whoever may configure could have the token sent to an address of their own.
                throw Fault.of(
                        "InvalidInputException",
                        "The BaseUrl of a connection with a Token changes only with its Token.");
            }
            var made = known.webhookSecret().isEmpty()
                            && text(input, "WebhookSecret").isEmpty()
                            && before.provider() != ConnectionProvider.Git
                    ? Optional.of(secrets.get())
                    : Optional.<String>empty();
            tx.connections().configure(arn, url, new ConnectionSecrets(
                    changed(input, "UserName", known.userName()),
                    changed(input, "Token", known.token()),
                    made.or(() -> changed(input, "WebhookSecret", known.webhookSecret()))));
            return new Configured(tx.connections().find(arn).orElseThrow(), made);
        });
        return answer(configured);
    }

    private ObjectNode answer(Configured configured) {
        var answer = JsonNodeFactory.instance.objectNode();
        answer.set("Connection", SdkJson.encode(shapes.shape(configured.connection())));
        configured.connection().baseUrl().ifPresent(url -> answer.put("BaseUrl", url.toString()));
        if (configured.connection().provider() != ConnectionProvider.Git) {
            answer.put("WebhookUrl", "%s/connections/%s/events".formatted(
                    endpoint.toString().replaceFirst("/+$", ""), configured.connection().arn().id()));
        }
        configured.newSecret().ifPresent(secret -> answer.put("WebhookSecret", secret));
        return answer;
    }

    private static Optional<String> text(ObjectNode input, String member) {
        return Optional.ofNullable(input.get(member)).filter(JsonNode::isString).map(JsonNode::stringValue);
    }

    private static Optional<String> changed(ObjectNode input, String member, Optional<String> before) {
        return text(input, member).map(text -> Optional.of(text).filter(it -> !it.isEmpty())).orElse(before);
    }
}
