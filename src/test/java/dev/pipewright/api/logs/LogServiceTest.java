package dev.pipewright.api.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Principal;
import dev.pipewright.wire.Request;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

final class LogServiceTest {
    private static final long START = FakeLogs.START.toEpochMilli();
    private static final Request REQUEST = new Request(
            "request-1", FakeLogs.START,
            new Principal("111122223333", "arn:aws:iam::111122223333:user/reader", Principal.Grants.ALL),
            "eu-central-1");

    private final FakeLogs logs = new FakeLogs();

    @BeforeEach
    void write() {
        for (int i = 1; i <= 10; i++) {
            logs.line("shop", "first", i, "line " + i);
        }
    }

    @Test
    void the_events_come_from_the_end_unless_the_head_is_asked_for() {
        assertThat(texts(get(GetLogEventsRequest.builder().limit(4)))).containsExactly(
                "line 7", "line 8", "line 9", "line 10");
        assertThat(texts(get(GetLogEventsRequest.builder().limit(4).startFromHead(true)))).containsExactly(
                "line 1", "line 2", "line 3", "line 4");
        assertThat(get(GetLogEventsRequest.builder()).events()).hasSize(10).first().isEqualTo(OutputLogEvent.builder()
                .message("line 1").timestamp(START + 1000).ingestionTime(START + 1000).build());
    }

    @Test
    void forward_tokens_lead_through_every_event_once_and_stay_the_same_at_the_end() {
        var found = new ArrayList<String>();
        var page = get(GetLogEventsRequest.builder().limit(4).startFromHead(true));
        while (!page.events().isEmpty()) {
            found.addAll(texts(page));
            page = get(GetLogEventsRequest.builder().limit(4).nextToken(page.nextForwardToken()));
        }
        assertThat(found).hasSize(10).doesNotHaveDuplicates().endsWith("line 10");

        var end = page.nextForwardToken();
        assertThat(get(GetLogEventsRequest.builder().nextToken(end)).nextForwardToken()).isEqualTo(end);
        logs.line("shop", "first", 11, "line 11");
        assertThat(texts(get(GetLogEventsRequest.builder().nextToken(end)))).containsExactly("line 11");
    }

    @Test
    void backward_tokens_lead_to_the_head_and_stay_the_same_there() {
        var found = new ArrayList<String>();
        var page = get(GetLogEventsRequest.builder().limit(4));
        while (!page.events().isEmpty()) {
            found.addAll(0, texts(page));
            page = get(GetLogEventsRequest.builder().limit(4).nextToken(page.nextBackwardToken()));
        }
        assertThat(found).hasSize(10).startsWith("line 1").endsWith("line 10").doesNotHaveDuplicates();

        var head = page.nextBackwardToken();
        assertThat(get(GetLogEventsRequest.builder().nextToken(head)).nextBackwardToken()).isEqualTo(head);
    }

    @Test
    void the_forward_token_of_the_newest_events_follows_the_stream() {
        var newest = get(GetLogEventsRequest.builder().limit(2));
        logs.line("shop", "first", 11, "line 11");

        assertThat(texts(get(GetLogEventsRequest.builder().nextToken(newest.nextForwardToken()))))
                .containsExactly("line 11");
    }

    @Test
    void a_time_narrows_the_events_to_before_its_end() {
        var page = get(GetLogEventsRequest.builder().startTime(START + 3000).endTime(START + 5000).startFromHead(true));

        assertThat(texts(page)).containsExactly("line 3", "line 4");
    }

    @Test
    void an_answer_holds_no_more_than_a_mebibyte() {
        for (int i = 0; i < 5; i++) {
            logs.line("shop", "long", i, "x".repeat(400_000));
        }
        var page = get(GetLogEventsRequest.builder().logStreamName("long").startFromHead(true));

        assertThat(page.events()).hasSize(2);
        assertThat(get(GetLogEventsRequest.builder().logStreamName("long").nextToken(page.nextForwardToken())).events())
                .hasSize(2);
    }

