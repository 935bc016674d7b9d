package dev.pipewright.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads the text form of a service's constraints, which the head of {@code codepipeline.constraints} explains. */
final class ConstraintFile {
    private static final Pattern BOUNDS = Pattern.compile("(\\d*)\\.\\.(\\d*)");

    private final Map<String, Shape> shapes = new HashMap<>();
    private final Map<String, Shape.Structure> operations = new HashMap<>();

    private ConstraintFile() {
        for (var free : List.of("text", "number", "flag", "time")) {
            shapes.put(free, new Shape.Free());
        }
    }

    static Constraints read(String text) {
        var file = new ConstraintFile();
        var lines = text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        for (int i = 0; i < lines.size(); ) {
            var end = i + 1;
            while (end < lines.size() && lines.get(end).startsWith(" ")) end++;
            file.add(lines.get(i), lines.subList(i + 1, end));
            i = end;
        }
        file.checkReferences();
        return new Constraints(Map.copyOf(file.operations), Map.copyOf(file.shapes));
    }

    private void add(String line, List<String> members) {
        var words = line.split(" ", 3);
        var rest = words.length > 2 ? words[2] : "";
        if (words[0].equals("operation")) {
            operations.put(words[1], structure(members));
        } else if (shapes.put(words[1], shape(words[0], rest, members)) != null) {
            throw new IllegalStateException("the constraints define " + words[1] + " twice");
        }
    }

    private static Shape shape(String kind, String rest, List<String> members) {
        return switch (kind) {
            case "structure" -> structure(members);
            case "choice" -> new Shape.Choice(List.of(rest.split(" ")));
            case "number" -> new Shape.Number(bounds(rest));
            case "text" -> text(rest);
            case "list" -> new Shape.ListOf(bounds(before(rest)), after(rest)[0]);
            case "map" -> new Shape.MapOf(bounds(before(rest)), after(rest)[0], after(rest)[1]);
            default -> throw new IllegalStateException("the constraints have no kind of type '" + kind + "'");
        };
    }

    private static Shape.Structure structure(List<String> lines) {
        var members = new ArrayList<Shape.Member>();
        for (var line : lines) {
            var words = line.strip().split(" +");
            var isRequired = words[0].endsWith("!");
            var name = isRequired ? words[0].substring(0, words[0].length() - 1) : words[0];
            members.add(new Shape.Member(name, isRequired, words[1]));
        }
        return new Shape.Structure(List.copyOf(members));
    }

    private static Shape.Text text(String rest) {
        var isSecret = rest.startsWith("secret");
        var rules = isSecret ? rest.substring("secret".length()).strip() : rest;
        var words = rules.split(" ", 2);
        var hasBounds = BOUNDS.matcher(words[0]).matches();
        var pattern = hasBounds ? words.length > 1 ? words[1] : "" : rules;
        return new Shape.Text(
                hasBounds ? bounds(words[0]) : Shape.Bounds.NONE,
                Optional.of(pattern).filter(each -> !each.isEmpty()).map(Shape.Regex::of),
                isSecret);
    }

    private static String before(String rest) {
        return rest.substring(0, rest.indexOf("of ")).strip();
    }

    private static String[] after(String rest) {
        return rest.substring(rest.indexOf("of ") + 3).split(" to ");
    }

    private static Shape.Bounds bounds(String text) {
        if (text.isEmpty()) return Shape.Bounds.NONE;
        var match = BOUNDS.matcher(text);
        if (!match.matches()) throw new IllegalStateException("the constraints have the bounds '" + text + "'");
        return new Shape.Bounds(bound(match.group(1)), bound(match.group(2)));
    }

    private static OptionalLong bound(String digits) {
        return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
    }

    private void checkReferences() {
        for (var shape : shapes.values()) checkReferences(shape);
        for (var shape : operations.values()) checkReferences(shape);
    }

    private void checkReferences(Shape shape) {
        var names = switch (shape) {
            case Shape.Structure structure -> structure.members().stream().map(Shape.Member::type).toList();
            case Shape.ListOf list -> List.of(list.element());
            case Shape.MapOf map -> List.of(map.key(), map.value());
            case Shape.Scalar _ -> List.<String>of();
        };
        for (var name : names) {
            if (!shapes.containsKey(name)) throw new IllegalStateException("the constraints do not define " + name);
        }
    }
}
