package dev.pipewright.action.rule;

import java.util.Arrays;
import java.util.Optional;

/** How a rule compares a variable with a value. */
enum Operator {
    EQ("is equal to", "is not equal to"),
    NE("is not equal to", "is equal to"),
    CONTAINS("contains", "does not contain"),
    MATCHES("matches", "does not match");

    private final String words;
    private final String opposite;

    Operator(String words, String opposite) {
        this.words = words;
        this.opposite = opposite;
    }

    /** The operator of that name, which is in capitals. */
    static Optional<Operator> named(String name) {
        return Arrays.stream(values()).filter(operator -> operator.name().equals(name)).findFirst();
    }

    /** Whether the comparison holds. */
    boolean holds(String variable, String value) throws PatternRefused, InterruptedException {
        return switch (this) {
            case EQ -> variable.equals(value);
            case NE -> !variable.equals(value);
            case CONTAINS -> variable.contains(value);
            case MATCHES -> BoundedMatch.matches(value, variable);
        };
    }

    /** The result in words that stand between the variable and the value. */
    String words(boolean holds) {
        return holds ? words : opposite;
    }
}
