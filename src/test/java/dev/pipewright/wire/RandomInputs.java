package dev.pipewright.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * Request bodies for every operation that constraints describe: right ones, nearly right ones, hostile ones. What
 * answers say is remembered and said again, so that requests come to name things that are there.
 */
public final class RandomInputs {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int REMEMBERED = 30;

    /** What members of answers are called in inputs. */
    private static final Map<String, List<String>> SYNONYMS = Map.of(
            "id", List.of("jobId", "clientId"), "arn", List.of("resourceArn"), "pipelineArn", List.of("resourceArn"),
            "actionExecutionId", List.of("token"), "externalExecutionId", List.of("token"));

    private final Constraints constraints;
    private final Random random;
    private final Map<String, Set<String>> typesByMember = new TreeMap<>();
    private final Map<String, List<JsonNode>> known = new HashMap<>();

    public RandomInputs(Constraints constraints, Random random) {
        this.constraints = constraints;
        this.random = random;
        for (var operation : constraints.operations().stream().sorted().toList()) {
            index(constraints.input(operation));
        }
    }

    private void index(Shape.Structure structure) {
        for (var member : structure.members()) {
            if (typesByMember.computeIfAbsent(member.name(), _ -> new TreeSet<>()).add(member.type())) {
                indexType(member.type());
            }
        }
    }

    private void indexType(String type) {
        switch (constraints.shape(type)) {
            case Shape.Structure inner -> index(inner);
            case Shape.ListOf list -> indexType(list.element());
            case Shape.MapOf map -> indexType(map.value());
            case Shape.Scalar _ -> { }
        }
    }

    /** Remembers a value of a type of the constraints. */
    public void teach(String type, String value) {
        remember(type, NODES.stringNode(value));
    }

    /** Remembers what an answer says; one that is not JSON says nothing. */
    public void learn(byte[] answer) {
        // Long lists say little that is new.
        if (answer.length == 0 || answer.length > 20_000 && random.nextInt(10) > 0) {
            return;
        }
        try {
            learn(JSON.readTree(answer));
        } catch (JacksonException _) {
            // It is a page or a log.
        }
    }

    private void learn(JsonNode answer) {
        for (var member : answer.properties()) {
            // Too many things have a name.
            if (!member.getKey().equals("name")) {
                learn(member.getKey(), member.getValue());
                SYNONYMS.getOrDefault(member.getKey(), List.of()).forEach(name -> learn(name, member.getValue()));
            }
            learn(member.getValue());
        }
        if (answer.isArray()) {
            answer.forEach(this::learn);
        }
    }

    private void learn(String member, JsonNode value) {
        for (var type : typesByMember.getOrDefault(member, Set.of())) {
            var isRight = switch (constraints.shape(type)) {
                case Shape.Choice _, Shape.Number _ -> false;
                case Shape.Scalar scalar -> value.isString() && scalar.broken(value.stringValue()).isEmpty();
                case Shape.Structure structure -> value.isObject() && structure.members().stream()
                        .allMatch(each -> !each.isRequired() || value.has(each.name()));
                case Shape.MapOf _ -> value.isObject();
                case Shape.ListOf _ -> value.isArray();
            };
            if (isRight) {
                remember(type, value);
            }
        }
    }

    private void remember(String type, JsonNode value) {
        var values = known.computeIfAbsent(type, _ -> new ArrayList<>());
        values.remove(value);
        if (values.size() == REMEMBERED) {
            values.removeFirst();
        }
        values.add(value);
    }

    /** The next request of an operation. */
    public byte[] next(String operation) {
        var dice = random.nextInt(100);
        var input = object(constraints.input(operation), dice < 85 ? 0 : 25);
        if (dice >= 50 && dice < 85) {
            spoil(input, 1 + random.nextInt(2));
        }
        var body = JSON.writeValueAsString(input).getBytes(StandardCharsets.UTF_8);
        return random.nextInt(100) < 6 ? OddValues.damaged(body, random) : body;
    }

    private ObjectNode object(Shape.Structure structure, int oddPercent) {
        var object = NODES.objectNode();
        for (var member : structure.members()) {
            var optional = known.containsKey(member.type()) ? 45 : 20;
            if (random.nextInt(100) < (member.isRequired() ? 98 : optional)) {
                object.set(member.name(), value(member.type(), oddPercent));
            }
        }
        return object;
    }

