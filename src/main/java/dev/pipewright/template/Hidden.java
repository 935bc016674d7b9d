package dev.pipewright.template;

import java.util.TreeSet;

/** Values that nobody may read in what is printed: those of parameters with {@code NoEcho}, and secrets. */
final class Hidden {
    private static final String MASK = "****";
    private static final int SHORTEST = 3;

    // Longer ones first, for one may be a part of another.
    private final TreeSet<String> values = new TreeSet<>(
            (one, other) -> one.length() != other.length() ? other.length() - one.length() : one.compareTo(other));

    /** From now on the value is hidden; one of a character or two would make any text unreadable and stays. */
    void add(String value) {
        if (value.length() >= SHORTEST && !value.equals(MASK)) values.add(value);
    }

    /** Whether the value is hidden. */
    boolean has(String value) {
        return values.contains(value);
    }

    String without(String text) {
        var masked = text;
        for (var value : values) masked = masked.replace(value, MASK);
        return masked;
    }
}
