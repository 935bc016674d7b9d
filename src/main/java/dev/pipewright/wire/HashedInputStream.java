package dev.pipewright.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A body that ends only when its SHA-256 is the expected one. */
final class HashedInputStream extends FilterInputStream {
    private final MessageDigest digest = SigningKey.sha256();
    private final byte[] expected;
    private boolean ended;

    HashedInputStream(InputStream in, String expectedHash) {
        super(in);
        this.expected = HexFormat.of().parseHex(expectedHash);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (ended) return -1;
        var count = in.read(buffer, offset, length);
        if (count >= 0) {
            digest.update(buffer, offset, count);
            return count;
        }
        if (!MessageDigest.isEqual(digest.digest(), expected)) {
            throw new Fault("XAmzContentSHA256Mismatch", 400,
                    "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }
        ended = true;
        return -1;
    }

    // What is skipped must be hashed too.
    @Override
    public long skip(long count) throws IOException {
        var buffer = new byte[Math.clamp(count, 0, 8192)];
        return count <= 0 ? 0 : Math.max(0, read(buffer, 0, buffer.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
