package dev.pipewright.s3;

import java.time.Instant;
import java.util.Optional;

/**
 * One version of one object, or a delete marker in its place.
 *
 * @param latest whether it was the newest version when it was read
 * @param deleteMarker whether it only says that the object is deleted; it then has neither bytes nor attributes
 * @param eTag in hexadecimal digits, without quotes; of a multipart upload with a hyphen and the number of parts
 * @param size in bytes
 * @param checksum the one that the sender named, verified
 * @param parts how many parts a multipart upload made it of; 0 when none did
 */
public record ObjectVersion(
        String bucket,
        String key,
        String versionId,
        boolean latest,
        boolean deleteMarker,
        String eTag,
        long size,
        Instant lastModified,
        Attributes attributes,
        Optional<ObjectChecksum> checksum,
        int parts) {}
