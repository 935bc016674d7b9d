package dev.pipewright.s3;

import java.time.Instant;
import java.util.Optional;

/** One part of a multipart upload. */
record Part(int number, Segment segment, String eTag, Instant modified, Optional<ObjectChecksum> checksum) {}
