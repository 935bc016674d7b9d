package dev.pipewright.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class PayloadTest {
    private static Optional<JsonNode> read(String type, String body) {
        return Payload.read(Optional.ofNullable(type), body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_payload_is_an_object_or_a_list_whatever_its_type_is_said_to_be() {
        assertThat(read("application/json", "{\"a\": 1}").orElseThrow().at("/a").intValue()).isEqualTo(1);
        assertThat(read(null, "[1]").orElseThrow().at("/0").intValue()).isEqualTo(1);
        assertThat(read("text/plain", "{}")).isPresent();
    }

    @Test
    void a_payload_can_stand_in_a_form() {
        var form = "application/x-www-form-urlencoded; charset=utf-8";

        assertThat(read(form, "x=1&payload=%7B%22a%22%3A%22%C3%BC+b%22%7D").orElseThrow().at("/a").stringValue())
                .isEqualTo("ü b");
        assertThat(read(form, "x=1")).isEmpty();
        assertThat(read(form, "payload=%7")).isEmpty();
        assertThat(read(form, "{\"a\": 1}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "text", "1", "\"text\"", "null", "{", "{} {}", "{a: 1}", "\0\0", "{\"a\": NaN}"})
    void anything_else_is_none(String body) {
        assertThat(read("application/json", body)).isEmpty();
    }

    @Test
    void a_payload_is_not_nested_deeper_than_thirty_two() {
        assertThat(read(null, "[".repeat(32) + "]".repeat(32))).isPresent();
        assertThat(read(null, "[".repeat(33) + "]".repeat(33))).isEmpty();
        assertThat(read(null, "{\"a\":".repeat(1_000_000))).isEmpty();
    }

    @Test
    void names_have_at_most_256_characters() {
        assertThat(read(null, "{\"" + "n".repeat(256) + "\": 1}")).isPresent();
        assertThat(read(null, "{\"" + "n".repeat(257) + "\": 1}")).isEmpty();
    }

    @Test
    void what_is_not_utf8_is_none() {
        assertThat(Payload.read(Optional.empty(), new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'})).isEmpty();
    }
}
