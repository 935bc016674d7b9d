package dev.pipewright.action.logs;

import dev.pipewright.action.LogStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Logs as files: a folder for each group, a file for each stream. */
public final class FileLogStore implements LogStore {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_LINE = 1 << 16;
    private static final int PAGE = 1 << 20;

    private final Path root;

    /** Keeps its files below a folder, which is made when it is needed. */
    public FileLogStore(Path root) {
        this.root = root;
    }

    /**
     * Some lines of a stream.
     *
     * @param lines without their line ends
     * @param nextOffset where to read on, in bytes; the offset asked for where nothing is new
     */
    public record Page(List<String> lines, long nextOffset) {
        public Page {
            lines = List.copyOf(lines);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws UncheckedIOException where the file cannot be made
     */
    @Override
    public Path file(String logGroup, String logStream) {
        var file = place(logGroup, logStream);
        try {
            Files.createDirectories(file.getParent());
            if (Files.notExists(file)) {
                Files.createFile(file);
            }
            return file;
        } catch (FileAlreadyExistsException madeByAnother) {
            return file;
        } catch (IOException failure) {
            throw new UncheckedIOException("The log " + file + " cannot be made.", failure);
        }
    }

    @Override
    public String arn(String account, String region, String logGroup, String logStream) {
        return "arn:aws:logs:%s:%s:log-group:%s:log-stream:%s".formatted(region, account, logGroup, logStream);
    }

    /**
     * The complete lines from an offset on, at most so many and at most about a megabyte of them; none where there is
     * no such stream. What is still being written is left for the next call. A line of more than 64 KiB comes in
     * pieces.
     *
     * @param offset 0, or the {@link Page#nextOffset} of an earlier answer
     */
    public Page read(String logGroup, String logStream, long offset, int limit) throws IOException {
        if (offset < 0 || limit < 0) {
            throw new IllegalArgumentException("negative offset %d or limit %d".formatted(offset, limit));
        }
        var bytes = ByteBuffer.allocate(PAGE);
        try (var channel = FileChannel.open(place(logGroup, logStream))) {
            while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) > 0) {
                // The channel may give less than there is.
            }
        } catch (NoSuchFileException none) {
            return new Page(List.of(), offset);
        }
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < bytes.position() && lines.size() < limit; at++) {
            if (bytes.get(at) == '\n') {
                lines.add(text(bytes, start, at));
                start = at + 1;
            } else if (at - start + 1 == LONGEST_LINE) {
                lines.add(text(bytes, start, at + 1));
                start = at + 1;
            }
        }
        return new Page(lines, offset + start);
    }

    private static String text(ByteBuffer bytes, int from, int to) {
        var end = to > from && bytes.get(to - 1) == '\r' ? to - 1 : to;
        return new String(bytes.array(), from, end - from, StandardCharsets.UTF_8);
    }

    private Path place(String logGroup, String logStream) {
        return root.resolve(fileName(logGroup)).resolve(fileName(logStream) + ".log");
    }

    /**
     * Every name becomes another file name, and none of them a path: all but letters, digits, - and _ is spelled in
     * hex.
     */
    private static String fileName(String name) {
        var spelled = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            var plain = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-' || b == '_';
            spelled.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b));
        }
        if (spelled.length() > LONGEST_NAME) {
            return spelled.substring(0, LONGEST_NAME - 64) + "+" + digest(name);
        }
        return spelled.isEmpty() ? "%" : spelled.toString();
    }

    private static String digest(String name) {
        try {
            var sha = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
