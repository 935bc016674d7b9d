package dev.pipewright.s3;

import dev.pipewright.wire.Fault;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Sees all bytes of a body go by, and holds them in the end to what was said of them. */
final class Meter {
    private final Expectation expected;
    private final MessageDigest md5 = ChecksumAlgorithm.messageDigest("MD5");
    private final Optional<ChecksumAlgorithm.Sum> sum;
    private long size;

    /** What the bytes turned out to be. */
    record Reading(long size, String md5, Optional<ObjectChecksum> checksum) {}

    Meter(Expectation expected) {
        this.expected = expected;
        this.sum = expected.algorithm().map(ChecksumAlgorithm::start);
    }

    void update(byte[] bytes, int length) {
        size += length;
        md5.update(bytes, 0, length);
        if (sum.isPresent()) {
            sum.get().update(bytes, 0, length);
        }
    }

    long size() {
        return size;
    }

    /** To be called once, after the last byte. */
    Reading end() {
        if (size != expected.length().orElse(size)) {
            throw new Fault(
                    "IncompleteBody",
                    400,
                    "You announced " + expected.length().getAsLong() + " bytes and sent " + size);
        }
        var digest = md5.digest();
        if (expected.md5().isPresent()) {
            checkMd5(expected.md5().get(), digest);
        }
        var checksum = sum.map(s -> new ObjectChecksum(
                expected.algorithm().orElseThrow(),
                ObjectChecksum.Type.FULL_OBJECT,
                Base64.getEncoder().encodeToString(s.value())));
        if (checksum.isPresent()) {
            check(expected.checksum().get(), checksum.get());
        }
        return new Reading(size, HexFormat.of().formatHex(digest), checksum);
    }

    private static void checkMd5(String expected, byte[] found) {
        if (decode(expected).length != found.length) {
            throw new Fault(
                    "InvalidDigest",
                    400,
                    "The Content-MD5 you specified is not valid: '" + Names.shown(expected) + "' is not 16 bytes in "
                            + "base64");
        }
        if (!MessageDigest.isEqual(decode(expected), found)) {
            throw new Fault(
                    "BadDigest",
                    400,
                    "The Content-MD5 you specified did not match what we received: "
                            + Base64.getEncoder().encodeToString(found));
        }
    }

    /** Compares a checksum with the one that was announced, which may lack the number of parts. */
    static void check(Optional<String> expected, ObjectChecksum found) {
        if (expected.isPresent() && !digits(expected.get()).equals(digits(found.value()))) {
            throw new Fault(
                    "BadDigest",
                    400,
                    "The " + found.algorithm() + " you specified did not match the calculated checksum: '"
                            + Names.shown(expected.get()) + "' is not '" + found.value() + "'");
        }
    }

    private static String digits(String checksum) {
        int hyphen = checksum.indexOf('-');
        return (hyphen < 0 ? checksum : checksum.substring(0, hyphen)).strip();
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
