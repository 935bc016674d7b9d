package dev.pipewright.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a caller must be allowed for each operation of a service: actions, and the resources that the input names. It is
 * data, in {@code SERVICE.permissions} beside this class; the form is explained at the head of {@code
 * codepipeline.permissions}.
 */
public final class Permissions {
    private static final String OTHERWISE = "otherwise";

    private final Map<String, List<Need>> needs;
    private final Function<String, Map<String, String>> tags;

    private Permissions(Map<String, List<Need>> needs, Function<String, Map<String, String>> tags) {
        this.needs = needs;
        this.tags = tags;
    }

    /** One word of a line: an action, empty for the operation's own, and what it is on. */
    private record Need(Optional<String> action, ArnTemplate resource) {}

    /** Every operation on {@code *}. */
    static Permissions onEverything() {
        return new Permissions(Map.of(), _ -> Map.of());
    }

    /** The permissions of a service, whose resources have no tags. */
    public static Permissions of(String service) {
        return of(service, _ -> Map.of());
    }

    /**
     * The permissions of a service.
     *
     * @param tags of the resource with an ARN, which need not exist; asked only when a policy asks
     */
    public static Permissions of(String service, Function<String, Map<String, String>> tags) {
        var needs = new LinkedHashMap<String, List<Need>>();
        for (var line : lines(service + ".permissions")) {
            if (line.isBlank() || line.startsWith("#")) continue;
            var words = List.of(line.strip().split("\\s+"));
            var read = words.stream().skip(1).map(Permissions::need).toList();
            if (read.isEmpty() || needs.put(words.getFirst(), read) != null) {
                throw new IllegalStateException(
                        "%s.permissions says nothing, or twice something, of %s".formatted(service, words.getFirst()));
            }
        }
        return new Permissions(needs, tags);
    }

    /** The operations of which something is said. */
    public Set<String> operations() {
        return Set.copyOf(needs.keySet());
    }

    /**
     * Demands that the caller may call an operation with an input, whose members have the right types and may break any
     * other rule.
     *
     * @param service the name that the request is signed for
     * @throws Fault {@code AccessDeniedException} otherwise
     */
    void require(String service, String operation, ObjectNode input, Request request) {
        var context = new TagsInRequest(input).or(request.context());
        for (var need : needs(operation)) {
            for (var resource : need.resource().fill(service, input, request)) {
                var action = need.action()
                        .map(given -> given.startsWith("@:") ? serviceOf(resource) + given.substring(1) : given)
                        .orElse(service + ":" + operation);
                var access = new Access(
                        action, ConnectionNames.inOwnPartition(resource), tagsOf(resource).or(context));
                request.caller().require(access);
                ConnectionNames.others(access).forEach(request.caller()::requireUnforbidden);
            }
        }
    }

    private List<Need> needs(String operation) {
        var said = needs.get(operation);
        return said != null ? said : needs.getOrDefault(OTHERWISE, List.of(need("*")));
    }

    /** The store is not asked before a policy asks. */
    private Context tagsOf(String resource) {
        return key -> key.startsWith("aws:resourcetag/")
                ? Context.ofTags(tags.apply(resource)).values(key)
                : List.of();
    }

    /** The tags that a request brings along, as far as any operation would take them. */
    private record TagsInRequest(Map<String, String> tags, List<String> keys) implements Context {
        private static final int MOST = 200;
        private static final int LONGEST_KEY = 128;
        private static final int LONGEST_VALUE = 256;

        TagsInRequest(ObjectNode input) {
            this(new LinkedHashMap<>(), new ArrayList<>());
            for (var member : List.of("tags", "Tags")) {
                input.path(member).forEach(tag -> add(
                        text(tag, "key").or(() -> text(tag, "Key")),
                        text(tag, "value").or(() -> text(tag, "Value"))));
            }
            input.path("tagKeys").forEach(key -> add(
                    Optional.of(key).filter(JsonNode::isString).map(JsonNode::stringValue), Optional.empty()));
        }

        private static Optional<String> text(JsonNode tag, String member) {
            return Optional.of(tag.path(member)).filter(JsonNode::isString).map(JsonNode::stringValue);
        }

        private void add(Optional<String> key, Optional<String> value) {
            if (key.isEmpty() || key.get().length() > LONGEST_KEY || keys.size() == MOST) return;
            keys.add(key.get());
            value.filter(text -> text.length() <= LONGEST_VALUE).ifPresent(text -> tags.put(key.get(), text));
        }

        @Override
        public List<String> values(String key) {
            var prefix = "aws:requesttag/";
            if (key.equals("aws:tagkeys")) return keys;
            if (!key.startsWith(prefix)) return List.of();
            return tags.entrySet().stream()
                    .filter(tag -> tag.getKey().equalsIgnoreCase(key.substring(prefix.length())))
                    .map(Map.Entry::getValue)
                    .toList();
        }
    }

    private static String serviceOf(String arn) {
        var parts = arn.split(":", 4);
        return parts.length == 4 && parts[0].equals("arn") && parts[2].matches("[a-z0-9-]{1,63}")
                ? parts[2]
                : "codeconnections";
    }

    private static Need need(String word) {
        var equals = word.indexOf("=");
        return equals > 0 && word.indexOf('{') > equals
                ? new Need(Optional.of(word.substring(0, equals)), ArnTemplate.of(word.substring(equals + 1)))
                : new Need(Optional.empty(), ArnTemplate.of(word));
    }

    private static List<String> lines(String name) {
        try (var in = Permissions.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException("there is no resource " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
