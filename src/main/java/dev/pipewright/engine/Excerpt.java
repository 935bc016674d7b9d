package dev.pipewright.engine;

/** Text from outside on its way into a sentence, where it must not crowd out the rest. */
final class Excerpt {
    private static final int LONGEST = 200;

    private Excerpt() {}

    /** The text itself, or its beginning with three periods where it is long. */
    static String of(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
