package dev.pipewright.api.admin;

import dev.pipewright.store.Rotation;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.JsonService;
import java.util.function.Consumer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code RotateSecrets}, which gives the server's secrets another key, and {@code GetSecretsStatus}. */
public final class SecretsOperations implements Consumer<JsonService.Builder> {
    private final Rotation rotation;

    public SecretsOperations(Rotation rotation) {
        this.rotation = rotation;
    }

    @Override
    public void accept(JsonService.Builder service) {
        service.with("GetSecretsStatus", (_, _) -> status()).with("RotateSecrets", (_, _) -> rotate());
    }

    private ObjectNode rotate() {
        if (!rotation.rotate()) {
            throw Fault.of("ConflictException", "A rotation of the secrets' keys is under way.");
        }
        return status();
    }

    private ObjectNode status() {
        var status = JsonNodeFactory.instance.objectNode();
        // Asked first: what is counted when no rotation is under way is what the last one has left.
        status.put("RotationUnderWay", rotation.isUnderWay());
        var keys = status.putArray("Keys");
        rotation.status().forEach(key -> keys.addObject()
                .put("KeyId", key.id())
                .put("Newest", key.isNewest())
                .put("Known", key.isKnown())
                .put("SealedTexts", key.texts()));
        return status;
    }
}
