package dev.pipewright.s3;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Bytes that are on disk and belong to nothing yet; closing it deletes them unless the index took them over. */
final class Staged implements AutoCloseable {
    private final Blobs blobs;
    private final Segment segment;
    private final byte[] md5;
    private final Optional<ObjectChecksum> checksum;
    private boolean taken;

    Staged(Blobs blobs, Segment segment, byte[] md5, Optional<ObjectChecksum> checksum) {
        this.blobs = blobs;
        this.segment = segment;
        this.md5 = md5;
        this.checksum = checksum;
    }

    Segment segment() {
        return segment;
    }

    String eTag() {
        return HexFormat.of().formatHex(md5);
    }

    Optional<ObjectChecksum> checksum() {
        return checksum;
    }

    void taken() {
        taken = true;
    }

    @Override
    public void close() {
        if (!taken) {
            blobs.delete(List.of(segment.file()));
        }
    }
}
