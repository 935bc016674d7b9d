package dev.pipewright.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A pattern of a trigger's filter: {@code *} stands for any characters but {@code /}, {@code **} for any at all,
 * {@code ?} for one character but {@code /}, {@code [a-z]} and {@code [!a-z]} for one of a class, {@code {a,b}} for one
 * of several, which are not nested, and {@code \} takes its meaning from the next character.
 *
 * <p>All ways to match are followed side by side, so that the time grows with the lengths of pattern and text and no
 * pattern makes it explode.
 */
final class Glob {
    /** A pattern that none of this is; the message ends a sentence that began with the pattern. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    private sealed interface Step {
        /** One character. */
        record One(IntPredicate allowed) implements Step {}

        /** Any number of characters. */
        record Run(IntPredicate allowed) implements Step {}

        /** On to any of these steps. */
        record Fork(List<Integer> steps) implements Step {}
    }

    private static final IntPredicate ANY = _ -> true;
    private static final IntPredicate WITHIN_FOLDER = character -> character != '/';

    private final List<Step> steps;

    private Glob(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** Reads a pattern. */
    static Glob of(String pattern) throws Malformed {
        return new Glob(new Reading(pattern).steps());
    }

    /** Whether the pattern stands for the whole text. */
    boolean matches(String text) {
        var here = new BitSet();
        reach(here, 0);
        for (var characters = text.codePoints().iterator(); characters.hasNext() && !here.isEmpty(); ) {
            var character = characters.nextInt();
            var next = new BitSet();
            for (var at = here.nextSetBit(0); at >= 0 && at < steps.size(); at = here.nextSetBit(at + 1)) {
                switch (steps.get(at)) {
                    case Step.One(var allowed) -> {
                        if (allowed.test(character)) reach(next, at + 1);
                    }
                    case Step.Run(var allowed) -> {
                        if (allowed.test(character)) reach(next, at);
                    }
                    case Step.Fork _ -> {}
                }
            }
            here = next;
        }
        return here.get(steps.size());
    }

    /** Adds a step, and those that come after it without a character. Steps only ever lead forward. */
    private void reach(BitSet reached, int step) {
        if (reached.get(step)) return;
        reached.set(step);
        if (step == steps.size()) return;
        switch (steps.get(step)) {
            case Step.One _ -> {}
            case Step.Run _ -> reach(reached, step + 1);
            case Step.Fork(var next) -> next.forEach(one -> reach(reached, one));
        }
    }

    /** A pattern on its way to steps. */
    private static final class Reading {
        private final int[] pattern;
        private final List<Step> steps = new ArrayList<>();
        private int at;
        /** Where the group that is open began, and where its later alternatives and their ends are. */
        private int group = -1;

        private List<Integer> alternatives = new ArrayList<>();
        private List<Integer> ends = new ArrayList<>();

        Reading(String pattern) {
            this.pattern = pattern.codePoints().toArray();
        }

        List<Step> steps() throws Malformed {
            while (at < pattern.length) element(pattern[at++]);
            if (group >= 0) throw new Malformed("has a '{' without its '}'");
            return steps;
        }

        private void element(int character) throws Malformed {
            switch (character) {
                case '*' -> {
                    var crossing = at < pattern.length && pattern[at] == '*';
                    if (crossing) at++;
                    steps.add(new Step.Run(crossing ? ANY : WITHIN_FOLDER));
                }
                case '?' -> steps.add(new Step.One(WITHIN_FOLDER));
                case '[' -> steps.add(new Step.One(oneOfClass()));
                case '\\' -> {
                    if (at == pattern.length) throw new Malformed("ends in a '\\' that has nothing to escape");
                    literal(pattern[at++]);
                }
                case '{' -> open();
                case ',' -> {
                    if (group >= 0) alternative();
                    else literal(',');
                }
                case '}' -> {
                    if (group >= 0) close();
                    else literal('}');
                }
                default -> literal(character);
            }
        }

        private void literal(int character) {
            steps.add(new Step.One(other -> other == character));
        }

        private void open() throws Malformed {
            if (group >= 0) throw new Malformed("has a '{' within '{' and '}', which cannot be nested");
            group = steps.size();
            steps.add(new Step.Fork(List.of()));
            alternatives.add(steps.size());
        }

        private void alternative() {
            ends.add(steps.size());
            steps.add(new Step.Fork(List.of()));
            alternatives.add(steps.size());
        }

        private void close() {
            var after = List.of(steps.size());
            ends.forEach(end -> steps.set(end, new Step.Fork(after)));
            steps.set(group, new Step.Fork(List.copyOf(alternatives)));
            group = -1;
            alternatives = new ArrayList<>();
            ends = new ArrayList<>();
        }

        private IntPredicate oneOfClass() throws Malformed {
            var negated = at < pattern.length && pattern[at] == '!';
            if (negated) at++;
            var first = at;
            var allowed = (IntPredicate) _ -> false;
            while (at < pattern.length && pattern[at] != ']') {
                var low = pattern[at++];
                if (low == '/') throw new Malformed("has a '/' in a class, which never stands for one");
                var ranges = low != '-' || at - 1 == first;
                if (ranges && at + 1 < pattern.length && pattern[at] == '-' && pattern[at + 1] != ']') {
                    allowed = allowed.or(range(low, pattern[at + 1]));
                    at += 2;
                } else {
                    allowed = allowed.or(character -> character == low);
                }
            }
            if (at == pattern.length) throw new Malformed("has a '[' without its ']'");
            if (at == first) throw new Malformed("has a class without characters");
            at++;
            return WITHIN_FOLDER.and(negated ? allowed.negate() : allowed);
        }

        private static IntPredicate range(int low, int high) throws Malformed {
            if (low > high) {
                throw new Malformed("has the range '%s-%s', which runs backwards"
                        .formatted(Character.toString(low), Character.toString(high)));
            }
            return character -> low <= character && character <= high;
        }
    }
}
