package dev.pipewright.s3;

import java.util.List;
import java.util.Optional;

/** Bytes that are on disk and belong to nothing yet; closing it deletes them unless the index took them over. */
final class Staged implements AutoCloseable {
    private final Blobs blobs;
    private final Segment segment;
    private final String eTag;
    private final Optional<ObjectChecksum> checksum;
    private boolean taken;

    Staged(Blobs blobs, Segment segment, String eTag, Optional<ObjectChecksum> checksum) {
        this.blobs = blobs;
        this.segment = segment;
        this.eTag = eTag;
        this.checksum = checksum;
    }

    Segment segment() {
        return segment;
    }

    String eTag() {
        return eTag;
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
