package dev.pipewright.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One member that is to change.
 *
 * @param text where it is, with its value before and after as far as there is one
 */
public record Difference(Sign sign, String text) {
    /** What happens to the member. */
    public enum Sign {
        ADDED('+'),
        REMOVED('-'),
        CHANGED('~');

        private final char letter;

        Sign(char letter) {
            this.letter = letter;
        }
    }

    private static final int LONGEST = 400;

    @Override
    public String toString() {
        return sign.letter + " " + text;
    }

    /** Every member of something new that says anything. */
    static List<Difference> added(JsonNode after) {
        var differences = new ArrayList<Difference>();
        flat("", after).forEach((path, value) -> {
            if (!isHollow(value)) differences.add(new Difference(Sign.ADDED, path + ": " + cut(value)));
        });
        return differences;
    }

    /**
     * The members in which two things differ; empty when they are equal. The order of lists counts. Empty lists and
     * objects that come or go are shown only where nothing else is different.
     */
    static List<Difference> between(JsonNode before, JsonNode after) {
        if (before.equals(after)) return List.of();
        var old = flat("", before);
        var now = flat("", after);
        var told = between(old, now, false);
        return told.isEmpty() ? between(old, now, true) : told;
    }

    private static List<Difference> between(Map<String, JsonNode> old, Map<String, JsonNode> now, boolean hollowToo) {
        var differences = new ArrayList<Difference>();
        var paths = new LinkedHashSet<>(now.keySet());
        paths.addAll(old.keySet());
        for (var path : paths) {
            var one = old.get(path);
            var other = now.get(path);
            if (one == null) {
                if (hollowToo || !isHollow(other)) {
                    differences.add(new Difference(Sign.ADDED, path + ": " + cut(other)));
                }
            } else if (other == null) {
                if (hollowToo || !isHollow(one)) {
                    differences.add(new Difference(Sign.REMOVED, path + ": " + cut(one)));
                }
            } else if (!one.equals(other)) {
                differences.add(new Difference(Sign.CHANGED, path + ": " + cut(one) + " -> " + cut(other)));
            }
        }
        orders(differences, old.keySet(), now.keySet());
        if (hollowToo && differences.isEmpty()) {
            differences.add(new Difference(Sign.CHANGED, "another order of members"));
        }
        return differences;
    }

    /** Lists whose elements have names are shown by these, so that another order is not seen in any member. */
    private static void orders(List<Difference> differences, Set<String> before, Set<String> after) {
        var old = new ArrayList<>(before);
        var now = new ArrayList<>(after);
        old.retainAll(after);
        now.retainAll(before);
        for (int i = 0; i < now.size(); i++) {
            if (!old.get(i).equals(now.get(i)) && now.get(i).contains("[")) {
                var list = now.get(i).substring(0, now.get(i).indexOf('['));
                differences.add(new Difference(Sign.CHANGED, list + ": another order, from " + now.get(i) + " on"));
                return;
            }
        }
    }

    private static boolean isHollow(JsonNode node) {
        return node.isContainer() && node.isEmpty();
    }

    private static String cut(JsonNode node) {
        var value = node.isString() ? node.stringValue() : node.toString();
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "...";
    }

    /** By path, the values that have no parts. */
    private static Map<String, JsonNode> flat(String path, JsonNode node) {
        var flat = new LinkedHashMap<String, JsonNode>();
        flatten(path, node, flat);
        return flat;
    }

    private static void flatten(String path, JsonNode node, Map<String, JsonNode> flat) {
        switch (node) {
            case ObjectNode object when !object.isEmpty() -> object.properties().forEach(member ->
                    flatten(path.isEmpty() ? member.getKey() : path + "." + member.getKey(), member.getValue(), flat));
            case ArrayNode array when !array.isEmpty() && array.get(0).isObject() -> {
                var names = names(array);
                for (int i = 0; i < array.size(); i++) {
                    flatten(path + "[" + (names.isEmpty() ? i : names.get(i)) + "]", array.get(i), flat);
                }
            }
            default -> flat.put(path, node);
        }
    }

    /** The names of the elements; empty where not each has one of its own. */
    private static List<String> names(ArrayNode array) {
        var names = new LinkedHashSet<String>();
        array.forEach(element -> names.add(element.path("name").asString(element.path("key").asString(""))));
        return names.size() == array.size() && !names.contains("") ? List.copyOf(names) : List.of();
    }
}
