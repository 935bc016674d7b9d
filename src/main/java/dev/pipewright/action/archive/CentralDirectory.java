package dev.pipewright.action.archive;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The list of entries at the end of a zip, walked without keeping anything of it. */
final class CentralDirectory {
    private static final int END = 0x06054b50;
    private static final int END64_LOCATOR = 0x07064b50;
    private static final int HEADER = 0x02014b50;
    private static final int END_SIZE = 22;
    private static final int LOCATOR_SIZE = 20;
    private static final int HEADER_SIZE = 46;
    private static final int MOST_NAMESAKES = 1000;
    private static final int LONGEST_COMMENT = 0xffff;

    private final Path file;

    private CentralDirectory(Path file) {
        this.file = file;
    }

    static CentralDirectory of(Path file) {
        return new CentralDirectory(file);
    }

    /**
     * Refuses too many entries, and too many of one name, which the library would compare each with all others. Walks
     * the headers themselves, because the count beside them can be a lie.
     */
    void check(int mostEntries) throws IOException {
        try (var channel = FileChannel.open(file)) {
            channel.position(start(channel));
            var headers = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
            Map<Integer, Integer> namesakes = new HashMap<>();
            int count = 0;
            var header = new byte[HEADER_SIZE];
            while (headers.readNBytes(header, 0, HEADER_SIZE) == HEADER_SIZE) {
                var fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
                if (fields.getInt(0) != HEADER) {
                    break;
                }
                if (++count > mostEntries) {
                    throw ArchiveRefused.unsafe("The archive holds more than %,d entries.", mostEntries);
                }
                var name = new String(headers.readNBytes(unsigned(fields, 28)), StandardCharsets.UTF_8);
                if (namesakes.merge(name.hashCode(), 1, Integer::sum) > MOST_NAMESAKES) {
                    throw ArchiveRefused.unsafe("The archive holds more than %,d entries of one name.", MOST_NAMESAKES);
                }
                headers.skipNBytes(unsigned(fields, 30) + unsigned(fields, 32));
            }
        } catch (EOFException | IllegalArgumentException cut) {
            throw ArchiveRefused.malformed(cut);
        }
    }

    private static long start(FileChannel channel) throws IOException {
        var tailSize = (int) Math.min(channel.size(), END_SIZE + LONGEST_COMMENT + LOCATOR_SIZE);
        var tail = read(channel, channel.size() - tailSize, tailSize);
        for (int at = tailSize - END_SIZE; at >= 0; at--) {
            if (tail.getInt(at) != END) {
                continue;
            }
            if (at >= LOCATOR_SIZE && tail.getInt(at - LOCATOR_SIZE) == END64_LOCATOR) {
                var end64 = tail.getLong(at - LOCATOR_SIZE + 8);
                return read(channel, end64, 56).getLong(48);
            }
            return tail.getInt(at + 16) & 0xffffffffL;
        }
        throw ArchiveRefused.malformed(new EOFException("no end of central directory"));
    }

    private static ByteBuffer read(FileChannel channel, long position, int size) throws IOException {
        var bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("the file ends inside its directory");
            }
        }
        return bytes;
    }

    private static int unsigned(ByteBuffer fields, int at) {
        return fields.getShort(at) & 0xffff;
    }
}