    @Test
    void an_event_that_is_larger_than_an_answer_comes_alone() {
        logs.line("shop", "huge", 1, "x".repeat(1 << 21)).line("shop", "huge", 2, "small");

        var page = get(GetLogEventsRequest.builder().logStreamName("huge").startFromHead(true));
        assertThat(page.events()).hasSize(1);
        assertThat(texts(get(GetLogEventsRequest.builder().logStreamName("huge").nextToken(page.nextForwardToken()))))
                .containsExactly("small");
    }

    @Test
    void what_is_not_there_is_named() {
        refused("ResourceNotFoundException", () -> get(GetLogEventsRequest.builder().logStreamName("none")))
                .hasMessageContaining("'none'");
        refused("ResourceNotFoundException", () -> filter(FilterLogEventsRequest.builder().logGroupName("none")))
                .hasMessageContaining("'none'");
        refused("ResourceNotFoundException", () -> filter(FilterLogEventsRequest.builder().logStreamNames("none")));
        refused("ResourceNotFoundException", () -> describe(DescribeLogStreamsRequest.builder().logGroupName("none")));
    }

    @Test
    void tokens_that_nobody_gave_out_are_refused() {
        for (var token : List.of("x", "f/", "f/-1", "f/99999999999999999999", "!!", "Zm9v")) {
            refused("InvalidParameterException", () -> get(GetLogEventsRequest.builder().nextToken(token)));
            refused("InvalidParameterException", () -> filter(FilterLogEventsRequest.builder().nextToken(token)));
            refused("InvalidParameterException", () -> describe(DescribeLogStreamsRequest.builder().nextToken(token)));
        }
    }

    @Test
    void a_group_is_named_by_its_name_or_its_arn_of_here() {
        var arn = "arn:aws:logs:eu-central-1:111122223333:log-group:shop";
        assertThat(getByIdentifier(arn).events()).hasSize(10);
        assertThat(getByIdentifier("shop").events()).hasSize(10);
        refused("InvalidParameterException", () -> get(GetLogEventsRequest.builder().logGroupIdentifier(arn)));
        var foreign = arn.replace("1111", "9999");
        refused("InvalidParameterException", () -> getByIdentifier(foreign)).hasMessageContaining(foreign);
    }

    @Test
    void the_events_of_all_streams_come_in_the_order_of_time() {
        logs.line("shop", "second", 4, "other 4").line("shop", "second", 12, "other 12");

        var events = filter(FilterLogEventsRequest.builder().startTime(START + 3000).endTime(START + 5000)).events();

        assertThat(events).extracting(FilteredLogEvent::message)
                .containsExactly("line 3", "line 4", "other 4", "line 5");
        assertThat(events).extracting(FilteredLogEvent::logStreamName)
                .containsExactly("first", "first", "second", "first");
        assertThat(events).extracting(FilteredLogEvent::eventId).doesNotHaveDuplicates();
    }

    @Test
    void pages_of_filtered_events_hold_every_event_once() {
        for (int i = 1; i <= 8; i++) {
            logs.line("shop", "second", 20 + i, "other " + i);
        }
        var found = new ArrayList<String>();
        String token = null;
        do {
            var page = filter(FilterLogEventsRequest.builder().limit(5).nextToken(token));
            page.events().forEach(event -> found.add(event.eventId()));
            token = page.nextToken();
        } while (token != null);

        assertThat(found).hasSize(18).doesNotHaveDuplicates();
    }

    @Test
    void an_event_has_the_same_id_each_time_it_is_read() {
        var all = ids(FilterLogEventsRequest.builder());

        assertThat(ids(FilterLogEventsRequest.builder().startTime(START + 9000))).isEqualTo(all.subList(8, 10));
    }

    @Test
    void streams_are_chosen_by_name_or_by_the_beginning_of_it() {
        logs.line("shop", "second", 4, "other 4");

        assertThat(ids(FilterLogEventsRequest.builder().logStreamNames("second"))).hasSize(1);
        assertThat(ids(FilterLogEventsRequest.builder().logStreamNamePrefix("fir"))).hasSize(10);
        refused("InvalidParameterException", () -> filter(
                FilterLogEventsRequest.builder().logStreamNames("second").logStreamNamePrefix("fir")));
    }

