package dev.pipewright.api.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The filter patterns of plain text: every term has to be in the message, none that begins with {@code -} may be, and
 * of those that begin with {@code ?} one has to be. Terms with other characters than letters, digits and underscores
 * stand in double quotes. Upper and lower case differ.
 */
record FilterPattern(List<String> all, List<String> any, List<String> none) {
    private static final Pattern TERM =
            Pattern.compile("\\s*([-?]?)(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s\"]+))(?=\\s|$)");

    /**
     * Reads a pattern; null and blank ones let everything through.
     *
     * @throws dev.pipewright.wire.Fault {@code InvalidParameterException} for patterns of JSON or of columns, which are
     *     not available yet, and for quotes without end
     */
    static FilterPattern of(String text) {
        var pattern = new FilterPattern(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        if (text == null || text.isBlank()) {
            return pattern;
        }
        var stripped = text.strip();
        if (stripped.startsWith("{") || stripped.startsWith("[") || stripped.startsWith("%")) {
            throw LogFaults.invalidParameter(
                    "The filterPattern '%s' is one of JSON, of columns or a regular expression, and only terms are "
                            + "available yet",
                    text);
        }
        var terms = TERM.matcher(stripped);
        int end = 0;
        while (end < stripped.length() && terms.find(end) && terms.start() == end) {
            var term = terms.group(2) == null ? terms.group(3) : terms.group(2).replaceAll("\\\\(.)", "$1");
            pattern.terms(terms.group(1)).add(term);
            end = terms.end();
        }
        if (end < stripped.length()) {
            throw LogFaults.invalidParameter("The filterPattern '%s' cannot be read from '%s' on", text,
                    stripped.substring(end));
        }
        return pattern;
    }

    private List<String> terms(String sign) {
        return switch (sign) {
            case "-" -> none;
            case "?" -> any;
            default -> all;
        };
    }

    boolean matches(String message) {
        // As on the service, optional terms do not matter beside required ones.
        return all.stream().allMatch(message::contains)
                && none.stream().noneMatch(message::contains)
                && (any.isEmpty() || !all.isEmpty() || any.stream().anyMatch(message::contains));
    }
}
