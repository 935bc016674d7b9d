package dev.pipewright.api.logs;

import dev.pipewright.api.logs.LogReader.Line;
import dev.pipewright.api.logs.LogReader.Stream;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/**
 * The lines of a group's streams that fall in a time and match a pattern. Each answer is in the order of time; answers
 * go through the streams in the order in which they were made, so that a token needs to hold one place only.
 */
final class FilterLogEvents implements Operation<FilterLogEventsRequest, FilterLogEventsResponse> {
    private static final int MOST_EVENTS = 10_000;
    private static final Pattern TOKEN = Pattern.compile("(\\d{1,18}):(\\d{1,18}):(.*)", Pattern.DOTALL);
    private static final Comparator<Stream> BY_AGE =
            Comparator.comparing((Stream stream) -> stream.created().toEpochMilli()).thenComparing(Stream::name);

    private final LogReader logs;

    FilterLogEvents(LogReader logs) {
        this.logs = logs;
    }

    /** Where an answer ended: in or before that stream, at that offset. */
    private record Place(Stream stream, long offset) {
        static Place read(String token) {
            var parts = OpaqueToken.read(token, TOKEN);
            var created = java.time.Instant.ofEpochMilli(Long.parseLong(parts.group(1)));
            return new Place(new Stream(parts.group(3), created, null), Long.parseLong(parts.group(2)));
        }

        String token() {
            return OpaqueToken.of(stream.created().toEpochMilli() + ":" + offset + ":" + stream.name());
        }

        long offsetIn(Stream other) {
            return BY_AGE.compare(stream, other) == 0 ? offset : 0;
        }
    }

    @Override
    public FilterLogEventsResponse run(FilterLogEventsRequest input, Request request) {
        if (Boolean.FALSE.equals(input.startFromHead())) {
            throw LogFaults.invalidParameter("The newest events first, by startFromHead false, are not available yet");
        }
        var group = LogGroups.name(input.logGroupName(), input.logGroupIdentifier(), request);
        var window = Window.until(input.startTime(), input.endTime());
        var pattern = FilterPattern.of(input.filterPattern());
        var allowance = new Allowance(input.limit() == null ? MOST_EVENTS : input.limit());
        var place = input.nextToken() == null ? null : Place.read(input.nextToken());
        var events = new ArrayList<FilteredLogEvent>();
        Place rest = null;
        for (var stream : streams(group, input, window)) {
            if (place != null && BY_AGE.compare(stream, place.stream()) < 0) {
                continue;
            }
            var offset = place == null ? 0 : place.offsetIn(stream);
            var end = collect(group, stream, offset, window, pattern, allowance, events);
            if (allowance.isUsedUp()) {
                rest = new Place(stream, end);
                break;
            }
        }
        events.sort(Comparator.comparing(FilteredLogEvent::timestamp));
        return FilterLogEventsResponse.builder()
                .events(events)
                .searchedLogStreams(List.of())
                .nextToken(rest == null ? null : rest.token())
                .build();
    }

    private List<Stream> streams(String group, FilterLogEventsRequest input, Window window) {
        if (input.hasLogStreamNames() && input.logStreamNamePrefix() != null) {
            throw LogFaults.invalidParameter("Only one of logStreamNames and logStreamNamePrefix may be given");
        }
        var all = logs.streams(group).orElseThrow(() -> LogFaults.groupNotFound(group));
        for (var name : input.logStreamNames()) {
            if (all.stream().noneMatch(stream -> stream.name().equals(name))) {
                throw LogFaults.streamNotFound(name);
            }
        }
        var prefix = input.logStreamNamePrefix() == null ? "" : input.logStreamNamePrefix();
        return all.stream()
                .filter(stream -> !input.hasLogStreamNames() || input.logStreamNames().contains(stream.name()))
                .filter(stream -> stream.name().startsWith(prefix))
                .filter(stream -> stream.lastEvent() != null && stream.lastEvent().toEpochMilli() >= window.first())
                .sorted(BY_AGE)
                .toList();
    }

    /** Adds what is asked for of one stream, and says where it ended. */
    private long collect(
            String group,
            Stream stream,
            long from,
            Window window,
            FilterPattern pattern,
            Allowance allowance,
            List<FilteredLogEvent> events) {
        long to = from;
        while (!allowance.isUsedUp()) {
            var page = logs.forward(group, stream.name(), to, allowance.page());
            if (page.isEmpty()) {
                break;
            }
            for (var line : page) {
                if (window.holds(line) && pattern.matches(line.text())) {
                    if (!allowance.take(line)) {
                        return to;
                    }
                    events.add(event(stream, line));
                }
                allowance.read();
                to = line.end();
            }
        }
        return to;
    }

    private static FilteredLogEvent event(Stream stream, Line line) {
        var at = line.at().toEpochMilli();
        return FilteredLogEvent.builder()
                .logStreamName(stream.name())
                .timestamp(at)
                .ingestionTime(at)
                .message(line.text())
                // Clients that follow a log know by it what they have seen already.
                .eventId("%013d%010d%019d".formatted(
                        at, Integer.toUnsignedLong(stream.name().hashCode()), line.offset()))
                .build();
    }
}
