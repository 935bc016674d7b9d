package dev.pipewright.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a type of the constraints file demands, with values that keep to it and values that do not. */
sealed interface Constraint {
    /** A member of a structure. */
    record Member(String name, boolean isRequired, String type) {}

    record Structure(List<Member> members) implements Constraint {}

    record ListOf(Bounds size, String element) implements Constraint {
        /** Two elements where there may be two, so that positions show. */
        int usual() {
            return Math.min(2, size.most().orElse(2));
        }
    }

    record MapOf(Bounds size, String key, String value) implements Constraint {}

    /** A bound that is missing is empty. */
    record Bounds(Optional<Integer> least, Optional<Integer> most) {
        private static final Pattern TEXT = Pattern.compile("(\\d*)\\.\\.(\\d*)");

        static boolean isOne(String text) {
            return TEXT.matcher(text).matches();
        }

        static Bounds read(String text) {
            var match = TEXT.matcher(text);
            return match.matches()
                    ? new Bounds(bound(match.group(1)), bound(match.group(2)))
                    : new Bounds(Optional.empty(), Optional.empty());
        }

        private static Optional<Integer> bound(String digits) {
            return Optional.of(digits).filter(it -> !it.isEmpty()).map(Integer::valueOf);
        }

        /** The sentences about both bounds. */
        List<String> rules(String what) {
            return broken(what, Optional.empty());
        }

        /** The sentences about the bounds that a number breaks; about both where there is no number. */
        List<String> broken(String what, Optional<Integer> number) {
            var rules = new ArrayList<String>();
            most.filter(bound -> number.isEmpty() || number.get() > bound)
                    .ifPresent(bound -> rules.add("Member must have " + what + " less than or equal to " + bound));
            least.filter(bound -> number.isEmpty() || number.get() < bound)
                    .ifPresent(bound -> rules.add("Member must have " + what + " greater than or equal to " + bound));
            return rules;
        }
    }

    /** A value that stands alone. */
    sealed interface Scalar extends Constraint {
        default boolean isSecret() {
            return false;
        }

        /** All rules, as sentences. */
        List<String> rules();

        /** The rules that the value breaks. */
        List<String> broken(JsonNode value);

        /** Values that keep to all rules, the smallest and the largest among them. */
        List<JsonNode> good();

        /** Values that break some, at least one for each rule. */
        List<JsonNode> bad();
    }

    JsonNodeFactory NODES = JsonNodeFactory.instance;

    record Choice(List<String> values) implements Scalar {
        @Override
        public List<String> rules() {
            return List.of("Member must satisfy enum value set: [" + String.join(", ", values) + "]");
        }

        @Override
        public List<String> broken(JsonNode value) {
            return values.contains(value.stringValue()) ? List.of() : rules();
        }

        @Override
        public List<JsonNode> good() {
            return values.stream().<JsonNode>map(NODES::stringNode).toList();
        }

        @Override
        public List<JsonNode> bad() {
            return List.of(NODES.stringNode(values.getFirst() + "s"));
        }
    }

    record Number(Bounds bounds) implements Scalar {
        @Override
        public List<String> rules() {
            return bounds.rules("value");
        }

        @Override
        public List<String> broken(JsonNode value) {
            return bounds.broken("value", Optional.of(value.intValue()));
        }

        @Override
        public List<JsonNode> good() {
            return List.of(
                    NODES.numberNode(bounds.least().orElse(Integer.MIN_VALUE)),
                    NODES.numberNode(bounds.most().orElse(Integer.MAX_VALUE)));
        }

        @Override
        public List<JsonNode> bad() {
            var bad = new ArrayList<JsonNode>();
            bounds.least().ifPresent(bound -> bad.add(NODES.numberNode(bound - 1)));
            bounds.most().ifPresent(bound -> bad.add(NODES.numberNode(bound + 1)));
            return bad;
        }
    }

    /** Nothing beyond the JSON type. */
    record Free(String kind) implements Scalar {
        @Override
        public List<String> rules() {
            return List.of();
        }

        @Override
        public List<String> broken(JsonNode value) {
            return List.of();
        }

        @Override
        public List<JsonNode> good() {
            return List.of(
                    switch (kind) {
                        case "text" -> NODES.stringNode("anything");
                        case "flag" -> NODES.booleanNode(false);
                        default -> NODES.numberNode(7);
                    });
        }

        @Override
        public List<JsonNode> bad() {
            return List.of();
        }
    }

    record Text(Bounds length, Optional<String> pattern, boolean isSecret) implements Scalar {
        private static final int LONG = 60;

        /** What texts are made of, so that for each pattern of the model one of them matches and one does not. */
        private static final List<String> SEEDS = List.of(
                "a", "1", "12345678-1234-1234-1234-1234567890ab", "123456789012", "AWS", "*",
                "arn:aws:iam::123456789012:role/r", "arn:aws:codepipeline:eu-west-1:123456789012:p",
                "arn:aws:lambda:eu-west-1:123456789012:function:f");

        private static final List<String> ODD_SEEDS = List.of("\u00e4", "\n");

        @Override
        public List<String> rules() {
            var rules = new ArrayList<>(length.rules("length"));
            pattern.ifPresent(it -> rules.add("Member must satisfy regular expression pattern: " + it));
            return rules;
        }

        @Override
        public List<String> broken(JsonNode value) {
            var text = value.stringValue();
            var broken = new ArrayList<>(length.broken("length", Optional.of(text.length())));
            pattern.filter(it -> !Pattern.matches(it, text))
                    .ifPresent(it -> broken.add("Member must satisfy regular expression pattern: " + it));
            return broken;
        }

        @Override
        public List<JsonNode> good() {
            return List.of(length.least().orElse(1), length.most().orElse(LONG), LONG).stream()
                    .flatMap(size -> SEEDS.stream().flatMap(seed -> List.of(seed, stretched(seed, size)).stream()))
                    .distinct()
                    .<JsonNode>map(NODES::stringNode)
                    .filter(text -> broken(text).isEmpty())
                    .toList();
        }

        @Override
        public List<JsonNode> bad() {
            var bad = new ArrayList<JsonNode>();
            length.least().filter(bound -> bound > 0).ifPresent(bound -> bad.add(fit(bound - 1)));
            length.most().ifPresent(bound -> bad.add(fit(bound + 1)));
            ODD_SEEDS.stream()
                    .map(seed -> NODES.stringNode(stretched(seed, length.least().filter(it -> it > 0).orElse(1))))
                    .filter(text -> !broken(text).isEmpty())
                    .findFirst()
                    .ifPresent(bad::add);
            return bad;
        }

        /** A text of that length that breaks nothing else, if there is one. */
        private JsonNode fit(int size) {
            return SEEDS.stream()
                    .map(seed -> stretched(seed, size))
                    .<JsonNode>map(NODES::stringNode)
                    .min((one, other) -> Integer.compare(broken(one).size(), broken(other).size()))
                    .orElseThrow();
        }

        private static String stretched(String seed, int size) {
            if (seed.length() >= size) return seed.substring(0, size);
            return seed + seed.substring(seed.length() - 1).repeat(size - seed.length());
        }
    }
}
