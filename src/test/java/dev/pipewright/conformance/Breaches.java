package dev.pipewright.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests that keep to every constraint but one, and requests that go to the limit of one. All members are there, and
 * lists have two elements where they may, so that positions show; what is tried is always done to the last one.
 */
final class Breaches {
    /**
     * A request with what is wrong with it, as the service says it.
     *
     * @param violations empty for a request that goes to a limit
     */
    record Breach(String operation, ObjectNode request, List<String> violations) {
        String message() {
            var count = violations.size() == 1 ? "1 validation error" : violations.size() + " validation errors";
            return count + " detected: " + String.join("; ", violations);
        }
    }

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int SHOWN = 200;

    private final Demands demands;
    private final String operation;
    private final List<Breach> found = new ArrayList<>();

    private Breaches(Demands demands, String operation) {
        this.demands = demands;
        this.operation = operation;
    }

    /** Every breach of an operation's request, and every limit. */
    static List<Breach> of(Demands demands, String operation) {
        var breaches = new Breaches(demands, operation);
        breaches.structure(demands.operations().get(operation), "", it -> it);
        return breaches.found;
    }

    /** A request with all members, which keeps to all constraints. */
    static ObjectNode valid(Demands demands, String operation) {
        return demands.whole(demands.operations().get(operation)).deepCopy();
    }

    /** @param into puts a changed structure back into the whole request */
    private void structure(Constraint.Structure structure, String path, Function<ObjectNode, ObjectNode> into) {
        for (var member : structure.members()) {
            var place = path.isEmpty() ? member.name() : path + "." + member.name();
            BiConsumer<JsonNode, List<String>> tried = (value, violations) -> {
                var changed = demands.whole(structure);
                if (value == null) {
                    changed.remove(member.name());
                } else {
                    changed.set(member.name(), value);
                }
                found.add(new Breach(operation, into.apply(changed), violations));
            };
            tried.accept(null, member.isRequired() ? List.of(failed("Value null", place, "Member must not be null"))
                    : List.of());
            value(demands.type(member.type()), place, tried, inner -> {
                var changed = demands.whole(structure);
                changed.set(member.name(), inner);
                return into.apply(changed);
            });
        }
    }

    private void value(
            Constraint type, String path, BiConsumer<JsonNode, List<String>> tried,
            Function<JsonNode, ObjectNode> into) {
        switch (type) {
            case Constraint.Structure structure -> structure(structure, path, into::apply);
            case Constraint.Scalar scalar -> {
                scalar.good().forEach(good -> tried.accept(good, List.of()));
                scalar.bad().forEach(bad -> tried.accept(bad, scalar.broken(bad).stream()
                        .map(rule -> failed(shown(scalar, bad), path, rule))
                        .toList()));
            }
            case Constraint.ListOf list -> list(list, path, tried, into);
            case Constraint.MapOf map -> map(map, path, tried, into);
        }
    }

    private void list(
            Constraint.ListOf list, String path, BiConsumer<JsonNode, List<String>> tried,
            Function<JsonNode, ObjectNode> into) {
        sizes(list.size()).forEach(size -> tried.accept(demands.list(list, size), sized(list.size(), size, path)));
        switch (demands.type(list.element())) {
            case Constraint.Scalar scalar -> scalar.bad().forEach(bad -> {
                var json = NODES.arrayNode().add(scalar.good().getFirst()).add(bad);
                if (list.usual() == 1) json.remove(0);
                tried.accept(json, List.of(failed(
                        shown(scalar, NODES.stringNode(texts(json))), path,
                        "Member must satisfy constraint: [" + String.join(", ", scalar.rules()) + "]")));
            });
            case Constraint element -> {
                value(
                        element, path + "." + list.usual() + ".member",
                        (value, violations) -> { throw new AssertionError("lists of lists are not in the model"); },
                        inner -> {
                            var json = NODES.arrayNode();
                            for (int i = 1; i < list.usual(); i++) json.add(demands.valid(list.element()));
                            return into.apply(json.add(inner));
                        });
            }
        }
    }

    private static String texts(JsonNode list) {
        return list.valueStream().map(JsonNode::stringValue).toList().toString();
    }

    private void map(
            Constraint.MapOf map, String path, BiConsumer<JsonNode, List<String>> tried,
            Function<JsonNode, ObjectNode> into) {
        sizes(map.size()).forEach(size -> tried.accept(demands.map(map, size), sized(map.size(), size, path)));
        var keys = (Constraint.Text) demands.type(map.key());
        var value = demands.type(map.value());
        keys.bad().forEach(bad -> tried.accept(
                NODES.objectNode().set(bad.stringValue(), demands.valid(map.value())),
                List.of(failed("Value", path, "Map keys must satisfy constraint: ["
                        + String.join(", ", keys.rules()) + "]"))));
        var key = Demands.KEY + 0;
        switch (value) {
            case Constraint.Scalar scalar -> scalar.bad().forEach(bad -> tried.accept(
                    NODES.objectNode().set(key, bad),
                    List.of(failed("Value", path, "Map value must satisfy constraint: ["
                            + String.join(", ", scalar.rules()) + "]"))));
            case Constraint other -> value(
                    other, path + "." + key + ".member",
                    (_, _) -> { throw new AssertionError("maps of lists are not in the model"); },
                    inner -> into.apply(NODES.objectNode().set(key, inner)));
        }
    }

    /** The sizes at the bounds, and those just beyond. */
    private static List<Integer> sizes(Constraint.Bounds bounds) {
        var sizes = new ArrayList<Integer>();
        bounds.least().filter(bound -> bound > 0).ifPresent(bound -> sizes.addAll(List.of(bound - 1, bound)));
        bounds.most().ifPresent(bound -> sizes.addAll(List.of(bound, bound + 1)));
        return sizes;
    }

    private static List<String> sized(Constraint.Bounds bounds, int size, String path) {
        return bounds.broken("length", Optional.of(size)).stream()
                .map(rule -> failed("Value", path, rule))
                .toList();
    }

    private static String shown(Constraint.Scalar scalar, JsonNode value) {
        if (scalar.isSecret()) return "Value";
        var text = value.isString() ? value.stringValue() : value.toString();
        return "Value '" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text) + "'";
    }

    private static String failed(String value, String path, String rule) {
        return "%s at '%s' failed to satisfy constraint: %s".formatted(value, path, rule);
    }
}
