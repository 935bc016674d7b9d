package dev.pipewright.sink;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.pipewright.model.StateChange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes each event as a line to the end of a file, in the form of EventBridge. The file is opened anew each time, so
 * that it may be moved away at any moment; lines are on the disk before they count as delivered.
 */
public final class FileEvents implements EventSink {
    private static final int AT_ONCE = 100;
    private static final String BEGINNING = "{\"version\":\"0\",\"id\":\"";
    private static final int BLOCK = 8192;

    private final Path file;

    /** Writes to this file, which is made when it is not there; its folder is. */
    public FileEvents(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    @Override
    public String name() {
        return "file:" + file;
    }

    @Override
    public int most() {
        return AT_ONCE;
    }

    @Override
    public void deliver(List<StateChange> changes) throws IOException {
        var lines = new StringBuilder();
        changes.forEach(change -> lines.append(Envelope.json(change)).append('\n'));
        try {
            append(lines.toString().getBytes(StandardCharsets.UTF_8));
        } catch (FileSystemException e) {
            var reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw new IOException("The file %s cannot be written: %s".formatted(file, reason), e);
        } catch (IOException e) {
            throw new IOException("The file %s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }

    private void append(byte[] lines) throws IOException {
        var fresh = Files.notExists(file);
        try (var channel = FileChannel.open(file, CREATE, READ, WRITE)) {
            channel.position(channel.size());
            endLastLine(channel);
            write(channel, lines);
            channel.force(true);
        }
        if (fresh) {
            try (var folder = FileChannel.open(file.getParent(), READ)) {
                folder.force(true);
            }
        }
    }

    /**
     * What a crash left of a line is cut off, because the whole line comes again. Anything else without a line break at
     * its end is not ours: it is left alone, on a line of its own.
     */
    private static void endLastLine(FileChannel channel) throws IOException {
        var size = channel.size();
        var start = startOfLastLine(channel, size);
        if (start == size) {
            return;
        }
        var head = new byte[(int) Math.min(BEGINNING.length(), size - start)];
        readFully(channel, ByteBuffer.wrap(head), start);
        if (BEGINNING.startsWith(new String(head, StandardCharsets.US_ASCII))) {
            channel.truncate(start);
            channel.position(start);
        } else {
            write(channel, new byte[] {'\n'});
        }
    }

    private static long startOfLastLine(FileChannel channel, long size) throws IOException {
        var end = size;
        while (end > 0) {
            var from = Math.max(0, end - BLOCK);
            var block = new byte[(int) (end - from)];
            readFully(channel, ByteBuffer.wrap(block), from);
            for (int i = block.length - 1; i >= 0; i--) {
                if (block[i] == '\n') {
                    return from + i + 1;
                }
            }
            end = from;
        }
        return 0;
    }

    private static void readFully(FileChannel channel, ByteBuffer into, long position) throws IOException {
        while (into.hasRemaining()) {
            var read = channel.read(into, position + into.position());
            if (read < 0) {
                throw new IOException("it became shorter while it was read");
            }
        }
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        var rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    @Override
    public void close() {
        // Nothing is open between two deliveries.
    }
}
