package dev.pipewright.iam.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A text of a policy, against which texts of requests are held: {@code *} stands for any characters, {@code ?} for one,
 * and <code>${KEY}</code> for what the request has under a condition key, in which stars are stars.
 */
final class Pattern {
    private static final int ANY = -1;
    private static final int ONE = -2;

    private final List<Part> parts;

    private Pattern(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    private sealed interface Part {
        record Text(int[] points) implements Part {}

        record Variable(String key, Optional<String> otherwise) implements Part {}
    }

    /** A pattern in which wildcards and variables mean what they mean. */
    static Pattern of(String text, boolean variables) {
        return read(text, true, variables);
    }

    /** A text that is the same or not, with variables in it. */
    static Pattern exact(String text, boolean variables) {
        return read(text, false, variables);
    }

    private static Pattern read(String text, boolean wildcards, boolean variables) {
        var parts = new ArrayList<Part>();
        var rest = 0;
        while (variables) {
            var start = text.indexOf("${", rest);
            if (start < 0) break;
            var end = text.indexOf('}', start);
            if (end < 0) throw new MalformedPolicy("has the beginning '${' of a variable and not its end");
            parts.add(text(text.substring(rest, start), wildcards));
            parts.add(variable(text.substring(start + 2, end)));
            rest = end + 1;
        }
        parts.add(text(text.substring(rest), wildcards));
        return new Pattern(parts);
    }

    private static Part text(String text, boolean wildcards) {
        return new Part.Text(text.codePoints()
                .map(point -> wildcards && point == '*' ? ANY : wildcards && point == '?' ? ONE : point)
                .toArray());
    }

    private static Part variable(String inside) {
        if (inside.equals("*") || inside.equals("?") || inside.equals("$")) return text(inside, false);
        var comma = inside.indexOf(',');
        var key = (comma < 0 ? inside : inside.substring(0, comma)).strip().toLowerCase(Locale.ROOT);
        if (!ConditionKeys.isKnown(key)) {
            throw new MalformedPolicy("has the variable '${%s}', and there is no condition key '%s'", inside, key);
        }
        if (comma < 0) return new Part.Variable(key, Optional.empty());
        var otherwise = inside.substring(comma + 1).strip();
        if (otherwise.length() < 2 || !otherwise.startsWith("'") || !otherwise.endsWith("'")) {
            throw new MalformedPolicy("has the variable '${%s}', whose default must be in single quotes", inside);
        }
        return new Part.Variable(key, Optional.of(otherwise.substring(1, otherwise.length() - 1)));
    }

    /** Whether the whole text matches; never when a variable has no value, or several. */
    boolean matches(String text, Asked asked) {
        return points(asked).filter(points -> matches(points, text.codePoints().toArray())).isPresent();
    }

    /** The text that an exact pattern stands for; empty when a variable has no value, or several. */
    Optional<String> text(Asked asked) {
        return points(asked).map(points -> new String(points, 0, points.length));
    }

    private Optional<int[]> points(Asked asked) {
        var all = IntStream.builder();
        for (var part : parts) {
            switch (part) {
                case Part.Text(var points) -> IntStream.of(points).forEach(all);
                case Part.Variable(var key, var otherwise) -> {
                    var values = asked.values(key);
                    var value = values.size() == 1 ? Optional.of(values.getFirst()) : otherwise;
                    if (value.isEmpty() || values.size() > 1) return Optional.empty();
                    value.get().codePoints().forEach(all);
                }
            }
        }
        return Optional.of(all.build().toArray());
    }

    /** Goes back to the last star only, which is enough: no more than both lengths multiplied is ever looked at. */
    static boolean matches(int[] pattern, int[] text) {
        int at = 0;
        int star = -1;
        int resume = 0;
        int i = 0;
        while (i < text.length) {
            if (at < pattern.length && pattern[at] == ANY) {
                star = at++;
                resume = i;
            } else if (at < pattern.length && (pattern[at] == ONE || pattern[at] == text[i])) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length && pattern[at] == ANY) at++;
        return at == pattern.length;
    }
}
