package dev.pipewright.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** JSON that nobody sends who means well. */
final class OddValues {
    private static final List<String> VALUES = List.of(
            "null", "true", "false", "0", "-0", "-1", "1", "1.5", "2147483648", "-9223372036854775809", "1e400",
            "-1e400",
            "1e-400", "1e99999", "9".repeat(30), "9".repeat(900), "0.1", "253402300800", "-62135596801",
            "\"\"", "\" \"", "\"x\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"a\\u0000b\"", "\"\\u0000\"",
            "\"😀\"", "\"\\u202e\\u200b\"", "\"\\r\\nX-Injected: 1\"", "\"\\u001b[31m\"",
            "\"@/etc/passwd\"", "\"@file\"", "\"file:///etc/passwd\"", "\"${jndi:ldap://127.0.0.1:1/x}\"",
            "\"${env.HOME}\"", "\"#{codepipeline.PipelineExecutionId}\"", "\"#{#{a.b}.c}\"", "\"#{a.b\"", "\"#{}\"",
            "\"#{variables.}\"", "\"{SecretToken}{Branch}\"", "\"../../../etc/passwd\"", "\"..\"", "\".\"", "\"/\"",
            "\"%2e%2e%2f\"", "\"a/../b\"", "\"C:\\\\x\"", "\"'; DROP TABLE pipeline; --\"", "\"$(id)\"", "\"`id`\"",
            "\"<script>alert(1)</script>\"", "\"%s%n%d%x\"", "\"{0}\"", "\"(((a*)*)*)*b\"", "\"$..*..*..*..x\"",
            "\"$[?(@.a == 1)]\"", "\"$.\"", "\"[\"", "\"**/**/**/**\"", "\"arn:aws:codepipeline:::\"",
            "\"arn:aws:codepipeline:eu-central-1:111122223333:nothing\"", "\"http://169.254.169.254/latest\"",
            "\"12345678-1234-1234-1234-1234567890ab\"", "\"999999999999\"", "\"0001-01-01T00:00:00Z\"",
            "[]", "[null]", "[[]]", "[1,\"a\"]", "{}", "{\"\":{}}", "{\"a\":null}", "{\"a\":1}", "{\"__proto__\":{}}");

    private OddValues() {}

    /** The text of a JSON value, or of what is nearly one. */
    static String pick(Random random) {
        return switch (random.nextInt(60)) {
            case 0 -> "\"" + "long ".repeat(300) + "\"";
            case 1 -> "\"" + "x".repeat(70_000) + "\"";
            case 2 -> "\"" + "a".repeat(101 + random.nextInt(900)) + "\"";
            case 3 -> "[".repeat(50) + "]".repeat(50);
            case 4 -> "[".repeat(2000) + "]".repeat(2000);
            case 5 -> "{\"a\":".repeat(70) + "1" + "}".repeat(70);
            case 6 -> "[" + "{},".repeat(3000) + "{}]";
            case 7 -> "{" + numbered(300) + "}";
            case 8 -> List.of("NaN", "Infinity", "-Infinity", "01", "0x10", "+1", "'a'", "undefined", "\"\\x\"")
                    .get(random.nextInt(9));
            default -> VALUES.get(random.nextInt(VALUES.size()));
        };
    }

    private static String numbered(int count) {
        var members = new StringBuilder();
        for (int i = 0; i < count; i++) {
            members.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":\"v\"");
        }
        return members.toString();
    }

    /** The body as it would come if something happened to it on its way. */
    static byte[] damaged(byte[] body, Random random) {
        var text = new String(body, StandardCharsets.UTF_8);
        return switch (random.nextInt(14)) {
            case 0 -> bytes(text.substring(0, random.nextInt(text.length() + 1)));
            case 1 -> bytes(text + "}");
            case 2 -> bytes(text + text);
            case 3 -> bytes("\ufeff" + text);
            case 4 -> text.getBytes(StandardCharsets.UTF_16LE);
            case 5 -> text.getBytes(StandardCharsets.UTF_16BE);
            case 6 -> bytes("[" + text + "]");
            case 7 -> bytes("// a comment\n" + text);
            case 8 -> new byte[0];
            case 9 -> bytes(List.of("null", "1", "\"x\"", "[]", "tru", " ", "\0").get(random.nextInt(7)));
            case 10 -> bytes("[".repeat(100_000));
            case 11 -> bytes(text.replaceFirst("\\{", "{\"a\":1,\"a\":2,"));
            default -> flipped(body, random);
        };
    }

    private static byte[] flipped(byte[] body, Random random) {
        var flipped = body.clone();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);
        }
        return flipped;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
