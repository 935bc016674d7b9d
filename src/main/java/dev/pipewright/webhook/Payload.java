package dev.pipewright.webhook;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a delivery says: JSON, by itself or as the {@code payload} of a form, both of which GitHub sends. */
final class Payload {
    private static final int DEEPEST = 32;
    private static final int LONGEST_NAME = 256;
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String FIELD = "payload=";
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNameLength(LONGEST_NAME)
                            .build())
                    .build())
            .build();

    private Payload() {}

    /** The JSON object or list in the body; empty when there is none, or one with too deep nesting or long names. */
    static Optional<JsonNode> read(Optional<String> contentType, byte[] body) {
        var isForm = contentType.filter(type -> type.regionMatches(true, 0, FORM, 0, FORM.length())).isPresent();
        return (isForm ? field(body) : Optional.of(body)).flatMap(Payload::parse);
    }

    private static Optional<byte[]> field(byte[] form) {
        try {
            return Arrays.stream(new String(form, StandardCharsets.US_ASCII).split("&"))
                    .filter(field -> field.startsWith(FIELD))
                    .map(field -> URLDecoder.decode(field.substring(FIELD.length()), StandardCharsets.UTF_8))
                    .map(text -> text.getBytes(StandardCharsets.UTF_8))
                    .findFirst();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> parse(byte[] text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(JsonNode::isContainer);
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }
}
