package dev.pipewright.iam.policy;

/** A text that is no policy, and the sentence that says where and why. */
public final class MalformedPolicy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedPolicy(String message, Object... values) {
        super(values.length == 0 ? message : message.formatted(values), null, false, false);
    }
}
