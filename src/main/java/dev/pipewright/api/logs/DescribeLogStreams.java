package dev.pipewright.api.logs;

import dev.pipewright.api.logs.LogReader.Stream;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.time.Instant;
import java.util.Comparator;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;

/** The streams of a group, by their names or by the time of their last lines. */
final class DescribeLogStreams implements Operation<DescribeLogStreamsRequest, DescribeLogStreamsResponse> {
    private static final int PAGE = 50;
    private static final Pattern TOKEN = Pattern.compile("(\\d{1,18}):(.*)", Pattern.DOTALL);

    private final LogReader logs;

    DescribeLogStreams(LogReader logs) {
        this.logs = logs;
    }

    @Override
    public DescribeLogStreamsResponse run(DescribeLogStreamsRequest input, Request request) {
        var group = LogGroups.name(input.logGroupName(), input.logGroupIdentifier(), request);
        var byTime = input.orderBy() == OrderBy.LAST_EVENT_TIME;
        if (byTime && input.logStreamNamePrefix() != null) {
            throw LogFaults.invalidParameter(
                    "Streams in the order of LastEventTime cannot be narrowed by the logStreamNamePrefix '%s'",
                    input.logStreamNamePrefix());
        }
        var order = order(byTime, Boolean.TRUE.equals(input.descending()));
        var after = input.nextToken() == null ? null : read(input.nextToken());
        var prefix = input.logStreamNamePrefix() == null ? "" : input.logStreamNamePrefix();
        var size = input.limit() == null ? PAGE : input.limit();
        var found = logs.streams(group).orElseThrow(() -> LogFaults.groupNotFound(group)).stream()
                .filter(stream -> stream.name().startsWith(prefix))
                .filter(stream -> after == null || order.compare(stream, after) > 0)
                .sorted(order)
                .limit(size + 1L)
                .toList();
        var page = found.subList(0, Math.min(size, found.size()));
        return DescribeLogStreamsResponse.builder()
                .logStreams(page.stream().map(stream -> wire(group, stream, request)).toList())
                .nextToken(page.size() < found.size() ? token(page.getLast()) : null)
                .build();
    }

    private static Comparator<Stream> order(boolean byTime, boolean isDescending) {
        var byName = Comparator.comparing(Stream::name);
        var order = byTime ? Comparator.comparing(DescribeLogStreams::lastEvent).thenComparing(byName) : byName;
        return isDescending ? order.reversed() : order;
    }

    private static long lastEvent(Stream stream) {
        return stream.lastEvent() == null ? 0 : stream.lastEvent().toEpochMilli();
    }

    private static String token(Stream last) {
        return OpaqueToken.of(lastEvent(last) + ":" + last.name());
    }

    private static Stream read(String token) {
        var parts = OpaqueToken.read(token, TOKEN);
        return new Stream(parts.group(2), Instant.EPOCH, Instant.ofEpochMilli(Long.parseLong(parts.group(1))));
    }

    private static LogStream wire(String group, Stream stream, Request request) {
        var created = stream.created().toEpochMilli();
        var last = stream.lastEvent() == null ? null : (Long) stream.lastEvent().toEpochMilli();
        return LogStream.builder()
                .logStreamName(stream.name())
                .creationTime(created)
                .firstEventTimestamp(last == null ? null : (Long) created)
                .lastEventTimestamp(last)
                .lastIngestionTime(last)
                .arn(LogGroups.arn(request, group) + ":log-stream:" + stream.name())
                .build();
    }
}
