package dev.pipewright.api.admin;

import dev.pipewright.iam.policy.MalformedPolicy;
import dev.pipewright.iam.policy.Policy;
import dev.pipewright.store.Database;
import dev.pipewright.store.StoredUser;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.JsonService;
import dev.pipewright.wire.Request;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The operations on users and their policies: CreateUser, DeleteUser, ListUsers, PutUserPolicy, GetUserPolicy,
 * ListUserPolicies, DeleteUserPolicy. Members and errors have the names that IAM has for them; {@code Account} is this
 * server's own, and names another account than the caller's.
 */
public final class UserOperations implements Consumer<JsonService.Builder> {
    /** The name that the data directory's own administrator goes by. */
    private static final String ADMINISTRATOR = "administrator";

    private static final int MOST_POLICIES = 10;

    private final Database database;
    private final Supplier<String> ids;

    /** @param ids unguessable ids of 16 characters from {@code A-Z2-7} */
    public UserOperations(Database database, Supplier<String> ids) {
        this.database = database;
        this.ids = ids;
    }

    @Override
    public void accept(JsonService.Builder service) {
        service.with("CreateUser", this::create)
                .with("DeleteUser", this::delete)
                .with("ListUsers", this::list)
                .with("PutUserPolicy", this::putPolicy)
                .with("GetUserPolicy", this::getPolicy)
                .with("ListUserPolicies", this::listPolicies)
                .with("DeleteUserPolicy", this::deletePolicy);
    }

    private ObjectNode create(ObjectNode input, Request request) {
        var in = new Inputs(input, request);
        var user = new StoredUser(in.account(), in.required("UserName"), "AIDA" + ids.get(), request.at());
        if (user.name().equalsIgnoreCase(ADMINISTRATOR)
                || !database.writer().commit(tx -> tx.users().add(user))) {
            throw new Fault("EntityAlreadyExists", 409,
                    "Account '%s' has a user with name '%s' already, in this case of letters or another."
                            .formatted(user.account(), user.name()));
        }
        var answer = JsonNodeFactory.instance.objectNode();
        answer.set("User", shape(user));
        return answer;
    }

    private ObjectNode delete(ObjectNode input, Request request) {
        var in = new Inputs(input, request);
        var name = in.required("UserName");
        if (!database.writer().commit(tx -> tx.users().remove(in.account(), name))) {
            throw Inputs.noSuchUser(in.account(), name);
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private ObjectNode list(ObjectNode input, Request request) {
        var answer = JsonNodeFactory.instance.objectNode();
        var users = answer.putArray("Users");
        var account = new Inputs(input, request).account();
        database.read(tables -> tables.users().list(account)).forEach(user -> users.add(shape(user)));
        return answer;
    }

    private ObjectNode putPolicy(ObjectNode input, Request request) {
        var in = new Inputs(input, request);
        var name = in.required("PolicyName");
        var document = in.required("PolicyDocument");
        try {
            Policy.parse(document);
        } catch (MalformedPolicy e) {
            throw Fault.of("MalformedPolicyDocument", "%s", e.getMessage());
        }
        return database.writer().commit(tx -> {
            var user = in.user(tx);
            var policies = tx.users().policies(user);
            if (policies.size() >= MOST_POLICIES && !policies.containsKey(name)) {
                throw new Fault("LimitExceeded", 409, "The user '%s' has %d policies and may have no more."
                        .formatted(user.name(), policies.size()));
            }
            tx.users().putPolicy(user, name, document);
            return JsonNodeFactory.instance.objectNode();
        });
    }

    private ObjectNode getPolicy(ObjectNode input, Request request) {
        var in = new Inputs(input, request);
        var name = in.required("PolicyName");
        return database.read(tables -> {
            var user = in.user(tables);
            var document = tables.users().policies(user).get(name);
            if (document == null) throw noSuchPolicy(user, name);
            return JsonNodeFactory.instance.objectNode()
                    .put("UserName", user.name())
                    .put("PolicyName", name)
                    .put("PolicyDocument", document);
        });
    }

    private ObjectNode listPolicies(ObjectNode input, Request request) {
        var in = new Inputs(input, request);
        var answer = JsonNodeFactory.instance.objectNode();
        var names = answer.putArray("PolicyNames");
        database.read(tables -> tables.users().policies(in.user(tables))).keySet().forEach(names::add);
        return answer;
    }

    private ObjectNode deletePolicy(ObjectNode input, Request request) {
        var in = new Inputs(input, request);
        var name = in.required("PolicyName");
        return database.writer().commit(tx -> {
            var user = in.user(tx);
            if (!tx.users().removePolicy(user, name)) throw noSuchPolicy(user, name);
            return JsonNodeFactory.instance.objectNode();
        });
    }

    private static Fault noSuchPolicy(StoredUser user, String name) {
        return new Fault("NoSuchEntity", 404, "The user '%s' has no policy '%s'.".formatted(user.name(), name));
    }

    private static ObjectNode shape(StoredUser user) {
        return JsonNodeFactory.instance.objectNode()
                .put("UserName", user.name())
                .put("UserId", user.id())
                .put("Arn", user.arn())
                .put("CreateDate", user.created().getEpochSecond());
    }
}
