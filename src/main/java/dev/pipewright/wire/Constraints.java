package dev.pipewright.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a service's model demands of its inputs beside their JSON types: required members, lengths, ranges, patterns,
 * choices, sizes.
 */
public final class Constraints {
    private static final int LONGEST_LIST = 1_000_000;

    private final Map<String, Shape.Structure> operations;
    private final Map<String, Shape> shapes;

    Constraints(Map<String, Shape.Structure> operations, Map<String, Shape> shapes) {
        this.operations = operations;
        this.shapes = shapes;
    }

    /** The constraints of one service, such as {@code codepipeline}. */
    public static Constraints of(String service) {
        var name = service + ".constraints";
        try (var in = Constraints.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalArgumentException("there is no resource " + name);
            return ConstraintFile.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The operations whose inputs are described. */
    public Set<String> operations() {
        return operations.keySet();
    }

    /**
     * Checks an input whose JSON types are right already.
     *
     * @throws Fault {@code ValidationException} that names every violation, in the model's order of members
     * @throws IllegalArgumentException when the operation is not described
     */
    public void check(String operation, ObjectNode input) {
        found(operation, input, Violations.OF_ANSWER).raise();
    }

    /**
     * As {@link #check}, telling each violation by itself instead of throwing; up to a million characters of them.
     *
     * @throws IllegalArgumentException when the operation is not described
     */
    public List<Violation> violations(String operation, ObjectNode input) {
        return found(operation, input, LONGEST_LIST).shown();
    }

    private Violations found(String operation, ObjectNode input, int longest) {
        var structure = operations.get(operation);
        if (structure == null) throw new IllegalArgumentException("no constraints are known for " + operation);
        var violations = new Violations(longest);
        structure(structure, input, MemberPath.ROOT, violations);
        return violations;
    }

    Shape.Structure input(String operation) {
        return operations.get(operation);
    }

    Shape shape(String name) {
        return shapes.get(name);
    }

    private void structure(Shape.Structure structure, JsonNode json, MemberPath path, Violations violations) {
        for (var member : structure.members()) {
            var value = json.get(member.name());
            if (value != null && !value.isNull()) {
                value(shapes.get(member.type()), value, path.member(member.name()), violations);
            } else if (member.isRequired()) {
                violations.addNull(path.member(member.name()));
            }
        }
    }

    private void value(Shape shape, JsonNode json, MemberPath path, Violations violations) {
        switch (shape) {
            case Shape.Scalar scalar -> {
                var text = text(json);
                scalar.broken(text).forEach(rule -> violations.add(text, scalar, path, rule));
            }
            case Shape.Structure structure -> structure(structure, json, path, violations);
            case Shape.ListOf list -> list(list, json, path, violations);
            case Shape.MapOf map -> map(map, json, path, violations);
        }
    }

    private void list(Shape.ListOf list, JsonNode json, MemberPath path, Violations violations) {
        list.size().broken("length", json.size()).forEach(rule -> violations.add(path, rule));
        switch (shapes.get(list.element())) {
            case Shape.Scalar scalar -> {
                var texts = new ArrayList<String>();
                json.forEach(element -> texts.add(text(element)));
                if (breaksAny(scalar, texts)) {
                    violations.add(texts.toString(), scalar, path,
                            "Member must satisfy constraint: " + scalar.rules());
                }
            }
            case Shape element -> {
                var position = 1;
                for (var each : json) value(element, each, path.element(position++), violations);
            }
        }
    }

    private void map(Shape.MapOf map, JsonNode json, MemberPath path, Violations violations) {
        map.size().broken("length", json.size()).forEach(rule -> violations.add(path, rule));
        if (shapes.get(map.key()) instanceof Shape.Scalar key && breaksAny(key, json.propertyNames())) {
            violations.add(path, "Map keys must satisfy constraint: " + key.rules());
        }
        switch (shapes.get(map.value())) {
            case Shape.Scalar scalar -> {
                var texts = new ArrayList<String>();
                json.forEach(element -> texts.add(text(element)));
                if (breaksAny(scalar, texts)) {
                    violations.add(path, "Map value must satisfy constraint: " + scalar.rules());
                }
            }
            case Shape element -> {
                for (var each : json.properties()) {
                    value(element, each.getValue(), path.element(each.getKey()), violations);
                }
            }
        }
    }

    private static boolean breaksAny(Shape.Scalar scalar, Iterable<String> texts) {
        for (var text : texts) {
            if (!scalar.broken(text).isEmpty()) return true;
        }
        return false;
    }

    private static String text(JsonNode json) {
        return json.isString() ? json.stringValue() : json.toString();
    }
}
