package dev.pipewright.action.source;

/** Texts from outside, cut to what the API carries. */
final class Texts {
    private static final int LONGEST_SUMMARY = 2048;

    private Texts() {}

    /** A revision's summary: what fits into the API's member. */
    static String summary(String text) {
        return cut(text.strip(), LONGEST_SUMMARY);
    }

    /** The first characters of a text, never half of one. */
    static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end);
    }
}
