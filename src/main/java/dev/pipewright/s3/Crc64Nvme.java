package dev.pipewright.s3;

import java.util.zip.Checksum;

/** The 64-bit checksum of the NVM Express specification, eight bytes at a step. */
final class Crc64Nvme implements Checksum {
    /** In reflected bit order. */
    static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

    private static final long[][] TABLES = tables();

    private long state = ~0L;

    private static long[][] tables() {
        var tables = new long[8][256];
        for (int n = 0; n < 256; n++) {
            long crc = n;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
            }
            tables[0][n] = crc;
        }
        for (int n = 0; n < 256; n++) {
            for (int table = 1; table < 8; table++) {
                long before = tables[table - 1][n];
                tables[table][n] = (before >>> 8) ^ tables[0][(int) (before & 0xFF)];
            }
        }
        return tables;
    }

    @Override
    public void update(int b) {
        state = (state >>> 8) ^ TABLES[0][(int) ((state ^ b) & 0xFF)];
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        long crc = state;
        for (; end - at >= 8; at += 8) {
            long word = crc;
            for (int i = 0; i < 8; i++) {
                word ^= (bytes[at + i] & 0xFFL) << (8 * i);
            }
            crc = 0;
            for (int i = 0; i < 8; i++) {
                crc ^= TABLES[7 - i][(int) ((word >>> (8 * i)) & 0xFF)];
            }
        }
        state = crc;
        for (; at < end; at++) {
            update(bytes[at]);
        }
    }

    @Override
    public long getValue() {
        return ~state;
    }

    @Override
    public void reset() {
        state = ~0L;
    }
}
