package dev.pipewright.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnOperationTest {
    private static final String ARN = "arn:aws:codeconnections:eu-west-1:000000000000:connection/"
            + "12345678-1234-1234-1234-1234567890ab";
    private static final Constraints CONSTRAINTS = Constraints.of("codeconnections");
    private static final Direct ECHO = new Direct(
            JsonService.named("codeconnections", "Connections", CONSTRAINTS)
                    .with("ConfigureConnection", (input, _) -> input)
                    .build(),
            CONSTRAINTS);
    private static final Request REQUEST = new Request(
            "id", Instant.EPOCH, new Principal("000000000000", "arn", Principal.Grants.ALL), "eu-west-1");

    private static String call(String more) {
        var body = "{\"ConnectionArn\":\"" + ARN + "\"," + more + "}";
        return new String(
                ECHO.call("ConfigureConnection", body.getBytes(StandardCharsets.UTF_8), REQUEST),
                StandardCharsets.UTF_8);
    }

    @Test
    void texts_and_nothing_arrive() {
        assertThat(call("\"Unknown\":\"me \\ud83d\\ude00\",\"Token\":null")).contains("me 😀");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "\"UserName\":1", "\"UserName\":[\"a\"]", "\"UserName\":{}", "\"UserName\":\"a\\u0000\"",
        "\"UserName\":\"\\ud800\"", "\"UserName\":\"\\udc00\\ud800\"", "\"\\ud800\":1", "\"\\ud800\":\"a\"",
        "\"a\\u0000\":\"a\"", "\"Unknown\":\"\\ud800\"",
    })
    void what_is_no_text_is_refused_in_a_sentence_that_can_be_sent(String more) {
        assertThatThrownBy(() -> call(more)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.type()).isEqualTo("SerializationException");
            assertThat(new String(Direct.body(fault), StandardCharsets.UTF_8))
                    .containsAnyOf(" must ", "not valid JSON");
        });
    }
}
