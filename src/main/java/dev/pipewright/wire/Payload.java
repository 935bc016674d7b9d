package dev.pipewright.wire;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a request claims of its body, as it stands in the signature.
 *
 * @param text the claim as written: a SHA-256 in hexadecimal, or the name of a scheme
 */
public record Payload(Scheme scheme, String text) {
    /** How the body is protected. */
    public enum Scheme {
        /** By a hash over all of it. */
        HASHED,
        /** Not at all. */
        UNSIGNED,
        /** In chunks, each with its signature. */
        SIGNED_CHUNKS,
        /** In chunks, each with its signature, and signed trailers after them. */
        SIGNED_CHUNKS_TRAILER,
        /** In chunks without signatures, with trailers after them. */
        UNSIGNED_CHUNKS_TRAILER
    }

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    static Payload hashed(String hash) {
        return new Payload(Scheme.HASHED, hash);
    }

    static Payload claimed(HttpServletRequest request, boolean presigned) {
        var claim = request.getHeader("x-amz-content-sha256");
        if (claim == null && presigned) {
            claim = RawQuery.parse(request.getQueryString()).first("X-Amz-Content-Sha256").orElse("UNSIGNED-PAYLOAD");
        }
        if (claim == null) {
            throw new Unauthenticated(AuthFailure.MALFORMED_REQUEST,
                    "Missing required header for this request: x-amz-content-sha256");
        }
        var text = claim;
        return scheme(text)
                .map(scheme -> new Payload(scheme, text))
                .orElseThrow(() -> new Unauthenticated(AuthFailure.MALFORMED_REQUEST,
                        "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
                                + "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER "
                                + "or a valid sha256 value."));
    }

    private static Optional<Scheme> scheme(String text) {
        return switch (text) {
            case "UNSIGNED-PAYLOAD" -> Optional.of(Scheme.UNSIGNED);
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" -> Optional.of(Scheme.SIGNED_CHUNKS);
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" -> Optional.of(Scheme.SIGNED_CHUNKS_TRAILER);
            case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> Optional.of(Scheme.UNSIGNED_CHUNKS_TRAILER);
            default -> HASH.matcher(text).matches() ? Optional.of(Scheme.HASHED) : Optional.empty();
        };
    }
}