    private JsonNode value(String type, int oddPercent) {
        if (random.nextInt(100) < oddPercent) {
            return odd();
        }
        var values = known.getOrDefault(type, List.of());
        if (!values.isEmpty() && random.nextInt(100) < 80) {
            // What was said last belongs together: a job and its nonce, a pipeline and its execution.
            return random.nextInt(100) < 65
                    ? values.getLast().deepCopy()
                    : values.get(random.nextInt(values.size())).deepCopy();
        }
        return switch (constraints.shape(type)) {
            case Shape.Structure structure -> object(structure, oddPercent);
            case Shape.ListOf list -> {
                var array = NODES.arrayNode();
                for (int i = 1 + random.nextInt(2); i > 0; i--) {
                    array.add(value(list.element(), oddPercent));
                }
                yield array;
            }
            case Shape.MapOf map -> NODES.objectNode().set(
                    "key-" + random.nextInt(3), value(map.value(), oddPercent));
            case Shape.Choice choice ->
                NODES.stringNode(choice.values().get(random.nextInt(choice.values().size())));
            case Shape.Number number -> number(number.value());
            case Shape.Text text -> NODES.stringNode(text(text));
            case Shape.Free _ -> switch (type) {
                case "number" -> NODES.numberNode(random.nextInt(5));
                case "flag" -> NODES.booleanNode(random.nextBoolean());
                case "time" -> NODES.numberNode(1_795_348_800L + random.nextInt(1000));
                default -> NODES.stringNode("anything " + random.nextInt(10));
            };
        };
    }

    private JsonNode number(Shape.Bounds bounds) {
        var least = bounds.least().orElse(0);
        var most = Math.min(bounds.most().orElse(least + 10), least + 1000);
        return NODES.numberNode(least + random.nextInt((int) (most - least) + 1));
    }

    private String text(Shape.Text text) {
        var id = random.nextInt(1000);
        for (var candidate : List.of(
                "fuzz-" + id, "Fuzz" + id, Integer.toString(id), "%08x-0000-4000-8000-000000000000".formatted(id),
                "%012d".formatted(id), "arn:aws:codepipeline:eu-central-1:111122223333:fuzz-" + id,
                "arn:aws:iam::111122223333:role/fuzz", "https://fuzz.example/" + id, "AWS", "$.ref",
                "#{variables.x}")) {
            if (text.broken(candidate).isEmpty()) {
                return candidate;
            }
        }
        return "none fits";
    }

    private static JsonNode raw(String json) {
        return NODES.rawValueNode(new RawValue(json));
    }

    private JsonNode odd() {
        return raw(OddValues.pick(random));
    }

    /** Changes so many of the places of an input. */
    private void spoil(ObjectNode input, int count) {
        for (int i = 0; i < count; i++) {
            var places = new ArrayList<Runnable>();
            collect(input, places);
            if (places.isEmpty()) {
                return;
            }
            places.get(random.nextInt(places.size())).run();
        }
    }

    private void collect(JsonNode node, List<Runnable> places) {
        if (node instanceof ObjectNode object) {
            for (var name : List.copyOf(object.propertyNames())) {
                places.add(() -> spoil(object, name));
                collect(object.get(name), places);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                var position = i;
                places.add(() -> spoil(array, position));
                collect(array.get(i), places);
            }
        }
    }

    private void spoil(ObjectNode object, String name) {
        switch (random.nextInt(8)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name + "s", odd());
            case 2 -> object.set("unknown", odd());
            case 3 -> {
                var value = object.remove(name);
                object.set(name.toUpperCase(), value);
            }
            case 4 -> {
                if (object.get(name).isString()) {
                    object.put(name, changed(object.get(name).stringValue()));
                } else {
                    object.set(name, NODES.arrayNode().add(object.get(name)));
                }
            }
            default -> object.set(name, odd());
        }
    }

    private void spoil(ArrayNode array, int position) {
        switch (random.nextInt(4)) {
            case 0 -> array.remove(position);
            case 1 -> array.insert(position, array.get(position).deepCopy());
            case 2 -> {
                var each = array.get(position);
                for (int i = 0; i < 60; i++) {
                    array.add(each.deepCopy());
                }
            }
            default -> array.set(position, odd());
        }
    }

    private String changed(String text) {
        return switch (random.nextInt(5)) {
            case 0 -> text.toUpperCase();
            case 1 -> text + " ";
            case 2 -> text + text;
            case 3 -> "\u00e9" + text;
            default -> text.isEmpty() ? "a" : text.substring(1);
        };
    }
}
