package dev.pipewright.s3;

import java.time.Instant;
import java.util.Optional;

/**
 * A multipart upload in the making.
 *
 * @param account whose it is
 * @param algorithm the checksum that its parts carry
 * @param type what the checksum of the whole will be taken over
 */
record Upload(
        long row,
        String key,
        String id,
        String account,
        Instant initiated,
        Attributes attributes,
        Optional<ChecksumAlgorithm> algorithm,
        ObjectChecksum.Type type) {}
