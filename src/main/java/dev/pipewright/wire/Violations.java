package dev.pipewright.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The rules that an input breaks, in the service's words. */
final class Violations {
    /** How many characters an answer has for them, so that no caller makes the server say more than it was told. */
    static final int OF_ANSWER = 8_000;

    private static final int LONGEST_VALUE = 200;

    private final int longest;
    private final List<Violation> shown = new ArrayList<>();
    private int length;
    private int count;

    /** @param longest after so many characters, violations are only counted */
    Violations(int longest) {
        this.longest = longest;
    }

    void add(MemberPath path, String rule) {
        add("Value", path, rule, false);
    }

    void addNull(MemberPath path) {
        add("Value null", path, "Member must not be null", true);
    }

    void add(String value, Shape.Scalar shape, MemberPath path, String rule) {
        var shown = shape.isSecret() ? "Value" : "Value '" + Excerpt.of(value, LONGEST_VALUE) + "'";
        add(shown, path, rule, shape instanceof Shape.Choice);
    }

    private void add(String value, MemberPath path, String rule, boolean isOfForm) {
        count++;
        if (length > longest) return;
        var sentence = value + " at '" + path + "' failed to satisfy constraint: " + rule;
        length += sentence.length() + 2;
        shown.add(new Violation(path.places(), sentence, isOfForm));
    }

    /** Those that are shown. */
    List<Violation> shown() {
        return List.copyOf(shown);
    }

    /** Throws when there are any. */
    void raise() {
        if (count == 0) return;
        var text = shown.stream().map(Violation::sentence).collect(Collectors.joining("; ", " ", ""));
        var rest = count > shown.size() ? "; and " + (count - shown.size()) + " more" : "";
        throw new Fault("ValidationException", 400,
                count + (count == 1 ? " validation error" : " validation errors") + " detected:" + text + rest);
    }
}
