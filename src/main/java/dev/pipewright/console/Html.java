package dev.pipewright.console;

/** Text that comes from outside, made safe to stand in a page. */
final class Html {
    private Html() {}

    /** The text with everything escaped that could end it, in an element or in a quoted attribute. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