    @Test
    void a_pattern_of_terms_chooses_events() {
        logs.line("shop", "first", 11, "ERROR in the till").line("shop", "first", 12, "error in the door");

        assertThat(messages("ERROR")).containsExactly("ERROR in the till");
        assertThat(messages("in the -till")).containsExactly("error in the door");
        assertThat(messages("?ERROR ?door")).hasSize(2);
        assertThat(messages("\"the door\"")).containsExactly("error in the door");
        refused("InvalidParameterException", () -> messages("{ $.level = \"ERROR\" }"));
        refused("InvalidParameterException", () -> messages("\"the door"));
    }

    @Test
    void streams_are_listed_by_name_or_by_their_last_events() {
        logs.line("shop", "a young one", 99, "x");

        var byName = describe(DescribeLogStreamsRequest.builder()).logStreams();
        assertThat(byName).extracting(LogStream::logStreamName).containsExactly("a young one", "first");
        assertThat(byName.getLast().lastEventTimestamp()).isEqualTo(START + 10_000);
        assertThat(byName.getLast().arn())
                .isEqualTo("arn:aws:logs:eu-central-1:111122223333:log-group:shop:log-stream:first");
        assertThat(describe(DescribeLogStreamsRequest.builder().orderBy(OrderBy.LAST_EVENT_TIME)).logStreams())
                .extracting(LogStream::logStreamName)
                .containsExactly("first", "a young one");
        assertThat(describe(DescribeLogStreamsRequest.builder().logStreamNamePrefix("fi")).logStreams()).hasSize(1);
        refused("InvalidParameterException", () -> describe(
                DescribeLogStreamsRequest.builder().orderBy(OrderBy.LAST_EVENT_TIME).logStreamNamePrefix("fi")));
    }

    @Test
    void pages_of_streams_hold_every_stream_once_in_every_order() {
        for (int i = 0; i < 12; i++) {
            logs.line("shop", "run " + i, i % 3, "x");
        }
        for (var order : OrderBy.knownValues()) {
            for (var isDescending : List.of(true, false)) {
                var found = new ArrayList<String>();
                String token = null;
                do {
                    var page = describe(DescribeLogStreamsRequest.builder()
                            .orderBy(order).descending(isDescending).limit(5).nextToken(token));
                    page.logStreams().forEach(stream -> found.add(stream.logStreamName()));
                    token = page.nextToken();
                } while (token != null);
                assertThat(found).as(order + " " + isDescending).hasSize(13).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void the_service_knows_the_constraints_of_its_operations() {
        assertThat(LogService.of(logs)).isNotNull();
    }

    private GetLogEventsResponse getByIdentifier(String identifier) {
        var request = GetLogEventsRequest.builder().logGroupIdentifier(identifier).logStreamName("first").build();
        return new GetLogEvents(logs).run(request, REQUEST);
    }

    private GetLogEventsResponse get(GetLogEventsRequest.Builder request) {
        var stream = request.build().logStreamName() == null ? "first" : request.build().logStreamName();
        return new GetLogEvents(logs).run(request.logGroupName("shop").logStreamName(stream).build(), REQUEST);
    }

    private FilterLogEventsResponse filter(FilterLogEventsRequest.Builder request) {
        var group = request.build().logGroupName() == null ? "shop" : request.build().logGroupName();
        return new FilterLogEvents(logs).run(request.logGroupName(group).build(), REQUEST);
    }

    private DescribeLogStreamsResponse describe(DescribeLogStreamsRequest.Builder request) {
        var group = request.build().logGroupName() == null ? "shop" : request.build().logGroupName();
        return new DescribeLogStreams(logs).run(request.logGroupName(group).build(), REQUEST);
    }

    private List<String> ids(FilterLogEventsRequest.Builder request) {
        return filter(request).events().stream().map(FilteredLogEvent::eventId).toList();
    }

    private List<String> messages(String pattern) {
        return filter(FilterLogEventsRequest.builder().filterPattern(pattern)).events().stream()
                .map(FilteredLogEvent::message)
                .toList();
    }

    private static List<String> texts(GetLogEventsResponse page) {
        return page.events().stream().map(OutputLogEvent::message).toList();
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(String error, ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(
                Fault.class, fault -> assertThat(fault.type()).isEqualTo(error));
    }
}
