package dev.pipewright.action.deploy.ec2;

import dev.pipewright.model.FailureType;

/** The end of a run that went wrong through its configuration, its artifact or its machines, with a sentence. */
final class DeployFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureType type;

    DeployFailed(FailureType type, String sentence, Object... values) {
        super(sentence.formatted(values), null, false, false);
        this.type = type;
    }

    static DeployFailed configuration(String sentence, Object... values) {
        return new DeployFailed(FailureType.ConfigurationError, sentence, values);
    }

    FailureType type() {
        return type;
    }
}
