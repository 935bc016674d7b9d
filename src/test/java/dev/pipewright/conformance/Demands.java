package dev.pipewright.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The constraints file of the service, read a second time, by somebody who does not enforce it. */
final class Demands {
    private static final String FILE = "/dev/pipewright/wire/codepipeline.constraints";

    /** What the keys of maps begin with; every type of keys allows it. */
    static final String KEY = "key-";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Map<String, JsonNode> valid = new HashMap<>();
    private final Map<String, Constraint.Structure> operations = new TreeMap<>();
    private final Map<String, Constraint> types = new HashMap<>();

    private Demands() {
        for (var kind : List.of("text", "number", "flag", "time")) types.put(kind, new Constraint.Free(kind));
    }

    static Demands read() {
        try (var in = Demands.class.getResourceAsStream(FILE)) {
            var demands = new Demands();
            var members = new ArrayList<Constraint.Member>();
            for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                if (line.startsWith(" ")) {
                    members.add(member(line.strip().split(" +")));
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    members = new ArrayList<>();
                    demands.add(line.split(" ", 3), members);
                }
            }
            return demands;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Constraint.Member member(String[] words) {
        return new Constraint.Member(words[0].replace("!", ""), words[0].endsWith("!"), words[1]);
    }

    private void add(String[] words, List<Constraint.Member> members) {
        var rest = words.length < 3 ? "" : words[2];
        var ends = rest.split("of ", 2);
        switch (words[0]) {
            case "operation" -> operations.put(words[1], new Constraint.Structure(members));
            case "structure" -> types.put(words[1], new Constraint.Structure(members));
            case "choice" -> types.put(words[1], new Constraint.Choice(List.of(rest.split(" "))));
            case "number" -> types.put(words[1], new Constraint.Number(Constraint.Bounds.read(rest)));
            case "list" -> types.put(
                    words[1], new Constraint.ListOf(Constraint.Bounds.read(ends[0].strip()), ends[1]));
            case "map" -> types.put(words[1], new Constraint.MapOf(
                    Constraint.Bounds.read(ends[0].strip()), ends[1].split(" to ")[0], ends[1].split(" to ")[1]));
            case "text" -> types.put(words[1], text(rest));
            default -> throw new AssertionError("no kind of constraint: " + words[0]);
        }
    }

    private static Constraint.Text text(String rest) {
        var isSecret = rest.startsWith("secret ");
        var plain = isSecret ? rest.substring("secret ".length()) : rest;
        var words = plain.split(" ", 2);
        var isBounded = Constraint.Bounds.isOne(words[0]);
        var pattern = isBounded ? words.length > 1 ? words[1] : "" : plain;
        return new Constraint.Text(
                Constraint.Bounds.read(words[0]), Optional.of(pattern).filter(it -> !it.isEmpty()), isSecret);
    }

    Map<String, Constraint.Structure> operations() {
        return operations;
    }

    /** Some value that keeps to the type, the same each time. */
    JsonNode valid(String name) {
        var known = valid.get(name);
        if (known != null) return known;
        var made = make(types.get(name));
        valid.put(name, made);
        return made;
    }

    private JsonNode make(Constraint type) {
        return switch (type) {
            case Constraint.Structure structure -> whole(structure);
            case Constraint.Scalar scalar -> scalar.good().getFirst();
            case Constraint.ListOf list -> list(list, list.usual());
            case Constraint.MapOf map -> map(map, Math.max(1, map.size().least().orElse(1)));
        };
    }

    /** A structure with all members. */
    ObjectNode whole(Constraint.Structure structure) {
        var json = NODES.objectNode();
        structure.members().forEach(member -> json.set(member.name(), valid(member.type())));
        return json;
    }

    /** A list of so many elements that keep to their type. */
    JsonNode list(Constraint.ListOf list, int size) {
        var json = NODES.arrayNode();
        for (int i = 0; i < size; i++) json.add(valid(list.element()));
        return json;
    }

    /** A map of so many entries that keep to their types. */
    JsonNode map(Constraint.MapOf map, int size) {
        var json = NODES.objectNode();
        for (int i = 0; i < size; i++) json.set(KEY + i, valid(map.value()));
        return json;
    }

    Constraint type(String name) {
        return types.get(name);
    }
}
