package dev.pipewright.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** The checksums that S3 knows beside MD5. */
public enum ChecksumAlgorithm {
    CRC32(4, 0xEDB88320L),
    CRC32C(4, 0x82F63B78L),
    CRC64NVME(8, Crc64Nvme.POLYNOMIAL),
    SHA1(20, 0),
    SHA256(32, 0);

    /** Takes bytes and has a value in the end. */
    interface Sum {
        void update(byte[] bytes, int offset, int length);

        byte[] value();
    }

    private final int bytes;
    private final long polynomial;

    ChecksumAlgorithm(int bytes, long polynomial) {
        this.bytes = bytes;
        this.polynomial = polynomial;
    }

    static Optional<ChecksumAlgorithm> named(String name) {
        return Arrays.stream(values()).filter(a -> a.name().equalsIgnoreCase(name)).findFirst();
    }

    static Optional<ChecksumAlgorithm> ofHeader(String header) {
        return Arrays.stream(values()).filter(a -> a.header().equalsIgnoreCase(header)).findFirst();
    }

    String header() {
        return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
    }

    String element() {
        return "Checksum" + name();
    }

    /** How many bytes a value has. */
    int size() {
        return bytes;
    }

    /** Whether the sum of a whole follows from the sums of its parts. */
    boolean joins() {
        return polynomial != 0;
    }

    Sum start() {
        return switch (this) {
            case CRC32 -> crc(new CRC32());
            case CRC32C -> crc(new CRC32C());
            case CRC64NVME -> crc(new Crc64Nvme());
            case SHA1 -> digest("SHA-1");
            case SHA256 -> digest("SHA-256");
        };
    }

    /** The sum of two byte strings one after the other, from the sum of each and the length of the second. */
    byte[] join(byte[] first, byte[] second, long secondLength) {
        if (!joins()) {
            throw new IllegalStateException(this + " of a whole does not follow from its parts");
        }
        long joined = shift(number(first), secondLength) ^ number(second);
        return bytes(joined);
    }

    /** Multiplies by x to the power of 8 * length, modulo the polynomial, all in reflected bit order. */
    private long shift(long crc, long length) {
        long top = 1L << (bytes * 8 - 1);
        long power = top >>> 8; // This is x^8: in reflected order the top bit is x^0.
        for (long rest = length; rest != 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                crc = multiply(crc, power, top);
            }
            power = multiply(power, power, top);
        }
        return crc;
    }

    private long multiply(long a, long b, long top) {
        long product = 0;
        for (long bit = top; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= b;
            }
            b = (b & 1) != 0 ? (b >>> 1) ^ polynomial : b >>> 1;
        }
        return product;
    }

    private long number(byte[] value) {
        return bytes == 4 ? ByteBuffer.wrap(value).getInt() & 0xFFFFFFFFL : ByteBuffer.wrap(value).getLong();
    }

    private byte[] bytes(long value) {
        return bytes == 4
                ? ByteBuffer.allocate(4).putInt((int) value).array()
                : ByteBuffer.allocate(8).putLong(value).array();
    }

    private Sum crc(Checksum crc) {
        return new Sum() {
            @Override
            public void update(byte[] from, int offset, int length) {
                crc.update(from, offset, length);
            }

            @Override
            public byte[] value() {
                return bytes(crc.getValue());
            }
        };
    }

    private static Sum digest(String algorithm) {
        var digest = messageDigest(algorithm);
        return new Sum() {
            @Override
            public void update(byte[] from, int offset, int length) {
                digest.update(from, offset, length);
            }

            @Override
            public byte[] value() {
                return digest.digest();
            }
        };
    }

    static MessageDigest messageDigest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
