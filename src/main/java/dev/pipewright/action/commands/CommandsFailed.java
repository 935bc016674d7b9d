package dev.pipewright.action.commands;

import dev.pipewright.model.FailureType;

/** The end of a run that went wrong through the commands or their declaration, with a sentence that says how. */
final class CommandsFailed extends Exception {
    private final transient FailureType type;

    CommandsFailed(FailureType type, String sentence, Object... values) {
        super(sentence.formatted(values));
        this.type = type;
    }

    FailureType type() {
        return type;
    }
}
