package dev.pipewright.s3;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What a sender says of the bytes that come.
 *
 * @param length how many there are
 * @param md5 their MD5 in base64
 * @param algorithm the checksum to take and to keep
 * @param checksum the value of that checksum in base64; asked for when all bytes have been read, since it may follow
 *     them
 */
record Expectation(
        OptionalLong length,
        Optional<String> md5,
        Optional<ChecksumAlgorithm> algorithm,
        Supplier<Optional<String>> checksum) {
    /** Nothing is said. */
    static final Expectation NONE =
            new Expectation(OptionalLong.empty(), Optional.empty(), Optional.empty(), Optional::empty);

    static Expectation length(long length) {
        return new Expectation(OptionalLong.of(length), Optional.empty(), Optional.empty(), Optional::empty);
    }

    static Expectation checksum(Optional<ChecksumAlgorithm> algorithm) {
        return new Expectation(OptionalLong.empty(), Optional.empty(), algorithm, Optional::empty);
    }
}
