package dev.pipewright.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Reads a stretch of several files as if they were one. The first is opened at once, so that a lost file is told early.
 */
final class SegmentStream extends InputStream {
    private final Blobs blobs;
    private final List<Segment> segments;
    private int at;
    private long left;
    private InputStream current;

    SegmentStream(Blobs blobs, List<Segment> segments, long offset, long length) throws IOException {
        this.blobs = blobs;
        this.segments = segments;
        this.left = length;
        long skip = offset;
        while (at < segments.size() && skip >= segments.get(at).size() && length > 0) {
            skip -= segments.get(at).size();
            at++;
        }
        if (at < segments.size()) {
            current = blobs.open(segments.get(at), length > 0 ? skip : 0);
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (left > 0) {
            if (current == null) {
                throw new EOFException("the object ends " + left + " bytes early");
            }
            int count = current.read(bytes, offset, (int) Math.min(length, left));
            if (count > 0) {
                left -= count;
                return count;
            }
            current.close();
            at++;
            current = at < segments.size() ? blobs.open(segments.get(at), 0) : null;
        }
        return -1;
    }

    @Override
    public int available() {
        return (int) Math.min(left, 1 << 16);
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
        }
    }
}
