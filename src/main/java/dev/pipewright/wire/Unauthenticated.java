package dev.pipewright.wire;

/** A request that {@link SigV4} does not accept. It has three faces, for the three families of
 * services. */
public final class Unauthenticated extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final AuthFailure reason;

    Unauthenticated(AuthFailure reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** What is wrong. */
    public AuthFailure reason() {
        return reason;
    }

    /** The error as the JSON services name it, such as {@code InvalidSignatureException}. */
    public Fault json() {
        return reason.json(getMessage());
    }

    /** The error as services of the Query protocol name it, such as {@code SignatureDoesNotMatch}. */
    public Fault query() {
        return reason.query(getMessage());
    }

    /** The error as S3 names it, such as {@code SignatureDoesNotMatch}. */
    public Fault s3() {
        return reason.s3(getMessage());
    }
}
