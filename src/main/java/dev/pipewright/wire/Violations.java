package dev.pipewright.wire;

/** The rules that an input breaks, in the service's words. */
final class Violations {
    private static final int LONGEST_MESSAGE = 8_000;
    private static final int LONGEST_VALUE = 200;

    private final StringBuilder text = new StringBuilder();
    private int count;
    private int shown;

    void add(MemberPath path, String rule) {
        add("Value", path, rule);
    }

    void addNull(MemberPath path) {
        add("Value null", path, "Member must not be null");
    }

    void add(String value, boolean isSecret, MemberPath path, String rule) {
        add(isSecret ? "Value" : "Value '" + Excerpt.of(value, LONGEST_VALUE) + "'", path, rule);
    }

    private void add(String value, MemberPath path, String rule) {
        count++;
        if (text.length() > LONGEST_MESSAGE) return;
        shown++;
        text.append(shown == 1 ? " " : "; ").append(value).append(" at '").append(path)
                .append("' failed to satisfy constraint: ").append(rule);
    }

    /** Throws when there are any. */
    void raise() {
        if (count == 0) return;
        var rest = count > shown ? "; and " + (count - shown) + " more" : "";
        throw new Fault("ValidationException", 400,
                count + (count == 1 ? " validation error" : " validation errors") + " detected:" + text + rest);
    }
}
