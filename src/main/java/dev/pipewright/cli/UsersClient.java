package dev.pipewright.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The server's own operations on users and keys, for one account. */
final class UsersClient {
    /** A user. */
    record User(String name, String arn) {}

    /** A key; the secret is there only when the server has just made it. */
    record Key(String id, String user, String status, String secret) {}

    private final SignedJson administration;
    private final Optional<String> account;

    /** @param account null for the account of the data directory */
    UsersClient(SignedJson administration, String account) {
        this.administration = administration;
        this.account = Optional.ofNullable(account);
    }

    User add(String name) throws InterruptedException {
        return user(administration.call("CreateUser", input().put("UserName", name)).path("User"));
    }

    List<User> users() throws InterruptedException {
        var users = new ArrayList<User>();
        administration.call("ListUsers", input()).path("Users").forEach(user -> users.add(user(user)));
        return users;
    }

    void remove(String name) throws InterruptedException {
        administration.call("DeleteUser", input().put("UserName", name));
    }

    void putPolicy(String user, String name, String document) throws InterruptedException {
        administration.call("PutUserPolicy", policy(user, name).put("PolicyDocument", document));
    }

    String policyDocument(String user, String name) throws InterruptedException {
        return administration.call("GetUserPolicy", policy(user, name)).path("PolicyDocument").asString("");
    }

    List<String> policies(String user) throws InterruptedException {
        var names = new ArrayList<String>();
        administration.call("ListUserPolicies", input().put("UserName", user)).path("PolicyNames")
                .forEach(name -> names.add(name.asString("")));
        return names;
    }

    void removePolicy(String user, String name) throws InterruptedException {
        administration.call("DeleteUserPolicy", policy(user, name));
    }

    Key addKey(String user) throws InterruptedException {
        return key(administration.call("CreateAccessKey", input().put("UserName", user)).path("AccessKey"));
    }

    /** The keys of a user, or of all of them. */
    List<Key> keys(Optional<String> user) throws InterruptedException {
        var keys = new ArrayList<Key>();
        var input = input();
        user.ifPresent(name -> input.put("UserName", name));
        administration.call("ListAccessKeys", input).path("AccessKeyMetadata").forEach(key -> keys.add(key(key)));
        return keys;
    }

    void setStatus(String id, String status) throws InterruptedException {
        administration.call("UpdateAccessKey", known(id).put("Status", status));
    }

    void removeKey(String id) throws InterruptedException {
        administration.call("DeleteAccessKey", known(id));
    }

    /** A key's id, with the user whose it is: the operations want to hear both. */
    private ObjectNode known(String id) throws InterruptedException {
        var key = keys(Optional.empty()).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Complaint("There is no access key '%s'.", id));
        return input().put("UserName", key.user()).put("AccessKeyId", id);
    }

    private ObjectNode policy(String user, String name) {
        return input().put("UserName", user).put("PolicyName", name);
    }

    private ObjectNode input() {
        var input = JsonNodeFactory.instance.objectNode();
        account.ifPresent(digits -> input.put("Account", digits));
        return input;
    }

    private static User user(JsonNode user) {
        return new User(user.path("UserName").asString(""), user.path("Arn").asString(""));
    }

    private static Key key(JsonNode key) {
        return new Key(
                key.path("AccessKeyId").asString(""),
                key.path("UserName").asString(""),
                key.path("Status").asString(""),
                key.path("SecretAccessKey").asString(""));
    }
}
