package dev.pipewright.engine;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The limits of what an action may leave behind for later actions. */
public final class OutputVariables {
    /** How many bytes of UTF-8 all keys and values of one action may have together. */
    public static final int MAX_BYTES = 122_880;

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9@\\-_]+");

    private OutputVariables() {}

    /** A sentence when keys and values are longer than {@link #MAX_BYTES} together. */
    public static Optional<String> tooLarge(Map<String, String> variables) {
        long bytes = variables.entrySet().stream()
                .mapToLong(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
                .sum();
        return bytes <= MAX_BYTES
                ? Optional.empty()
                : Optional.of("The output variables have %d bytes in their keys and values; the limit is %d."
                        .formatted(bytes, MAX_BYTES));
    }

    /** A sentence about the first key, in alphabetical order, that no reference could name. */
    public static Optional<String> badKey(Map<String, String> variables) {
        return variables.keySet().stream()
                .filter(key -> !KEY.matcher(key).matches())
                .sorted()
                .findFirst()
                .map(key -> "The output variable '%s' must have a name of letters, digits, '@', '-' and '_' only."
                        .formatted(key));
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
