package dev.pipewright.api.admin;

import dev.pipewright.model.Instance;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.JsonService;
import dev.pipewright.wire.Request;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Registers the machines that deploy actions reach over SSH.
 *
 * @param ids lower-case UUIDs that nobody can guess
 */
public record InstanceOperations(Database database, SshHosts hosts, Supplier<String> ids)
        implements Consumer<JsonService.Builder> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_INSTANCES = 1000;
    private static final int MOST_TAGS = 50;
    private static final int LONGEST_TAG_KEY = 128;
    private static final int LONGEST_TAG_VALUE = 256;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    @Override
    public void accept(JsonService.Builder service) {
        service.with("AddInstance", this::add)
                .with("GetHostKey", this::hostKey)
                .with("ListInstances", this::list)
                .with("RemoveInstance", this::remove);
    }

    /** Shows a machine's host key without trusting it: somebody has to compare it. */
    private ObjectNode hostKey(ObjectNode input, Request request) {
        try {
            var key = hosts.hostKey(Inputs.text(input, "Host").orElseThrow(), port(input));
            return JsonNodeFactory.instance.objectNode()
                    .put("HostKey", key)
                    .put("Fingerprint", hosts.fingerprint(key));
        } catch (IOException unreachable) {
            throw Fault.of("InvalidInputException", "The host key cannot be read: %s", unreachable.getMessage());
        }
    }

    private ObjectNode add(ObjectNode input, Request request) {
        var identity = Inputs.text(input, "Identity").orElseThrow();
        hosts.troubleWithIdentity(identity).ifPresent(sentence -> {
            throw Fault.of("InvalidInputException", "%s", sentence);
        });
        var hostKey = hosts.readHostKey(Inputs.text(input, "HostKey").orElseThrow())
                .orElseThrow(() -> Fault.of(
                        "InvalidInputException",
                        "The HostKey must be a type and a base64 text, such as \"ssh-ed25519 AAAA...\"."));
        var instance = new Instance(
                "mi-" + ids.get().replace("-", "").substring(0, 17),
                Inputs.text(input, "Name").orElseThrow(),
                Inputs.text(input, "Host").orElseThrow(),
                port(input),
                Inputs.text(input, "UserName").orElseThrow(),
                hostKey,
                tags(input));
        database.writer().commit(tx -> {
            if (tx.instances().count(request.account(), request.region()) >= MOST_INSTANCES) {
                throw Fault.of(
                        "LimitExceededException", "This server registers at most %,d machines.", MOST_INSTANCES);
            }
            if (!tx.instances().add(request.account(), request.region(), instance, identity, request.at())) {
                throw Fault.of(
                        "InstanceNameExistsException",
                        "There is a machine with the name '%s' already.", instance.name());
            }
            return null;
        });
        return shape(instance);
    }

    private ObjectNode list(ObjectNode input, Request request) {
        var answer = JsonNodeFactory.instance.objectNode();
        var all = answer.putArray("Instances");
        database.read(tables -> tables.instances().list(request.account(), request.region()))
                .forEach(instance -> all.add(shape(instance)));
        return answer;
    }

    private ObjectNode remove(ObjectNode input, Request request) {
        var name = Inputs.text(input, "Instance").orElseThrow();
        var removed = database.writer()
                .commit(tx -> tx.instances().remove(request.account(), request.region(), name));
        if (!removed) {
            throw Fault.of("InstanceNotFoundException", "There is no machine with the name or id '%s'.", name);
        }
        return null;
    }

    private ObjectNode shape(Instance instance) {
        var shape = JsonNodeFactory.instance.objectNode()
                .put("InstanceId", instance.id())
                .put("Name", instance.name())
                .put("Host", instance.host())
                .put("Port", instance.port())
                .put("UserName", instance.userName())
                .put("HostKey", instance.hostKey())
                .put("Fingerprint", hosts.fingerprint(instance.hostKey()));
        var tags = shape.putObject("Tags");
        instance.tags().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        return shape;
    }

    private static int port(ObjectNode input) {
        var port = Inputs.text(input, "Port").map(Integer::parseInt).orElse(22);
        if (port < 1 || port > 65_535) {
            throw Fault.of("InvalidInputException", "The Port is %s: it must be from 1 to 65535.", port);
        }
        return port;
    }

    /** A member that is a JSON object of texts, as all members of these operations are texts themselves. */
    private static Map<String, String> tags(ObjectNode input) {
        Map<String, String> tags = new LinkedHashMap<>();
        var text = Inputs.text(input, "Tags");
        if (text.isEmpty()) {
            return tags;
        }
        try {
            if (!(JSON.readTree(text.get()) instanceof ObjectNode given)) {
                throw badTags();
            }
            for (var tag : given.properties()) {
                if (!tag.getValue().isString()
                        || !isTagText(tag.getKey(), 1, LONGEST_TAG_KEY)
                        || !isTagText(tag.getValue().stringValue(), 0, LONGEST_TAG_VALUE)) {
                    throw badTags();
                }
                tags.put(tag.getKey(), tag.getValue().stringValue());
            }
        } catch (JacksonException malformed) {
            throw badTags();
        }
        if (tags.size() > MOST_TAGS) {
            throw badTags();
        }
        return tags;
    }

    private static boolean isTagText(String text, int least, int most) {
        return text.length() >= least && text.length() <= most && !CONTROL.matcher(text).find();
    }

    private static Fault badTags() {
        return Fault.of(
                "InvalidInputException",
                "The Tags must be a JSON object of at most %d members: names of 1 to %d characters with values of up to"
                        + " %d, all without control characters.",
                MOST_TAGS, LONGEST_TAG_KEY, LONGEST_TAG_VALUE);
    }
}
