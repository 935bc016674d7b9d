package dev.pipewright.api.admin;

import dev.pipewright.store.StoredUser;
import dev.pipewright.store.Tables;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Request;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the server's own operations read of their inputs. */
record Inputs(ObjectNode input, Request request) {
    /** The account that is meant: the caller's unless another is named. */
    String account() {
        return text("Account").orElse(request.account());
    }

    Optional<String> text(String member) {
        return text(input, member);
    }

    /** A member that may be missing. */
    static Optional<String> text(ObjectNode input, String member) {
        return Optional.ofNullable(input.get(member)).filter(JsonNode::isString).map(JsonNode::stringValue);
    }

    /** A member that the constraints demand. */
    String required(String member) {
        return text(member).orElseThrow();
    }

    /**
     * The user that is meant.
     *
     * @throws Fault {@code NoSuchEntity} when there is none of that name
     */
    StoredUser user(Tables tables) {
        var name = required("UserName");
        return tables.users().find(account(), name).orElseThrow(() -> noSuchUser(account(), name));
    }

    static Fault noSuchUser(String account, String name) {
        return new Fault("NoSuchEntity", 404, "Account '%s' has no user with name '%s'.".formatted(account, name));
    }
}
