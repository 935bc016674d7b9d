package dev.pipewright.cli;

/** One sentence for the person at the terminal about why a command cannot do what it was asked; it ends with status 1. */
final class Complaint extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Complaint(String sentence, Object... values) {
        super(values.length == 0 ? sentence : sentence.formatted(values));
    }
}
