package dev.pipewright.cli;

/** Why a command cannot do what it was asked: one sentence for the person at the terminal. It ends with status 1. */
final class Complaint extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Complaint(String sentence, Object... values) {
        super(values.length == 0 ? sentence : sentence.formatted(values));
    }
}
