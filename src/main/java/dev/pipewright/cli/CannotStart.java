package dev.pipewright.cli;

/** Why a server did not start, as one sentence for the person at the terminal. */
public final class CannotStart extends Exception {
    private static final long serialVersionUID = 1L;

    /** Takes the sentence that is printed, which names the port, directory or option and what is wrong with it. */
    public CannotStart(String sentence) {
        super(sentence);
    }

    /** The same, keeping what went wrong underneath. */
    public CannotStart(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
