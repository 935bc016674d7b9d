package dev.pipewright.action.logs;

import dev.pipewright.action.LogStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Logs as files: a folder for each group, a file for each stream. */
public final class FileLogStore implements LogStore {
    private static final String SUFFIX = ".log";
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_LINE = 1 << 16;
    private static final int PAGE = 1 << 20;

    private final Path root;
    private final Optional<String> owner;

    /** Keeps its files below a folder, which is made when it is needed; the same ones for all accounts. */
    public FileLogStore(Path root) {
        this(root, Optional.empty());
    }

    /** The same for an account; each other has a folder of its own in that folder. */
    public FileLogStore(Path root, String account) {
        this(root, Optional.of(account));
    }

    private FileLogStore(Path root, Optional<String> owner) {
        this.root = root;
        this.owner = owner;
    }

    @Override
    public FileLogStore as(String account) {
        // No group's folder has a dot in its name.
        return owner.filter(own -> !own.equals(account)).isEmpty()
                ? this
                : new FileLogStore(root.resolve("of." + account), account);
    }

    /**
     * One line of a stream.
     *
     * @param offset where it begins, in bytes
     * @param end where the next one begins, or will begin
     * @param text without its line end
     */
    public record Line(long offset, long end, String text) {}

    /**
     * One stream.
     *
     * @param created when its file was made
     * @param written when its file was last written to
     * @param bytes how long it is
     */
    public record Stream(String name, Instant created, Instant written, long bytes) {}

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

    /** The streams of a group, in no order; none where there is no such group. */
    public List<Stream> streams(String logGroup) throws IOException {
        try (var files = Files.newDirectoryStream(root.resolve(fileName(logGroup)), "*" + SUFFIX)) {
            List<Stream> streams = new ArrayList<>();
            for (var file : files) {
                var name = file.getFileName().toString();
                stream(file, spelledOut(name.substring(0, name.length() - SUFFIX.length()))).ifPresent(streams::add);
            }
            return streams;
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    /** One stream of a group; empty where there is none of that name. */
    public Optional<Stream> stream(String logGroup, String logStream) throws IOException {
        return stream(place(logGroup, logStream), logStream);
    }

    private static Optional<Stream> stream(Path file, String name) throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Stream(
                    name,
                    attributes.creationTime().toInstant(),
                    attributes.lastModifiedTime().toInstant(),
                    attributes.size()));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /**
     * The complete lines from an offset on, at most so many and at most about a megabyte of them; none where there is
     * no such stream. What is still being written is left for the next call. A line of more than 64 KiB comes in
     * pieces.
     *
     * @param offset 0, or the {@link Line#end} of an earlier answer
     */
    public List<Line> forward(String logGroup, String logStream, long offset, int limit) throws IOException {
        if (offset < 0 || limit < 0) {
            throw new IllegalArgumentException("negative offset %d or limit %d".formatted(offset, limit));
        }
        var bytes = ByteBuffer.allocate(PAGE);
        try (var channel = FileChannel.open(place(logGroup, logStream))) {
            while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) > 0) {
                // The channel may give less than there is.
            }
        } catch (NoSuchFileException none) {
            return List.of();
        }
        List<Line> lines = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < bytes.position() && lines.size() < limit; at++) {
            var whole = bytes.get(at) == '\n';
            if (whole || at - start + 1 == LONGEST_LINE) {
                lines.add(new Line(offset + start, offset + at + 1, text(bytes, start, whole ? at : at + 1)));
                start = at + 1;
            }
        }
        return lines;
    }

    /**
     * The complete lines before an offset in their order, at most so many and at most about a megabyte of them.
     *
     * @param before the {@link Line#offset} of an earlier answer, or {@code Long.MAX_VALUE} for the end
     */
    public List<Line> backward(String logGroup, String logStream, long before, int limit) throws IOException {
        var stream = stream(logGroup, logStream);
        if (stream.isEmpty() || before <= 0) {
            return List.of();
        }
        var end = Math.min(before, stream.get().bytes());
        var from = Math.max(0, end - PAGE);
        var lines = new ArrayList<>(forward(logGroup, logStream, from, Integer.MAX_VALUE));
        lines.removeIf(line -> line.end() > end);
        if (from > 0 && lines.size() > 1) {
            // The reading began somewhere in it.
            lines.removeFirst();
        }
        return List.copyOf(lines.subList(Math.max(0, lines.size() - limit), lines.size()));
    }

    private static String text(ByteBuffer bytes, int from, int to) {
        var end = to > from && bytes.get(to - 1) == '\r' ? to - 1 : to;
        return new String(bytes.array(), from, end - from, StandardCharsets.UTF_8);
    }

    private Path place(String logGroup, String logStream) {
        return root.resolve(fileName(logGroup)).resolve(fileName(logStream) + SUFFIX);
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

    /** The name that a file name spells, as far as it was not cut. */
    private static String spelledOut(String fileName) {
        return URLDecoder.decode(fileName, StandardCharsets.UTF_8);
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
