package dev.pipewright.action.rule;

/** Values on their way into a sentence. */
final class Texts {
    private static final int LONGEST = 200;

    private Texts() {}

    /** The text in quotation marks, cut where it is so long that it would crowd out the rest. */
    static String shown(String text) {
        return '"' + cut(text) + '"';
    }

    /** The text, or its beginning with three periods where it is long. */
    static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
