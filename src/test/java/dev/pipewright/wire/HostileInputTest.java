package dev.pipewright.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

class HostileInputTest {
    private static final Constraints CONSTRAINTS = Constraints.of("codepipeline");
    private static final JsonService ECHO = new CodePipelineInputs(CONSTRAINTS).echo();
    private static final Request REQUEST = new Request(
            "id", Instant.EPOCH, new Principal("123456789012", "arn", Principal.Grants.ALL), "eu-central-1");
    private static final List<String> ODD_VALUES = List.of(
            "null", "true", "0", "-1", "1.5", "1e400", "9".repeat(30),
            "\"\"", "\"x\"", "\"\\ud800\"", "\"\\u0000\"", "\"" + "long ".repeat(300) + "\"", "\"😀\"",
            "[]", "[null]", "{}", "{\"a\":null}");

    /** Random inputs that are nearly right, so that the wrong part is reached at every depth. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void an_input_is_either_accepted_and_kept_or_refused_with_a_reason(long seed) {
        var random = new Random(seed);
        var endings = new TreeMap<String, Integer>();
        for (var operation : CONSTRAINTS.operations().stream().sorted().toList()) {
            for (int i = 0; i < 25; i++) {
                var json = object(CONSTRAINTS.input(operation), random);
                endings.merge(ending(operation, json), 1, Integer::sum);
            }
        }
        assertThat(endings).containsOnlyKeys("accepted", "SerializationException", "ValidationException")
                .allSatisfy((_, count) -> assertThat(count).isGreaterThan(50));
    }

    private static String ending(String operation, String json) {
        try {
            var echoed = echo(operation, json.getBytes(StandardCharsets.UTF_8));
            assertThat(echo(operation, echoed)).isEqualTo(echoed);
            return "accepted";
        } catch (Fault fault) {
            assertThat(fault.getMessage()).isNotBlank();
            assertThat(SdkJson.bytes(JsonNodeFactory.instance.stringNode(fault.getMessage()))).isNotEmpty();
            return fault.type();
        }
    }

    private static byte[] echo(String operation, byte[] json) {
        return SdkJson.bytes(ECHO.call(operation).run(SdkJson.parse(json), REQUEST));
    }

    private static String object(Shape.Structure structure, Random random) {
        var text = new StringBuilder("{");
        for (var member : structure.members()) {
            if (random.nextInt(100) < (member.isRequired() ? 98 : 30)) {
                text.append(text.length() > 1 ? "," : "").append('"').append(member.name()).append("\":")
                        .append(value(member.type(), random));
            }
        }
        return text.append('}').toString();
    }

    private static String value(String type, Random random) {
        if (random.nextInt(100) < 4) return ODD_VALUES.get(random.nextInt(ODD_VALUES.size()));
        return switch (CONSTRAINTS.shape(type)) {
            case Shape.Structure structure -> object(structure, random);
            case Shape.ListOf list -> "[" + value(list.element(), random) + "]";
            case Shape.MapOf map -> "{\"key-1\":" + value(map.value(), random) + "}";
            case Shape.Choice choice -> "\"" + choice.values().getFirst() + "\"";
            case Shape.Number number -> Long.toString(number.value().most().orElse(7));
            case Shape.Text text -> "\"" + text(text) + "\"";
            case Shape.Free _ -> switch (type) {
                case "number" -> "3";
                case "flag" -> "true";
                case "time" -> "1795348800.25";
                default -> "\"anything\"";
            };
        };
    }

    private static String text(Shape.Text text) {
        var pattern = text.pattern().map(Shape.Regex::text).orElse("");
        if (pattern.contains("arn:aws")) return "arn:aws:codepipeline:eu-central-1:123456789012:p";
        if (pattern.startsWith("[0-9a-f]{8}")) return "12345678-1234-1234-1234-1234567890ab";
        return pattern.startsWith("[0-9]{12}") ? "123456789012" : "AWS";
    }
}
