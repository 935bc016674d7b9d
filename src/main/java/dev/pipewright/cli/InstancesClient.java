package dev.pipewright.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The server's own operations on machines to deploy to. */
final class InstancesClient {
    private static final JsonMapper JSON = new JsonMapper();

    /** A public key of a machine, and the short form of it that people compare. */
    record HostKey(String key, String fingerprint) {}

    /** A machine that is registered; {@code tags} as {@code KEY=VALUE}. */
    record Machine(String id, String name, String address, List<String> tags, String fingerprint) {}

    private final SignedJson server;

    InstancesClient(SignedJson server) {
        this.server = server;
    }

    /** The host key that a machine shows to the server. */
    HostKey hostKey(String host, int port) throws InterruptedException {
        var answer = server.call("GetHostKey", input().put("Host", host).put("Port", Integer.toString(port)));
        return new HostKey(answer.path("HostKey").asString(""), answer.path("Fingerprint").asString(""));
    }

    /** Registers a machine and answers its id. */
    String add(
            String name,
            String host,
            int port,
            String user,
            String hostKey,
            String identity,
            Map<String, String> tags)
            throws InterruptedException {
        var shape = input();
        tags.forEach(shape::put);
        return server.call(
                        "AddInstance",
                        input().put("Name", name)
                                .put("Host", host)
                                .put("Port", Integer.toString(port))
                                .put("UserName", user)
                                .put("HostKey", hostKey)
                                .put("Identity", identity)
                                .put("Tags", JSON.writeValueAsString(shape)))
                .path("InstanceId")
                .asString("");
    }

    /** All machines, by name. */
    List<Machine> all() throws InterruptedException {
        var all = new ArrayList<Machine>();
        server.call("ListInstances", input()).path("Instances").forEach(one -> {
            var tags = new ArrayList<String>();
            one.path("Tags").properties().forEach(tag -> tags.add(tag.getKey() + "=" + tag.getValue().asString("")));
            all.add(new Machine(
                    one.path("InstanceId").asString(""),
                    one.path("Name").asString(""),
                    "%s@%s:%s".formatted(
                            one.path("UserName").asString(""),
                            one.path("Host").asString(""),
                            one.path("Port").asInt(0)),
                    tags,
                    one.path("Fingerprint").asString("")));
        });
        return all;
    }

    void remove(String name) throws InterruptedException {
        server.call("RemoveInstance", input().put("Instance", name));
    }

    private static ObjectNode input() {
        return JsonNodeFactory.instance.objectNode();
    }
}
