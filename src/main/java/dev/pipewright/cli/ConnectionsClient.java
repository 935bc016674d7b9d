package dev.pipewright.cli;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The operations of CodeConnections that the commands use. */
final class ConnectionsClient {
    /** A way to a Git host. */
    record Connection(String name, String arn, String provider, String status) {
        /** Whether the server does not know yet where the host is. */
        boolean isPending() {
            return status.equals("PENDING");
        }
    }

    /**
     * What the host must be told.
     *
     * @param webhookUrl empty for a host that tells of nothing
     * @param webhookSecret empty unless the server has just made it
     */
    record Webhook(Optional<String> webhookUrl, Optional<String> webhookSecret) {}

    private final SignedJson connections;

    ConnectionsClient(URI endpoint, LocalCredentials credentials) {
        this.connections = new SignedJson(
                endpoint, credentials, "codeconnections", "com.amazonaws.codeconnections.CodeConnections_20231201");
    }

    /** Makes a connection and answers its ARN. */
    String create(String name, String provider) throws InterruptedException {
        var input = JsonNodeFactory.instance.objectNode().put("ConnectionName", name).put("ProviderType", provider);
        return called("CreateConnection", input).path("ConnectionArn").asString("");
    }

    /** Tells a connection what is given; the rest stays as it is. */
    Webhook configure(
            String arn,
            Optional<String> url,
            Optional<String> user,
            Optional<String> token,
            Optional<String> webhookSecret)
            throws InterruptedException {
        var input = JsonNodeFactory.instance.objectNode().put("ConnectionArn", arn);
        url.ifPresent(text -> input.put("BaseUrl", text));
        user.ifPresent(text -> input.put("UserName", text));
        token.ifPresent(text -> input.put("Token", text));
        webhookSecret.ifPresent(text -> input.put("WebhookSecret", text));
        var answer = called("ConfigureConnection", input);
        return new Webhook(text(answer, "WebhookUrl"), text(answer, "WebhookSecret"));
    }

    void delete(String arn) throws InterruptedException {
        called("DeleteConnection", JsonNodeFactory.instance.objectNode().put("ConnectionArn", arn));
    }

    /** All connections, in the server's order. */
    List<Connection> all() throws InterruptedException {
        var all = new ArrayList<Connection>();
        var input = JsonNodeFactory.instance.objectNode();
        while (true) {
            var page = called("ListConnections", input);
            page.path("Connections").forEach(one -> all.add(new Connection(
                    one.path("ConnectionName").asString(""),
                    one.path("ConnectionArn").asString(""),
                    one.path("ProviderType").asString(""),
                    one.path("ConnectionStatus").asString(""))));
            var next = text(page, "NextToken");
            if (next.isEmpty()) return all;
            input.put("NextToken", next.get());
        }
    }

    private JsonNode called(String operation, ObjectNode input)
            throws InterruptedException {
        try {
            return connections.call(operation, input);
        } catch (SignedJson.Refused refused) {
            throw refused.asComplaint();
        }
    }

    private static Optional<String> text(JsonNode answer, String member) {
        return Optional.of(answer.path(member).asString("")).filter(text -> !text.isEmpty());
    }
}
