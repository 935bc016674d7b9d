package dev.pipewright.api.admin;

import dev.pipewright.store.AccessKeys;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.JsonService;
import dev.pipewright.wire.Request;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The operations on access keys: CreateAccessKey, whose answer is the only one to hold the secret, ListAccessKeys,
 * UpdateAccessKey, DeleteAccessKey. Members and errors have the names that IAM has for them.
 */
public final class AccessKeyOperations implements Consumer<JsonService.Builder> {
    /** Two, so that a new one can be in use before the old one goes. */
    private static final int MOST_KEYS = 2;

    private final Database database;
    private final Supplier<String> ids;
    private final Supplier<String> secrets;

    /**
     * @param ids unguessable ids of 16 characters from {@code A-Z2-7}
     * @param secrets texts that nobody can guess
     */
    public AccessKeyOperations(Database database, Supplier<String> ids, Supplier<String> secrets) {
        this.database = database;
        this.ids = ids;
        this.secrets = secrets;
    }

    @Override
    public void accept(JsonService.Builder service) {
        service.with("CreateAccessKey", this::create)
                .with("ListAccessKeys", this::list)
                .with("UpdateAccessKey", this::update)
                .with("DeleteAccessKey", this::delete);
    }

    private ObjectNode create(ObjectNode input, Request request) {
        var in = new Inputs(input, request);
        var id = "AKIA" + ids.get();
        var secret = secrets.get();
        var answer = JsonNodeFactory.instance.objectNode();
        database.writer().commit(tx -> {
            var user = in.user(tx);
            var keys = tx.accessKeys().of(user.account(), user.name()).size();
            if (keys >= MOST_KEYS) {
                throw new Fault("LimitExceeded", 409, "The user '%s' has %d access keys and may have no more."
                        .formatted(user.name(), keys));
            }
            tx.accessKeys()
                    .add(new AccessKeys.WithSecret(id, user.account(), user.name(), secret), request.at());
            return true;
        });
        answer.putObject("AccessKey")
                .put("UserName", in.required("UserName"))
                .put("AccessKeyId", id)
                .put("Status", "Active")
                .put("SecretAccessKey", secret)
                .put("CreateDate", request.at().getEpochSecond());
        return answer;
    }

    private ObjectNode list(ObjectNode input, Request request) {
        var in = new Inputs(input, request);
        var answer = JsonNodeFactory.instance.objectNode();
        var keys = answer.putArray("AccessKeyMetadata");
        List<AccessKeys.Listed> found = database.read(tables -> in.text("UserName").isPresent()
                ? tables.accessKeys().of(in.account(), in.user(tables).name())
                : tables.accessKeys().of(in.account()));
        found.forEach(key -> keys.addObject()
                .put("UserName", key.userName())
                .put("AccessKeyId", key.id())
                .put("Status", key.enabled() ? "Active" : "Inactive")
                .put("CreateDate", key.created().getEpochSecond()));
        return answer;
    }

    private ObjectNode update(ObjectNode input, Request request) {
        var in = new Inputs(input, request);
        var id = in.required("AccessKeyId");
        var enabled = in.required("Status").equals("Active");
        return changed(in, id, database.writer().commit(tx ->
                tx.accessKeys().enable(in.account(), in.required("UserName"), id, enabled)));
    }

    private ObjectNode delete(ObjectNode input, Request request) {
        var in = new Inputs(input, request);
        var id = in.required("AccessKeyId");
        return changed(in, id, database.writer().commit(tx ->
                tx.accessKeys().remove(in.account(), in.required("UserName"), id)));
    }

    private static ObjectNode changed(Inputs in, String id, boolean found) {
        if (found) return JsonNodeFactory.instance.objectNode();
        throw new Fault("NoSuchEntity", 404,
                "The user '%s' has no access key '%s'.".formatted(in.required("UserName"), id));
    }
}
