package dev.pipewright.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What one type of the model demands of a value. Types that others are made of are named, not held. */
sealed interface Shape {
    /** A value that stands alone, with the rules that it breaks in the service's words. */
    sealed interface Scalar extends Shape {
        /** Whether messages must not repeat the value. */
        default boolean isSecret() {
            return false;
        }

        /** All rules, in the order that lists of rules have in messages. */
        List<String> rules();

        /** The rules that the text of the value breaks. */
        List<String> broken(String value);
    }

    /** Whatever the JSON type allows. */
    record Free() implements Scalar {
        @Override
        public List<String> rules() {
            return List.of();
        }

        @Override
        public List<String> broken(String value) {
            return List.of();
        }
    }

    record Text(Bounds length, Optional<Regex> pattern, boolean isSecret) implements Scalar {
        @Override
        public List<String> rules() {
            var rules = new ArrayList<>(length.rules("length"));
            pattern.ifPresent(each -> rules.add(each.rule()));
            return rules;
        }

        @Override
        public List<String> broken(String value) {
            var broken = new ArrayList<>(length.broken("length", value.codePointCount(0, value.length())));
            pattern.filter(each -> !each.matches(value)).ifPresent(each -> broken.add(each.rule()));
            return broken;
        }
    }

    /** A pattern of the model, matched in bounded time and stack. */
    record Regex(String text, Pattern pattern) {
        // The patterns of ARNs look at a text again from each account number in it, so its length must be bounded. No
        // pattern belongs to a name that is longer than a quarter of this.
        private static final int LONGEST_MATCHED = 4096;

        static Regex of(String text) {
            // Java recurses once for each round of a repeated group, unless it may never give a round back. The
            // repeated groups of the model are followed by what they cannot match, so nothing is ever given back.
            return new Regex(text, Pattern.compile(text.replace(")*", ")*+")));
        }

        boolean matches(String value) {
            return value.length() <= LONGEST_MATCHED && pattern.matcher(value).matches();
        }

        String rule() {
            return "Member must satisfy regular expression pattern: " + text;
        }
    }

    record Number(Bounds value) implements Scalar {
        @Override
        public List<String> rules() {
            return value.rules("value");
        }

        @Override
        public List<String> broken(String text) {
            return value.broken("value", Long.parseLong(text));
        }
    }

    record Choice(List<String> values) implements Scalar {
        @Override
        public List<String> rules() {
            return List.of("Member must satisfy enum value set: " + values);
        }

        @Override
        public List<String> broken(String value) {
            return values.contains(value) ? List.of() : rules();
        }
    }

    record ListOf(Bounds size, String element) implements Shape {}

    record MapOf(Bounds size, String key, String value) implements Shape {}

    record Structure(List<Member> members) implements Shape {}

    record Member(String name, boolean isRequired, String type) {}

    record Bounds(OptionalLong least, OptionalLong most) {
        static final Bounds NONE = new Bounds(OptionalLong.empty(), OptionalLong.empty());

        List<String> rules(String of) {
            var rules = new ArrayList<String>();
            most.ifPresent(bound -> rules.add("Member must have " + of + " less than or equal to " + bound));
            least.ifPresent(bound -> rules.add("Member must have " + of + " greater than or equal to " + bound));
            return rules;
        }

        List<String> broken(String of, long value) {
            var high = most.isPresent() && value > most.getAsLong();
            var low = least.isPresent() && value < least.getAsLong();
            if (!high && !low) return List.of();
            return new Bounds(low ? least : OptionalLong.empty(), high ? most : OptionalLong.empty()).rules(of);
        }
    }
}
