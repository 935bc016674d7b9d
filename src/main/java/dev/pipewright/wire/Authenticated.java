package dev.pipewright.wire;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/** A request whose signature is right: who sent it, for which service and region, and what it claims of its body. */
public final class Authenticated {
    private final Credentials.Key key;
    private final CredentialScope scope;
    private final Instant at;
    private final Payload payload;
    private final ChunkSigner chunks;

    Authenticated(Credentials.Key key, CredentialScope scope, Instant at, Payload payload, ChunkSigner chunks) {
        this.key = key;
        this.scope = scope;
        this.at = at;
        this.payload = payload;
        this.chunks = chunks;
    }

    /** Who sent the request. */
    public Principal caller() {
        return key.principal();
    }

    /** The access key that signed. */
    public String accessKeyId() {
        return key.accessKeyId();
    }

    /** The signing name of the scope, such as {@code codepipeline}. */
    public String service() {
        return scope.service();
    }

    /** The region of the scope. */
    public String region() {
        return scope.region();
    }

    /** What the conditions of policies can ask about, of the request that this was made of. */
    public Context context(HttpServletRequest request) {
        return Context.of(request, at, scope.region());
    }

    /** What the signature says of the body. */
    public Payload payload() {
        return payload;
    }

    /**
     * The body without its transfer coding of AWS's own, held to what the signature says of it. The stream hands bytes
     * out before it has seen them all, so they may be believed only when the end has been read: up to there it throws
     * {@link Fault} with S3's names ({@code XAmzContentSHA256Mismatch}, {@code SignatureDoesNotMatch}, {@code
     * IncompleteBody}, {@code InvalidChunkSizeError}, {@code MalformedTrailerError}). A stream of chunks is an {@link
     * AwsChunkedInputStream}, which knows the trailers. To be called once for a request.
     *
     * @throws Fault {@code MissingContentLength} or {@code InvalidArgument} when a chunked body has no declared length
     */
    public InputStream body(HttpServletRequest request) throws IOException {
        var in = request.getInputStream();
        return switch (payload.scheme()) {
            case HASHED -> new HashedInputStream(in, payload.text());
            case UNSIGNED -> in;
            case SIGNED_CHUNKS, SIGNED_CHUNKS_TRAILER, UNSIGNED_CHUNKS_TRAILER ->
                new AwsChunkedInputStream(in, payload.scheme(), chunks, decodedLength(request), trailerNames(request));
        };
    }

    private static long decodedLength(HttpServletRequest request) {
        var text = request.getHeader("x-amz-decoded-content-length");
        if (text == null) {
            throw new Fault("MissingContentLength", 411,
                    "You must provide the x-amz-decoded-content-length HTTP header with a chunked body.");
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw new Fault("InvalidArgument", 400, "x-amz-decoded-content-length must be a number of bytes.");
        }
        return Long.parseLong(text);
    }

    private static String trailerNames(HttpServletRequest request) {
        var names = request.getHeader("x-amz-trailer");
        return names == null ? "" : names;
    }
}
