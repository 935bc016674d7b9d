package dev.pipewright.wire;

/** The chain of chunk signatures: each one signs the signature before it, and the first the request's own. */
final class ChunkSigner {
    private final SigningKey key;
    private final String amzDate;
    private final CredentialScope scope;
    private String previous;

    ChunkSigner(SigningKey key, String amzDate, CredentialScope scope, String seed) {
        this.key = key;
        this.amzDate = amzDate;
        this.scope = scope;
        this.previous = seed;
    }

    /** Whether the signature is right for the next chunk; if so, the chain moves on. */
    boolean acceptsChunk(String hash, String signature) {
        return accepts(String.join("\n", "AWS4-HMAC-SHA256-PAYLOAD", amzDate, scope.text(), previous,
                SigningKey.EMPTY_HASH, hash), signature);
    }

    /** Whether the signature is right for the trailers, each written as {@code name:value} and a line feed. */
    boolean acceptsTrailer(String trailers, String signature) {
        return accepts(String.join("\n", "AWS4-HMAC-SHA256-TRAILER", amzDate, scope.text(), previous,
                SigningKey.hash(trailers)), signature);
    }

    private boolean accepts(String stringToSign, String signature) {
        var right = key.verifies(stringToSign, signature);
        if (right) previous = signature;
        return right;
    }
}
