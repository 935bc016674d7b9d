package dev.pipewright.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A value of a document, which knows where it stands. */
sealed interface Node {
    Mark mark();

    /** What a text without quotes is. */
    enum Kind {
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    /** A value without parts, as it is written. */
    record Scalar(Mark mark, Kind kind, String text) implements Node {
        boolean isNull() {
            return kind == Kind.NULL;
        }
    }

    record Sequence(Mark mark, List<Node> elements) implements Node {
        public Sequence {
            elements = List.copyOf(elements);
        }
    }

    /** A mapping, whose keys are all different. */
    record Mapping(Mark mark, List<Entry> entries) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }

        Optional<Entry> entry(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
        }

        Optional<Node> get(String key) {
            return entry(key).map(Entry::value);
        }
    }

    /** One member of a mapping, with the place of its key. */
    record Entry(Mark mark, String key, Node value) {}

    /** A value that was taken back: {@code AWS::NoValue}. */
    record Absent(Mark mark) implements Node {}

    /** A value that nobody knows, of which a finding has been made. */
    record Unknown(Mark mark) implements Node {}

    static Scalar string(Mark mark, String text) {
        return new Scalar(mark, Kind.STRING, text);
    }

    /** The same value, said to stand elsewhere. */
    default Node at(Mark place) {
        return switch (this) {
            case Scalar scalar -> new Scalar(place, scalar.kind(), scalar.text());
            case Sequence sequence -> new Sequence(place, sequence.elements());
            case Mapping mapping -> new Mapping(place, mapping.entries());
            case Absent _ -> new Absent(place);
            case Unknown _ -> new Unknown(place);
        };
    }

    /** What it is, in words. */
    default String words() {
        return switch (this) {
            case Scalar scalar -> switch (scalar.kind()) {
                case STRING -> "a text";
                case NUMBER -> "a number";
                case BOOLEAN -> "true or false";
                case NULL -> "null";
            };
            case Sequence _ -> "a list";
            case Mapping _ -> "an object";
            case Absent _, Unknown _ -> "no value";
        };
    }

    /** The node at a place below this one; empty where there is none. */
    default Optional<Node> find(List<String> place) {
        if (place.isEmpty()) return Optional.of(this);
        var step = place.getFirst();
        var next = switch (this) {
            case Mapping mapping -> mapping.get(step);
            case Sequence sequence -> element(sequence, step);
            case Scalar _, Absent _, Unknown _ -> Optional.<Node>empty();
        };
        return next.flatMap(node -> node.find(place.subList(1, place.size())));
    }

    private static Optional<Node> element(Sequence sequence, String step) {
        var index = step.matches("[0-9]{1,9}") ? Integer.parseInt(step) : -1;
        return index < 0 || index >= sequence.elements().size()
                ? Optional.empty()
                : Optional.of(sequence.elements().get(index));
    }

    /** Where somebody should look who is told of a place: its key, or the nearest thing around it that is there. */
    default Mark nearest(List<String> place) {
        Node node = this;
        var mark = mark();
        for (var step : place) {
            var next = node instanceof Mapping mapping
                    ? mapping.entry(step)
                    : node.find(List.of(step)).map(element -> new Entry(element.mark(), step, element));
            if (next.isEmpty()) return mark;
            mark = next.get().mark();
            node = next.get().value();
        }
        return mark;
    }

    /** The same as JSON, without what is absent or unknown; in a list such values are null. */
    default JsonNode json() {
        var nodes = JsonNodeFactory.instance;
        return switch (this) {
            case Scalar scalar -> switch (scalar.kind()) {
                case STRING -> nodes.stringNode(scalar.text());
                case NUMBER -> number(scalar.text());
                case BOOLEAN -> nodes.booleanNode(scalar.text().equalsIgnoreCase("true"));
                case NULL -> nodes.nullNode();
            };
            case Sequence sequence -> {
                var array = nodes.arrayNode();
                sequence.elements().forEach(element -> array.add(element.json()));
                yield array;
            }
            case Mapping mapping -> object(mapping);
            case Absent _, Unknown _ -> nodes.nullNode();
        };
    }

    /** A mapping as JSON. */
    static ObjectNode object(Mapping mapping) {
        var object = JsonNodeFactory.instance.objectNode();
        for (var entry : mapping.entries()) {
            switch (entry.value()) {
                case Absent _, Unknown _ -> {}
                case Scalar _, Sequence _, Mapping _ -> object.set(entry.key(), entry.value().json());
            }
        }
        return object;
    }

    private static JsonNode number(String text) {
        var nodes = JsonNodeFactory.instance;
        try {
            var decimal = new BigDecimal(text);
            if (!text.matches("[-+]?[0-9]+")) return nodes.numberNode(decimal);
            var integer = new BigInteger(text);
            return integer.bitLength() < Integer.SIZE
                    ? nodes.numberNode(integer.intValue())
                    : nodes.numberNode(integer);
        } catch (NumberFormatException notDecimal) {
            return nodes.stringNode(text);
        }
    }
}
