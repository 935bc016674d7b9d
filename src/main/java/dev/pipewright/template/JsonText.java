package dev.pipewright.template;

import java.util.ArrayList;
import java.util.HashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON with the places of its values. */
final class JsonText {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(Limits.DEPTH).build())
            .build();

    private final JsonParser parser;
    private final Findings findings;
    private int values;

    private JsonText(JsonParser parser, Findings findings) {
        this.parser = parser;
        this.findings = findings;
    }

    /**
     * The document that a text is. A key that comes twice is a finding, and the first one counts.
     *
     * @throws Unreadable when it is no JSON, or more than the limits allow
     */
    static Node read(String text, Findings findings) throws Unreadable {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            var reading = new JsonText(parser, findings);
            try {
                if (parser.nextToken() == null) throw new Unreadable(Mark.START, "The file is empty.");
                var node = reading.node();
                if (parser.nextToken() != null) {
                    throw new Unreadable(reading.mark(), "Something follows the end of the JSON.");
                }
                return node;
            } catch (StreamConstraintsException tooMuch) {
                throw new Unreadable(
                        reading.here(), "The JSON is nested deeper than %d levels, or has a name, text or number that"
                                + " is too long.", Limits.DEPTH);
            } catch (UnexpectedEndOfInputException early) {
                throw new Unreadable(reading.here(), "The JSON ends in the middle.");
            } catch (JacksonException notJson) {
                throw new Unreadable(reading.here(), "The JSON is not valid here.");
            }
        }
    }

    private Node node() throws Unreadable {
        var mark = mark();
        if (++values > Limits.VALUES) throw new Unreadable(mark, "The file has more than %d values.", Limits.VALUES);
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(mark);
            case START_ARRAY -> {
                var elements = new ArrayList<Node>();
                while (parser.nextToken() != JsonToken.END_ARRAY) elements.add(node());
                yield new Node.Sequence(mark, elements);
            }
            case VALUE_STRING -> Node.string(mark, parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Scalar(mark, Node.Kind.NUMBER, parser.getString());
            case VALUE_TRUE, VALUE_FALSE -> new Node.Scalar(mark, Node.Kind.BOOLEAN, parser.getString());
            case VALUE_NULL -> new Node.Scalar(mark, Node.Kind.NULL, "null");
            case null, default -> throw new Unreadable(mark, "The JSON is not valid here.");
        };
    }

    private Node object(Mark mark) throws Unreadable {
        var entries = new ArrayList<Node.Entry>();
        var places = new HashMap<String, Mark>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            var place = mark();
            parser.nextToken();
            var value = node();
            var earlier = places.putIfAbsent(key, place);
            if (earlier == null) {
                entries.add(new Node.Entry(place, key, value));
            } else {
                findings.problem(place, twice(key, earlier));
            }
        }
        return new Node.Mapping(mark, entries);
    }

    static String twice(String key, Mark earlier) {
        return "The key '%s' is there twice in one object; it is also in line %d."
                .formatted(Excerpt.of(key), earlier.line());
    }

    private Mark mark() {
        var location = parser.currentTokenLocation();
        return new Mark(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    private Mark here() {
        var location = parser.currentLocation();
        return new Mark(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }
}
