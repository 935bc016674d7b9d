package dev.pipewright.webhook;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.Jackson3JsonNodeJsonProvider;
import com.jayway.jsonpath.spi.json.JsonProvider;
import com.jayway.jsonpath.spi.mapper.Jackson3MappingProvider;
import com.jayway.jsonpath.spi.mapper.MappingProvider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JsonPath expression that can be applied to what a stranger sends. The language is cut down to what takes time in
 * proportion to the payload: one descent ({@code ..}), no functions, no regular expressions, and in filters only
 * comparisons of something below the element with a constant.
 */
final class Selection {
    private static final String NAME = "[\\p{L}_][\\p{L}\\p{N}_-]*+";
    private static final String QUOTED = "(?:'[^'\\\\]*+'|\"[^\"\\\\]*+\")";
    private static final String NUMBER = "-?[0-9]{1,9}+";
    private static final String INDICES =
            "(?:%1$s(?:,%1$s)*+|(?:%1$s)?+:(?:%1$s)?+)".formatted(NUMBER);
    private static final String CONSTANT = "(?:%s|%s(?:\\.[0-9]{1,9}+)?+|true|false|null)".formatted(QUOTED, NUMBER);
    private static final String BELOW = "@(?:\\.%s|\\[(?:%s|%s)])*+".formatted(NAME, QUOTED, NUMBER);
    private static final String TEST = "(?:!?%s|%s *+(?:==|!=|<=|>=|<|>) *+%s)".formatted(BELOW, BELOW, CONSTANT);
    private static final String FILTER = "\\?\\( *+%1$s(?: *+(?:&&|\\|\\|) *+%1$s)*+ *+\\)".formatted(TEST);
    private static final String BRACKET = "\\[(?:%s(?:,%s)*+|\\*|%s|%s)]".formatted(QUOTED, QUOTED, INDICES, FILTER);
    private static final String STEP = "(?:\\.(?:%s|\\*)|%s)".formatted(NAME, BRACKET);
    private static final String DESCENT = "\\.\\.(?:%s|\\*|%s)".formatted(NAME, BRACKET);
    private static final Pattern PATH = Pattern.compile("\\$(?:%1$s)*+(?:%2$s(?:%1$s)*+)?+".formatted(STEP, DESCENT));

    private static final JsonProvider PROVIDER = new Jackson3JsonNodeJsonProvider(JsonMapper.shared());
    private static final MappingProvider MAPPING = new Jackson3MappingProvider(JsonMapper.shared());

    static {
        // Filters ask for the library's own defaults whatever they are called with, and those need another JSON library.
        Configuration.setDefaults(new Configuration.Defaults() {
            @Override
            public JsonProvider jsonProvider() {
                return PROVIDER;
            }

            @Override
            public MappingProvider mappingProvider() {
                return MAPPING;
            }

            @Override
            public Set<Option> options() {
                return Set.of();
            }
        });
    }

    private static final Configuration CONFIGURATION =
            Configuration.builder().jsonProvider(PROVIDER).mappingProvider(MAPPING).build();

    private final JsonPath path;

    private Selection(JsonPath path) {
        this.path = path;
    }

    /** The selection that an expression means; empty when it means none, or is not in the language. */
    static Optional<Selection> compile(String expression) {
        if (!PATH.matcher(expression).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Selection(JsonPath.compile(expression)));
        } catch (JsonPathException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** What it selects: at most one value for an expression that can only mean one, else each that it finds. */
    List<JsonNode> of(JsonNode payload) {
        try {
            JsonNode found = path.read((Object) payload, CONFIGURATION);
            if (found == null) {
                return List.of();
            }
            return path.isDefinite() ? List.of(found) : List.copyOf(found.values());
        } catch (JsonPathException _) {
            // So it says that there is nothing of that name, or that the way leads through something else.
            return List.of();
        }
    }
}
