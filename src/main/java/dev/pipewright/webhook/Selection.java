package dev.pipewright.webhook;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.EvaluationListener.EvaluationContinuation;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.spi.json.Jackson3JsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.Jackson3MappingProvider;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JsonPath expression that can be applied to what a stranger sends. The language is cut down to what takes time in
 * proportion to the payload: names, indices, ranges of indices, {@code *}, one list of indices, and one descent
 * ({@code ..}) after which only names and single indices follow. There are no filters, functions and regular
 * expressions.
 */
final class Selection {
    private static final String NAME = "[\\p{L}_][\\p{L}\\p{N}_-]*+";
    private static final String QUOTED = "(?:'[^'\\\\]*+'|\"[^\"\\\\]*+\")";
    private static final String NUMBER = "-?[0-9]{1,9}+";
    /** A step to one thing at most. */
    private static final String CHILD = "(?:\\.%1$s|\\[(?:%2$s|%3$s)])".formatted(NAME, QUOTED, NUMBER);
    /** A step to many things, to each of them once. */
    private static final String MANY = "(?:\\.\\*|\\[(?:\\*|%1$s:(?:%1$s)?+|:%1$s)])".formatted(NUMBER);
    /** A step that can lead to the same thing several times, so that a row of them would double and double again. */
    private static final String LIST = "\\[%1$s(?:,%1$s)++]".formatted(NUMBER);
    private static final String DESCENT = "\\.\\.(?:%1$s|\\*|\\[(?:%2$s|%3$s|\\*)])".formatted(NAME, QUOTED, NUMBER);
    private static final Pattern PATH =
            Pattern.compile("\\$(?:%1$s|%2$s)*+(?:%4$s(?:%1$s|%2$s)*+)?+(?:%3$s%1$s*+)?+"
                    .formatted(CHILD, MANY, DESCENT, LIST));

    /** The library keeps the way to each value that it finds, which can be much longer than the value. */
    private static final int MOST_VALUES = 1000;

    private static final Configuration CONFIGURATION = Configuration.builder()
            .jsonProvider(new Jackson3JsonNodeJsonProvider(JsonMapper.shared()))
            .mappingProvider(new Jackson3MappingProvider(JsonMapper.shared()))
            .evaluationListener(List.of(found -> found.index() + 1 < MOST_VALUES
                    ? EvaluationContinuation.CONTINUE
                    : EvaluationContinuation.ABORT))
            .build();

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

    /**
     * What it selects: one value at most when it can only mean one, else those among the first thousand that it finds.
     * A null is no value.
     */
    List<JsonNode> of(JsonNode payload) {
        try {
            JsonNode found = path.read((Object) payload, CONFIGURATION);
            var values = path.isDefinite() ? Stream.ofNullable(found) : found.valueStream();
            // An index behind the end of a list is answered by null, too.
            return values.filter(value -> !value.isNull()).toList();
        } catch (JsonPathException _) {
            // So it says that there is nothing of that name, or that the way leads through something else.
            return List.of();
        }
    }
}
