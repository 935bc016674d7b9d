package dev.pipewright.engine;

/** Something in a definition that the service would refuse, with the sentence that says what. */
public record Problem(Kind kind, String message) {
    /** Which of the API's errors it is; the error's name is the constant's followed by {@code Exception}. */
    public enum Kind {
        InvalidStructure,
        InvalidStageDeclaration,
        InvalidActionDeclaration,
        InvalidBlockerDeclaration
    }

    static Problem structure(String message, Object... values) {
        return new Problem(Kind.InvalidStructure, message.formatted(values));
    }

    static Problem stage(String message, Object... values) {
        return new Problem(Kind.InvalidStageDeclaration, message.formatted(values));
    }

    static Problem action(String message, Object... values) {
        return new Problem(Kind.InvalidActionDeclaration, message.formatted(values));
    }

    static Problem blocker(String message, Object... values) {
        return new Problem(Kind.InvalidBlockerDeclaration, message.formatted(values));
    }
}
