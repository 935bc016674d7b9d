package dev.pipewright.action.rule;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Matches Java regular expressions that may be hostile.
 *
 * <p>Every look at a character of the text is counted, which ends an expression that tries one way after the other; the
 * count makes that the same each time. An expression can also be built to go on without looking at any character. Such
 * a one keeps its thread, since nothing in Java can end it; there are only a few threads to keep.
 */
final class BoundedMatch {
    private static final int MOST_LOOKS = 20_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long STACK_BYTES = 4L << 20;
    private static final Semaphore THREADS = new Semaphore(4);

    private BoundedMatch() {}

    /**
     * Whether the whole text matches.
     *
     * @throws PatternRefused when the expression is none, or takes too long
     */
    static boolean matches(String expression, String text) throws PatternRefused, InterruptedException {
        var counted = new CountedText(text, 0, text.length(), new int[1]);
        return apart(expression, () -> Pattern.compile(expression).matcher(counted).matches());
    }

    /** What is wrong with an expression, as a sentence; empty when it is one. */
    static Optional<String> trouble(String expression) {
        try {
            Pattern.compile(expression);
            return Optional.empty();
        } catch (PatternSyntaxException bad) {
            return Optional.of(notOne(expression, bad));
        } catch (StackOverflowError deep) {
            return Optional.of(tooDeep(expression));
        }
    }

    private interface Question {
        boolean answer();
    }

    /** The text has been looked at too often. */
    private static final class TooManyLooks extends RuntimeException {
        TooManyLooks() {
            super(null, null, false, false);
        }
    }

    private static boolean apart(String expression, Question question) throws PatternRefused, InterruptedException {
        if (!THREADS.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new PatternRefused("The regular expression %s was not tried, because others before it take too long."
                    .formatted(Texts.shown(expression)));
        }
        var answer = new AtomicReference<Object>();
        var deed = (Runnable) () -> {
            try {
                answer.set(answer(expression, question));
            } finally {
                THREADS.release();
            }
        };
        var thread = new Thread(null, deed, "rule-pattern", STACK_BYTES);
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
        thread.join(PATIENCE);
        return switch (answer.get()) {
            case null -> throw new PatternRefused(tooLong(expression));
            case Boolean holds -> holds;
            case Object sentence -> throw new PatternRefused(sentence.toString());
        };
    }

    private static Object answer(String expression, Question question) {
        try {
            return question.answer();
        } catch (PatternSyntaxException bad) {
            return notOne(expression, bad);
        } catch (TooManyLooks many) {
            return tooLong(expression);
        } catch (StackOverflowError deep) {
            return tooDeep(expression);
        } catch (RuntimeException | OutOfMemoryError trouble) {
            return "The regular expression %s cannot be used: %s.".formatted(Texts.shown(expression), trouble);
        }
    }

    private static String notOne(String expression, PatternSyntaxException bad) {
        return "The regular expression %s cannot be read: %s at index %d."
                .formatted(Texts.shown(expression), bad.getDescription(), bad.getIndex());
    }

    private static String tooLong(String expression) {
        return "The regular expression %s takes too long on this value.".formatted(Texts.shown(expression));
    }

    private static String tooDeep(String expression) {
        return "The regular expression %s is nested or repeated too deeply.".formatted(Texts.shown(expression));
    }

    /** A piece of text that counts, together with all other pieces of it, how often a character is looked at. */
    private record CountedText(String text, int start, int end, int[] looks) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (++looks[0] > MOST_LOOKS) {
                throw new TooManyLooks();
            }
            return text.charAt(start + index);
        }

        @Override
        public int length() {
            return end - start;
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return new CountedText(text, start + from, start + to, looks);
        }

        @Override
        public String toString() {
            return text.substring(start, end);
        }
    }
}
