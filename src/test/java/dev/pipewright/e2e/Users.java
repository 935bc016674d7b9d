package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Looks after the users of a server, as its administrator. */
final class Users {
    private final SignedPost administrator;

    Users(LocalServer server) {
        administrator = new SignedPost(server.endpoint(), "pipewright", LocalServer.REGION, server.key());
    }

    /** A user of an account, who may do nothing yet, and the user's key. */
    AwsCredentials add(String account, String name) {
        call("CreateUser", input(account, name));
        return addKey(account, name);
    }

    AwsCredentials addKey(String account, String name) {
        var key = call("CreateAccessKey", input(account, name)).path("AccessKey");
        return AwsBasicCredentials.create(
                key.path("AccessKeyId").asString(), key.path("SecretAccessKey").asString());
    }

    /** Has the user do what this policy says and nothing else. */
    void let(String account, String name, String policy) {
        call("PutUserPolicy", input(account, name).put("PolicyName", "only").put("PolicyDocument", policy));
    }

    void set(String account, String name, String keyId, String status) {
        call("UpdateAccessKey", input(account, name).put("AccessKeyId", keyId).put("Status", status));
    }

    void removeKey(String account, String name, String keyId) {
        call("DeleteAccessKey", input(account, name).put("AccessKeyId", keyId));
    }

    void remove(String account, String name) {
        call("DeleteUser", input(account, name));
    }

    SignedHttp.Answer tell(String operation, ObjectNode input) {
        return administrator.json("Pipewright_20261122." + operation, input.toString());
    }

    static ObjectNode input(String account, String name) {
        return JsonNodeFactory.instance.objectNode().put("Account", account).put("UserName", name);
    }

    private JsonNode call(String operation, ObjectNode input) {
        var answer = tell(operation, input);
        assertThat(answer.status()).as(operation + ": " + answer.body()).isEqualTo(200);
        return answer.json();
    }
}
