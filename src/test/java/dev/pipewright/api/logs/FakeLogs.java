package dev.pipewright.api.logs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Logs in memory, each line 10 offsets long, given out three lines at a time at most. */
final class FakeLogs implements LogReader {
    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private static final int MOST_AT_ONCE = 3;

    private final Map<String, Map<String, List<Line>>> groups = new TreeMap<>();

    /** Adds a line to a stream, which is made if it is not there, written so many seconds after {@link #START}. */
    FakeLogs line(String group, String stream, long second, String text) {
        var lines = groups.computeIfAbsent(group, _ -> new TreeMap<>()).computeIfAbsent(stream, _ -> new ArrayList<>());
        lines.add(new Line(lines.size() * 10L, lines.size() * 10L + 10, START.plusSeconds(second), text));
        return this;
    }

    @Override
    public Optional<List<Stream>> streams(String logGroup) {
        return Optional.ofNullable(groups.get(logGroup)).map(streams -> streams.entrySet().stream()
                .map(it -> new Stream(it.getKey(), it.getValue().getFirst().at(), it.getValue().getLast().at()))
                .toList());
    }

    @Override
    public Optional<Stream> stream(String logGroup, String logStream) {
        return streams(logGroup)
                .flatMap(streams -> streams.stream().filter(it -> it.name().equals(logStream)).findFirst());
    }

    @Override
    public List<Line> forward(String logGroup, String logStream, long offset, int limit) {
        return lines(logGroup, logStream).stream()
                .filter(line -> line.offset() >= offset)
                .limit(Math.min(limit, MOST_AT_ONCE))
                .toList();
    }

    @Override
    public List<Line> backward(String logGroup, String logStream, long before, int limit) {
        var earlier = lines(logGroup, logStream).stream().filter(line -> line.end() <= before).toList();
        return earlier.subList(Math.max(0, earlier.size() - Math.min(limit, MOST_AT_ONCE)), earlier.size());
    }

    private List<Line> lines(String logGroup, String logStream) {
        return groups.getOrDefault(logGroup, Map.of()).getOrDefault(logStream, List.of());
    }
}
