package dev.pipewright.action.objects;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import software.amazon.awssdk.core.sync.RequestBody;

/** A stretch of a file, as it is sent in one request. */
final class FilePart extends FilterInputStream {
    private long left;

    private FilePart(InputStream file, long length) {
        super(file);
        left = length;
    }

    /** A body that can be sent again after a failure, because it opens the file anew. */
    static RequestBody body(Path file, long from, long length) {
        return RequestBody.fromContentProvider(() -> open(file, from, length), length, "application/octet-stream");
    }

    private static InputStream open(Path file, long from, long length) {
        try {
            var channel = FileChannel.open(file).position(from);
            return new FilePart(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16), length);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        var got = super.read(buffer, offset, (int) Math.min(length, left));
        left -= Math.max(0, got);
        return got;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
