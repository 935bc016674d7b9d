package dev.pipewright.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.json.JsonMapper;

/** Records as the JSON text of body columns. Members that are null are left out. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private Json() {}

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** Throws a runtime exception when the text is not such a record. */
    static <T> T read(String text, Class<T> type) {
        T value = MAPPER.readValue(text, type);
        if (value == null) {
            throw new IllegalArgumentException("null where a " + type.getSimpleName() + " was expected");
        }
        return value;
    }
}
