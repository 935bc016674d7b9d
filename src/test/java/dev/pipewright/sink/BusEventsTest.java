package dev.pipewright.sink;

import static dev.pipewright.sink.Changes.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BusEventsTest {
    private static final String TAKEN = "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"x\"}]}";

    private final Receiver service = new Receiver();
    private final EventBridgeClient client = Client.of(EventBridgeClient.builder(), service.address(""));
    private final BusEvents sink = new BusEvents(_ -> client, "eu-west-1", "deliveries", "pipewright.codepipeline");

    @AfterEach
    void close() {
        sink.close();
        client.close();
        service.close();
    }

    private void answers(int status, String body) {
        service.answers(_ -> new Receiver.Answer(status, body, Map.of("Content-Type", "application/x-amz-json-1.1")));
    }

    @Test
    void what_is_not_configured_may_be_so_later() {
        try (var unconfigured = new BusEvents(
                region -> {
                    throw new IOException("No credentials for " + region + ".");
                },
                "eu-west-1", "deliveries", "pipewright.codepipeline")) {
            assertThatThrownBy(() -> unconfigured.deliver(List.of(change(1))))
                    .isInstanceOf(IOException.class)
                    .hasMessage("No credentials for eu-west-1.");
        }
    }

    @Test
    void an_event_is_one_entry_for_the_bus() throws Exception {
        answers(200, TAKEN);
        sink.deliver(List.of(change(1)));
        assertThat(service.received()).hasSize(1);
        var request = service.received().getFirst();
        assertThat(request.header("x-amz-target")).isEqualTo("AWSEvents.PutEvents");
        JsonNode entries = new JsonMapper().readTree(request.body()).get("Entries");
        assertThat(entries.size()).isEqualTo(1);
        var entry = entries.get(0);
        assertThat(entry.get("EventBusName").asString()).isEqualTo("deliveries");
        assertThat(entry.get("Source").asString()).isEqualTo("pipewright.codepipeline");
        assertThat(entry.get("DetailType").asString()).isEqualTo("CodePipeline Stage Execution State Change");
        assertThat(entry.get("Detail").asString()).isEqualTo(change(1).detail());
        assertThat(entry.get("Resources").get(0).asString())
                .isEqualTo("arn:aws:codepipeline:eu-west-1:111122223333:shop");
        assertThat(entry.get("Time").asLong()).isEqualTo(1772359200L);
    }

    @ParameterizedTest
    @CsvSource({"MalformedDetail,true", "InvalidArgument,true", "ThrottlingException,false",
            "InternalFailure,false", "NotAuthorizedForSource,false"})
    void an_entry_that_fails_is_refused_or_tried_again(String code, boolean refused) {
        answers(200, "{\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"%s\",\"ErrorMessage\":\"Because\"}]}"
                .formatted(code));
        assertThatThrownBy(() -> sink.deliver(List.of(change(1))))
                .isInstanceOf(refused ? Refused.class : IOException.class)
                .hasMessage("The event bus 'deliveries' refuses the event: %s: Because", code);
    }

    @ParameterizedTest
    @CsvSource({"400,ValidationException,true", "413,RequestEntityTooLarge,true", "400,ResourceNotFoundException,false",
            "403,AccessDeniedException,false", "500,InternalException,false"})
    void an_answer_that_is_an_error_is_a_refusal_only_when_the_event_is_at_fault(
            int status, String code, boolean refused) {
        answers(status, "{\"__type\":\"%s\",\"message\":\"Because\"}".formatted(code));
        assertThatThrownBy(() -> sink.deliver(List.of(change(1))))
                .isInstanceOf(refused ? Refused.class : IOException.class)
                .hasMessageContaining("Because");
    }
}
