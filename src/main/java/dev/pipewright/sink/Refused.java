package dev.pipewright.sink;

import dev.pipewright.model.FailureType;

/** A receiver understood what was sent and does not want it; to send it again will hardly help. */
public final class Refused extends Exception {
    private final FailureType type;

    Refused(FailureType type, String sentence) {
        super(sentence);
        this.type = type;
    }

    /** Refused before anybody was asked, because what is configured cannot be right. */
    public static Refused asConfigured(String sentence) {
        return new Refused(FailureType.ConfigurationError, sentence);
    }

    /** Why: the sender may not, or something is not as the receiver wants it. */
    public FailureType type() {
        return type;
    }
}
