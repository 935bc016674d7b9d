package dev.pipewright.server;

import dev.pipewright.action.logs.FileLogStore;
import dev.pipewright.api.logs.LogReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The logs of actions as the log operations see them. The files keep no times of lines: a line is as old as its stream.
 */
final class ActionLogs implements LogReader {
    private final FileLogStore files;

    ActionLogs(FileLogStore files) {
        this.files = files;
    }

    @Override
    public LogReader as(String account) {
        return new ActionLogs(files.as(account));
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new UncheckedIOException("The logs cannot be read", e);
        }
    }

    @Override
    public Optional<List<Stream>> streams(String logGroup) {
        var streams = read(() -> files.streams(logGroup)).stream().map(ActionLogs::shape).toList();
        return streams.isEmpty() ? Optional.empty() : Optional.of(streams);
    }

    @Override
    public Optional<Stream> stream(String logGroup, String logStream) {
        return read(() -> files.stream(logGroup, logStream)).map(ActionLogs::shape);
    }

    private static Stream shape(FileLogStore.Stream stream) {
        return new Stream(stream.name(), stream.created(), stream.bytes() == 0 ? null : stream.written());
    }

    @Override
    public List<Line> forward(String logGroup, String logStream, long offset, int limit) {
        return read(() -> shape(logGroup, logStream, files.forward(logGroup, logStream, offset, limit)));
    }

    @Override
    public List<Line> backward(String logGroup, String logStream, long before, int limit) {
        return read(() -> shape(logGroup, logStream, files.backward(logGroup, logStream, before, limit)));
    }

    private List<Line> shape(String logGroup, String logStream, List<FileLogStore.Line> lines) throws IOException {
        var at = files.stream(logGroup, logStream).map(FileLogStore.Stream::created).orElse(Instant.EPOCH);
        return lines.stream()
                .map(line -> new Line(line.offset(), line.end(), at, line.text()))
                .toList();
    }
}
