package dev.pipewright.sink;

import static dev.pipewright.sink.Changes.AT;
import static dev.pipewright.sink.Changes.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpEventsTest {
    private static final Signature SIGNATURE = Signature.with(Signature.written(new byte[32]));

    private final Receiver receiver = new Receiver();
    private final HttpEvents sink = new HttpEvents(receiver.address("/hook"), SIGNATURE, () -> AT);

    @AfterEach
    void close() {
        sink.close();
        receiver.close();
    }

    @Test
    void an_event_is_a_post_in_the_binary_mode_of_cloud_events() throws Exception {
        sink.deliver(List.of(change(1)));
        assertThat(receiver.received()).hasSize(1);
        var request = receiver.received().getFirst();
        assertThat(request.method() + " " + request.path()).isEqualTo("POST /hook");
        assertThat(request.headers())
                .containsEntry("ce-specversion", "1.0")
                .containsEntry("ce-id", "00000000-0000-4000-8000-000000000001")
                .containsEntry("ce-source", "arn:aws:codepipeline:eu-west-1:111122223333:shop")
                .containsEntry("ce-type", "com.amazonaws.codepipeline.stage-execution-state-change")
                .containsEntry("ce-subject", "e1")
                .containsEntry("ce-time", "2026-03-01T10:00:00.250Z")
                .containsEntry("content-type", "application/json");
        assertThat(request.body()).isEqualTo("""
                {"version":"0","id":"00000000-0000-4000-8000-000000000001",\
                "detail-type":"CodePipeline Stage Execution State Change","source":"aws.codepipeline",\
                "account":"111122223333","time":"2026-03-01T10:00:00Z","region":"eu-west-1",\
                "resources":["arn:aws:codepipeline:eu-west-1:111122223333:shop"],\
                "detail":{"pipeline":"shop","version":1.0}}""");
    }

    @Test
    void the_body_is_signed_under_the_id_of_the_event() throws Exception {
        sink.deliver(List.of(change(1)));
        var request = receiver.received().getFirst();
        var expected = SIGNATURE.headers(change(1).id(), AT, request.body().getBytes(StandardCharsets.UTF_8));
        assertThat(request.headers()).containsAllEntriesOf(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 415, 422})
    void an_event_whose_content_is_not_wanted_is_refused(int status) {
        receiver.answers(status);
        assertThatThrownBy(() -> sink.deliver(List.of(change(1))))
                .isInstanceOf(Refused.class)
                .hasMessage("%s answers with status %d", receiver.address("/..."), status);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 408, 410, 429, 500, 503})
    void every_other_refusal_may_pass(int status) {
        receiver.answers(status);
        assertThatThrownBy(() -> sink.deliver(List.of(change(1))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("status " + status);
    }

    @Test
    void a_redirect_is_not_followed() {
        receiver.answers(request -> new Receiver.Answer(
                request.path().equals("/hook") ? 307 : 200,
                "",
                Map.of("Location", receiver.address("/elsewhere").toString())));
        assertThatThrownBy(() -> sink.deliver(List.of(change(1)))).hasMessageContaining("status 307");
        assertThat(receiver.received()).extracting(Receiver.Received::path).containsExactly("/hook");
    }

    @Test
    void what_is_answered_beside_the_status_does_not_matter() {
        receiver.answers(_ -> new Receiver.Answer(200, "x".repeat(1_000_000), Map.of()));
        assertThatCode(() -> sink.deliver(List.of(change(1)))).doesNotThrowAnyException();
    }

    @Test
    void a_receiver_that_takes_the_connection_and_says_nothing_is_not_waited_for_long() throws Exception {
        try (var silent = new ServerSocket(0)) {
            var address = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
            var post = new HttpPost(address, SIGNATURE, () -> AT, Duration.ofMillis(50));
            try (var impatient = new HttpEvents(post)) {
                assertThatThrownBy(() -> impatient.deliver(List.of(change(1)))).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void a_receiver_that_is_not_there_is_named() throws Exception {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (var nobody = new HttpEvents(URI.create("http://127.0.0.1:" + free + "/x?key=1"), SIGNATURE, () -> AT)) {
            assertThatThrownBy(() -> nobody.deliver(List.of(change(1))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("http://127.0.0.1:%d/... cannot be reached".formatted(free));
        }
    }

    @Test
    void the_name_tells_receivers_apart_without_what_may_be_secret() {
        var secrets = URI.create("https://example.com/path-one?key=one");
        var others = URI.create("https://example.com/path-one?key=two");
        try (var one = new HttpEvents(secrets, SIGNATURE, () -> AT);
                var two = new HttpEvents(others, SIGNATURE, () -> AT);
                var again = new HttpEvents(secrets, SIGNATURE, () -> AT)) {
            assertThat(one.name()).startsWith("https://example.com/... (").doesNotContain("one");
            assertThat(one.name()).isNotEqualTo(two.name()).isEqualTo(again.name());
        }
    }
}
