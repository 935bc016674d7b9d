package dev.pipewright.api.logs;

import dev.pipewright.api.logs.LogReader.Line;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/**
 * The lines of one stream, from its end or from its head, and on from there in either direction. At the end of the
 * stream the forward token is the one that was given, until there is more; so is the backward token at its head.
 */
final class GetLogEvents implements Operation<GetLogEventsRequest, GetLogEventsResponse> {
    private static final int MOST_EVENTS = 10_000;
    private static final Pattern TOKEN = Pattern.compile("([fb])/(\\d{1,18})");

    private final LogReader logs;

    GetLogEvents(LogReader logs) {
        this.logs = logs;
    }

    /** Where to read from, and in which direction. */
    private record Position(boolean isForward, long offset) {
        String token() {
            return (isForward ? "f/" : "b/") + offset;
        }
    }

    /** What was read: from one offset to the other, of which these lines are asked for. */
    private record Part(Collection<Line> lines, long from, long to) {}

    @Override
    public GetLogEventsResponse run(GetLogEventsRequest input, Request request) {
        var group = LogGroups.name(input.logGroupName(), input.logGroupIdentifier(), request);
        var stream = input.logStreamName();
        var position = position(input);
        if (logs.stream(group, stream).isEmpty()) {
            throw LogFaults.streamNotFound(stream);
        }
        var window = Window.before(input.startTime(), input.endTime());
        var allowance = new Allowance(input.limit() == null ? MOST_EVENTS : input.limit());
        var part = position.isForward()
                ? forward(group, stream, position.offset(), window, allowance)
                : backward(group, stream, position.offset(), window, allowance);
        return GetLogEventsResponse.builder()
                .events(part.lines().stream().map(GetLogEvents::event).toList())
                .nextForwardToken(new Position(true, part.to()).token())
                .nextBackwardToken(new Position(false, part.from()).token())
                .build();
    }

    private static Position position(GetLogEventsRequest input) {
        if (input.nextToken() == null) {
            return Boolean.TRUE.equals(input.startFromHead())
                    ? new Position(true, 0)
                    : new Position(false, Long.MAX_VALUE);
        }
        var token = TOKEN.matcher(input.nextToken());
        if (!token.matches()) {
            throw LogFaults.invalidToken();
        }
        return new Position(token.group(1).equals("f"), Long.parseLong(token.group(2)));
    }

    private Part forward(String group, String stream, long offset, Window window, Allowance allowance) {
        Deque<Line> events = new ArrayDeque<>();
        long to = offset;
        while (!allowance.isUsedUp()) {
            var page = logs.forward(group, stream, to, allowance.page());
            if (page.isEmpty()) {
                break;
            }
            for (var line : page) {
                if (window.holds(line)) {
                    if (!allowance.take(line)) {
                        return new Part(events, offset, to);
                    }
                    events.addLast(line);
                }
                allowance.read();
                to = line.end();
            }
        }
        return new Part(events, offset, to);
    }

    private Part backward(String group, String stream, long before, Window window, Allowance allowance) {
        Deque<Line> events = new ArrayDeque<>();
        long from = before;
        long to = before;
        while (!allowance.isUsedUp()) {
            var page = logs.backward(group, stream, from, allowance.page());
            if (page.isEmpty()) {
                break;
            }
            if (to == Long.MAX_VALUE) {
                to = page.getLast().end();
                from = to;
            }
            for (var line : page.reversed()) {
                if (window.holds(line)) {
                    if (!allowance.take(line)) {
                        return new Part(events, from, to);
                    }
                    events.addFirst(line);
                }
                allowance.read();
                from = line.offset();
            }
        }
        return to == Long.MAX_VALUE ? new Part(events, 0, 0) : new Part(events, from, to);
    }

    private static OutputLogEvent event(Line line) {
        return OutputLogEvent.builder()
                .timestamp(line.at().toEpochMilli())
                .ingestionTime(line.at().toEpochMilli())
                .message(line.text())
                .build();
    }
}
