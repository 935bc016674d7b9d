package dev.pipewright.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The content of an {@code aws-chunked} body. Bytes of a chunk are handed out before its signature has been seen; the
 * end of the stream is reached only when all signatures, the declared length and the trailers are right.
 */
public final class AwsChunkedInputStream extends InputStream {
    private static final int LONGEST_LINE = 1024;
    private static final int MOST_TRAILERS = 16;
    private static final Pattern SIGNED = Pattern.compile("([0-9a-fA-F]{1,15});chunk-signature=([0-9a-f]{64})");
    private static final Pattern UNSIGNED = Pattern.compile("([0-9a-fA-F]{1,15})");
    private static final Pattern TRAILER = Pattern.compile("([A-Za-z0-9-]+):[ \t]*([!-~]*)[ \t]*");
    private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";

    private final InputStream in;
    private final Payload.Scheme scheme;
    private final ChunkSigner signer;
    private final Set<String> declared = new TreeSet<>();
    private final Map<String, String> trailers = new TreeMap<>();
    private final MessageDigest digest = SigningKey.sha256();
    private long expected;
    private long inChunk;
    private String signature;
    private boolean started;
    private boolean ended;

    AwsChunkedInputStream(InputStream in, Payload.Scheme scheme, ChunkSigner signer, long length, String trailerNames) {
        this.in = new BufferedInputStream(in, 16 * 1024);
        this.scheme = scheme;
        this.signer = signer;
        this.expected = length;
        for (var name : trailerNames.split(",")) {
            if (!name.isBlank()) declared.add(name.strip().toLowerCase(Locale.ROOT));
        }
    }

    /**
     * The trailers, such as {@code x-amz-checksum-crc32}, by lower-case name; their values are not compared with the
     * content here.
     *
     * @throws IllegalStateException before the end of the stream has been read
     */
    public Map<String, String> trailers() {
        if (!ended) throw new IllegalStateException("trailers are known only at the end of the body");
        return Collections.unmodifiableMap(trailers);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) return 0;
        while (inChunk == 0) {
            if (ended) return -1;
            nextChunk();
        }
        var count = in.read(buffer, offset, (int) Math.min(length, inChunk));
        if (count < 0) throw incomplete();
        if (isSigned()) digest.update(buffer, offset, count);
        inChunk -= count;
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void nextChunk() throws IOException {
        if (started) {
            if (!line().isEmpty()) throw malformed("a chunk's data must be followed by a line break");
            verifyChunk();
        }
        started = true;
        var line = line();
        var match = (isSigned() ? SIGNED : UNSIGNED).matcher(line);
        if (!match.matches()) {
            throw malformed(isSigned()
                    ? "a chunk must begin with 'SIZE;chunk-signature=SIGNATURE' in hexadecimal"
                    : "a chunk must begin with its size in hexadecimal");
        }
        inChunk = Long.parseLong(match.group(1), 16);
        signature = isSigned() ? match.group(2) : "";
        if (inChunk > expected) throw malformed("the chunks are longer than x-amz-decoded-content-length says");
        expected -= inChunk;
        if (inChunk == 0) finish();
    }

    private void finish() throws IOException {
        verifyChunk();
        if (scheme == Payload.Scheme.SIGNED_CHUNKS) {
            if (!line().isEmpty()) throw malformed("the last chunk must be followed by a line break");
        } else {
            readTrailers();
        }
        if (in.read() >= 0) throw malformed("nothing may follow the last chunk");
        if (expected != 0) throw incomplete();
        ended = true;
    }

    private void verifyChunk() {
        if (isSigned() && !signer.acceptsChunk(HexFormat.of().formatHex(digest.digest()), signature)) {
            throw wrongSignature("chunk");
        }
    }

    private void readTrailers() throws IOException {
        String trailerSignature = null;
        var blank = false;
        for (int i = 0; i <= MOST_TRAILERS; i++) {
            var line = line();
            if (line.isEmpty()) {
                // Some clients write an empty line before the signature as well as after it.
                if (!isSigned() || trailerSignature != null || blank) {
                    verifyTrailers(trailerSignature);
                    return;
                }
                blank = true;
                continue;
            }
            var match = TRAILER.matcher(line);
            if (!match.matches()) throw malformedTrailer("a trailer must be written as 'name:value'");
            var name = match.group(1).toLowerCase(Locale.ROOT);
            if (isSigned() && name.equals(TRAILER_SIGNATURE) && trailerSignature == null) {
                trailerSignature = match.group(2);
            } else if (trailerSignature != null || trailers.put(name, match.group(2)) != null) {
                throw malformedTrailer("each trailer may stand once, and the signature comes last");
            }
        }
        throw malformedTrailer("there may be at most " + MOST_TRAILERS + " lines of trailers");
    }

    private void verifyTrailers(String trailerSignature) {
        if (!trailers.keySet().equals(declared)) {
            throw malformedTrailer("the trailers must be those that the header x-amz-trailer names");
        }
        if (!isSigned()) return;
        if (trailerSignature == null) throw malformedTrailer("the trailers must be signed");
        var text = new StringBuilder();
        trailers.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
        if (!signer.acceptsTrailer(text.toString(), trailerSignature)) throw wrongSignature("trailer");
    }

    private boolean isSigned() {
        return scheme != Payload.Scheme.UNSIGNED_CHUNKS_TRAILER;
    }

    /** The next line without its line break. */
    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) throw incomplete();
            if (line.length() == LONGEST_LINE) throw malformed("a line between chunks may have 1024 bytes at most");
            line.append((char) next);
        }
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') line.setLength(line.length() - 1);
        return line.toString();
    }

    private static Fault incomplete() {
        return new Fault("IncompleteBody", 400,
                "You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header.");
    }

    private static Fault malformed(String rule) {
        return new Fault("InvalidChunkSizeError", 400, "The chunked body is malformed: " + rule + ".");
    }

    private static Fault malformedTrailer(String rule) {
        return new Fault("MalformedTrailerError", 400, "The trailers of the chunked body are malformed: " + rule + ".");
    }

    private static Fault wrongSignature(String thing) {
        return new Fault("SignatureDoesNotMatch", 403,
                "The " + thing + " signature we calculated does not match the signature you provided.");
    }
}
