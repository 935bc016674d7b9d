package dev.pipewright.wire;

/** The beginning of a text that came from outside, for a message. */
final class Excerpt {
    private Excerpt() {}

    /** The text, or its first characters and three dots when it is longer than that; never half a surrogate pair. */
    static String of(String text, int longest) {
        if (text.length() <= longest) return text;
        var end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "...";
    }
}
