package dev.pipewright.template;

/** A file that is no document; the message is a sentence. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Mark mark;

    Unreadable(Mark mark, String message, Object... values) {
        super(values.length == 0 ? message : message.formatted(values));
        this.mark = mark;
    }

    Mark mark() {
        return mark;
    }
}
