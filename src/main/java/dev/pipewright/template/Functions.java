package dev.pipewright.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The functions of CloudFormation templates. What a function gives stands where its call does. Where a value cannot be
 * had, a finding says so once, and {@link Node.Unknown} takes its place.
 */
final class Functions {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern DYNAMIC = Pattern.compile("\\{\\{(resolve:[^}]*)}}");

    private final Names names;
    private final Conditions conditions;
    private final Optional<Node.Mapping> mappings;
    private final Given given;
    private final Hidden hidden;
    private final Findings findings;
    private long made;

    /** What names in a template stand for. */
    interface Names {
        /** What {@code Ref} gives: of a parameter, a pseudo parameter or a resource. */
        Node reference(String name, Mark mark);

        /** What {@code Fn::GetAtt} gives. */
        Node attribute(String logicalId, String attribute, Mark mark);
    }

    Functions(
            Names names,
            Optional<Node.Mapping> mappings,
            Optional<Node.Mapping> conditions,
            Given given,
            Hidden hidden,
            Findings findings) {
        this.names = names;
        this.mappings = mappings;
        this.conditions = new Conditions(conditions);
        this.given = given;
        this.hidden = hidden;
        this.findings = findings;
    }

    /** The value with everything carried out that is in it. */
    Node resolved(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> scalar.kind() == Node.Kind.STRING ? dynamic(scalar) : scalar;
            case Node.Sequence sequence -> {
                var elements = sequence.elements().stream()
                        .map(this::resolved)
                        .filter(element -> !(element instanceof Node.Absent))
                        .toList();
                yield new Node.Sequence(sequence.mark(), elements);
            }
            case Node.Mapping mapping -> call(mapping).orElseGet(() -> members(mapping));
            case Node.Absent absent -> absent;
            case Node.Unknown unknown -> unknown;
        };
    }

    /** Whether a condition of the template holds; empty where that cannot be known, of which there is a finding. */
    Optional<Boolean> holds(String condition, Mark mark) {
        return conditions.named(condition, mark);
    }

    private Node members(Node.Mapping mapping) {
        var entries = new ArrayList<Node.Entry>();
        for (var entry : mapping.entries()) {
            var value = resolved(entry.value());
            if (!(value instanceof Node.Absent)) entries.add(new Node.Entry(entry.mark(), entry.key(), value));
        }
        return new Node.Mapping(mapping.mark(), entries);
    }

    private Optional<Node> call(Node.Mapping mapping) {
        if (mapping.entries().size() != 1) return Optional.empty();
        var entry = mapping.entries().getFirst();
        var name = entry.key();
        if (!name.equals("Ref") && !name.startsWith("Fn::")) return Optional.empty();
        var mark = entry.mark();
        return Optional.of(switch (name) {
            case "Ref" -> text(entry.value()).map(it -> names.reference(it, mark))
                    .orElseGet(() -> wrong(mark, name, "the name of a parameter or resource"));
            case "Fn::GetAtt" -> attribute(entry.value(), mark);
            case "Fn::Sub" -> substitute(entry.value(), mark);
            case "Fn::Join" -> join(entry.value(), mark);
            case "Fn::Select" -> select(entry.value(), mark);
            case "Fn::Split" -> split(entry.value(), mark);
            case "Fn::If" -> choose(entry.value(), mark);
            case "Fn::FindInMap" -> findInMap(entry.value(), mark);
            case "Fn::ImportValue" -> imported(entry.value(), mark);
            case "Fn::Base64" -> one(entry.value())
                    .map(it -> bounded(mark, Base64.getEncoder().encodeToString(it.getBytes(StandardCharsets.UTF_8))))
                    .orElseGet(() -> wrong(mark, name, "a text"));
            default -> {
                findings.problem(mark, "The function %s is not carried out here.", Excerpt.of(name));
                yield new Node.Unknown(mark);
            }
        });
    }

    private Node attribute(Node argument, Mark mark) {
        return switch (resolved(argument)) {
            case Node.Scalar scalar when scalar.text().indexOf('.') > 0 -> attribute(scalar.text(), mark);
            case Node.Sequence list when list.elements().size() == 2
                    && list.elements().getFirst() instanceof Node.Scalar id
                    && list.elements().getLast() instanceof Node.Scalar attribute ->
                names.attribute(id.text(), attribute.text(), mark);
            case Node.Unknown unknown -> unknown;
            case Node.Scalar _, Node.Sequence _, Node.Mapping _, Node.Absent _ ->
                wrong(mark, "Fn::GetAtt", "a logical id and an attribute");
        };
    }

    private Node attribute(String dotted, Mark mark) {
        var dot = dotted.indexOf('.');
        return names.attribute(dotted.substring(0, dot), dotted.substring(dot + 1), mark);
    }

    private Node substitute(Node argument, Mark mark) {
        return switch (argument) {
            case Node.Scalar text -> substitute(text.text(), new Node.Mapping(mark, List.of()), mark);
            case Node.Sequence list when list.elements().size() == 2
                    && list.elements().getFirst() instanceof Node.Scalar text
                    && list.elements().getLast() instanceof Node.Mapping variables ->
                substitute(text.text(), variables, mark);
            case Node.Sequence _, Node.Mapping _, Node.Absent _, Node.Unknown _ ->
                wrong(mark, "Fn::Sub", "a text, or a list of a text and an object of its variables");
        };
    }

    private Node substitute(String text, Node.Mapping variables, Mark mark) {
        var own = new HashMap<String, Node>();
        variables.entries().forEach(entry -> own.put(entry.key(), resolved(entry.value())));
        var made = new StringBuilder();
        var places = VARIABLE.matcher(text);
        int end = 0;
        while (places.find()) {
            made.append(text, end, places.start());
            end = places.end();
            var name = places.group(1).strip();
            if (name.startsWith("!")) {
                made.append("${").append(places.group(1).strip().substring(1)).append('}');
                continue;
            }
            var value = own.containsKey(name)
                    ? own.get(name)
                    : name.indexOf('.') > 0 ? attribute(name, mark) : names.reference(name, mark);
            if (!(value instanceof Node.Scalar scalar)) {
                return value instanceof Node.Unknown ? value : wrong(mark, "Fn::Sub", "texts for its variables");
            }
            made.append(scalar.text());
            if (made.length() > Limits.TEXT) return tooLong(mark);
        }
        return resolved(bounded(mark, made.append(text.substring(end)).toString()));
    }

    private Node join(Node argument, Mark mark) {
        if (!(argument instanceof Node.Sequence two) || two.elements().size() != 2) {
            return wrong(mark, "Fn::Join", "a delimiter and a list");
        }
        var delimiter = one(two.elements().getFirst());
        return switch (resolved(two.elements().getLast())) {
            case Node.Sequence list when delimiter.isPresent() -> {
                var made = new StringBuilder();
                for (var element : list.elements()) {
                    if (element instanceof Node.Unknown unknown) yield unknown;
                    if (!(element instanceof Node.Scalar scalar)) yield wrong(mark, "Fn::Join", "a list of texts");
                    if (!made.isEmpty() || element != list.elements().getFirst()) made.append(delimiter.get());
                    made.append(scalar.text());
                    if (made.length() > Limits.TEXT) yield tooLong(mark);
                }
                yield resolved(bounded(mark, made.toString()));
            }
            case Node.Unknown unknown -> unknown;
            case Node.Scalar _, Node.Sequence _, Node.Mapping _, Node.Absent _ ->
                wrong(mark, "Fn::Join", "a delimiter and a list");
        };
    }

    private Node select(Node argument, Mark mark) {
        if (!(argument instanceof Node.Sequence two) || two.elements().size() != 2) {
            return wrong(mark, "Fn::Select", "an index and a list");
        }
        var index = one(two.elements().getFirst()).filter(it -> it.matches("[0-9]{1,6}")).map(Integer::parseInt);
        return switch (resolved(two.elements().getLast())) {
            case Node.Unknown unknown -> unknown;
            case Node.Sequence list when index.isPresent() && index.get() < list.elements().size() ->
                list.elements().get(index.get()).at(mark);
            case Node.Scalar _, Node.Sequence _, Node.Mapping _, Node.Absent _ ->
                wrong(mark, "Fn::Select", "an index and a list that has so many elements");
        };
    }

    private Node split(Node argument, Mark mark) {
        if (!(argument instanceof Node.Sequence two) || two.elements().size() != 2) {
            return wrong(mark, "Fn::Split", "a delimiter and a text");
        }
        var delimiter = one(two.elements().getFirst()).filter(it -> !it.isEmpty());
        return switch (resolved(two.elements().getLast())) {
            case Node.Unknown unknown -> unknown;
            case Node.Scalar text when delimiter.isPresent() -> {
                if (bounded(mark, text.text()) instanceof Node.Unknown unknown) yield unknown;
                var parts = new ArrayList<Node>();
                for (var part : text.text().split(Pattern.quote(delimiter.get()), -1)) {
                    parts.add(Node.string(mark, part));
                }
                yield new Node.Sequence(mark, parts);
            }
            case Node.Scalar _, Node.Sequence _, Node.Mapping _, Node.Absent _ ->
                wrong(mark, "Fn::Split", "a delimiter and a text");
        };
    }

    private Node choose(Node argument, Mark mark) {
        if (!(argument instanceof Node.Sequence three)
                || three.elements().size() != 3
                || !(three.elements().getFirst() instanceof Node.Scalar condition)) {
            return wrong(mark, "Fn::If", "the name of a condition and two values");
        }
        return holds(condition.text(), mark)
                .map(yes -> resolved(three.elements().get(yes ? 1 : 2)))
                .orElseGet(() -> new Node.Unknown(mark));
    }

    private Node findInMap(Node argument, Mark mark) {
        if (!(argument instanceof Node.Sequence keys) || keys.elements().size() < 3) {
            return wrong(mark, "Fn::FindInMap", "the name of a mapping and two keys");
        }
        Optional<Node> found = mappings.map(it -> it);
        for (var key : keys.elements().subList(0, 3)) {
            var name = resolved(key);
            if (name instanceof Node.Unknown unknown) return unknown;
            found = name instanceof Node.Scalar scalar
                    ? found.flatMap(node -> node.find(List.of(scalar.text())))
                    : Optional.empty();
        }
        if (found.isPresent()) return resolved(found.get().at(mark));
        var fallback = keys.elements().size() > 3 && keys.elements().get(3) instanceof Node.Mapping options
                ? options.get("DefaultValue")
                : Optional.<Node>empty();
        return fallback.map(this::resolved).orElseGet(() -> {
            findings.problem(mark, "The Mappings have no value for these keys of Fn::FindInMap.");
            return new Node.Unknown(mark);
        });
    }

    private Node imported(Node argument, Mark mark) {
        var name = one(argument);
        if (name.isEmpty()) return new Node.Unknown(mark);
        var value = given.imports().get(name.get());
        if (value != null) return Node.string(mark, value);
        findings.problem(
                mark, "What another stack exports as '%s' is not known here; give it with --import '%s=VALUE'.",
                Excerpt.of(name.get()), Excerpt.of(name.get()));
        return new Node.Unknown(mark);
    }

    /** A text whose dynamic references, if it has any, have their values. */
    private Node dynamic(Node.Scalar scalar) {
        if (!scalar.text().contains("{{resolve:")) return scalar;
        var made = new StringBuilder();
        var places = DYNAMIC.matcher(scalar.text());
        while (places.find()) {
            var value = given.references().get(places.group(1));
            if (value == null) {
                findings.problem(
                        scalar.mark(), "The dynamic reference '{{%s}}' cannot be looked up here; give its value in"
                                + " References of a file for --values.",
                        Excerpt.of(places.group(1)));
                return new Node.Unknown(scalar.mark());
            }
            hidden.add(value);
            places.appendReplacement(made, Matcher.quoteReplacement(value));
        }
        return bounded(scalar.mark(), places.appendTail(made).toString());
    }

    /** The text that an argument is, with functions in it carried out. */
    private Optional<String> one(Node argument) {
        return resolved(argument) instanceof Node.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
    }

    private static Optional<String> text(Node node) {
        return node instanceof Node.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
    }

    private Node bounded(Mark mark, String text) {
        made += text.length();
        return text.length() > Limits.TEXT || made > Limits.TEXTS ? tooLong(mark) : Node.string(mark, text);
    }

    private Node tooLong(Mark mark) {
        findings.problem(
                mark, "The functions make a text of more than %d characters here, or of more than %d in all.",
                Limits.TEXT, Limits.TEXTS);
        return new Node.Unknown(mark);
    }

    private Node wrong(Mark mark, String function, String needed) {
        findings.problem(mark, "%s must have %s.", function, needed);
        return new Node.Unknown(mark);
    }

    /** The conditions of the template, each decided once. */
    private final class Conditions {
        private final Optional<Node.Mapping> declared;
        private final Map<String, Optional<Boolean>> decided = new HashMap<>();
        private int chain;

        Conditions(Optional<Node.Mapping> declared) {
            this.declared = declared;
        }

        Optional<Boolean> named(String name, Mark mark) {
            var before = decided.get(name);
            if (before != null) return before;
            var condition = declared.flatMap(it -> it.get(name));
            if (condition.isEmpty()) {
                findings.problem(mark, "The template has no condition '%s'.", Excerpt.of(name));
                return Optional.empty();
            }
            // Undecided while it is being decided, so that one that comes back to itself comes to an end.
            decided.put(name, Optional.empty());
            if (chain >= Limits.CHAIN) {
                findings.problem(mark, "More than %d conditions are made of each other here.", Limits.CHAIN);
                return Optional.empty();
            }
            chain++;
            var answer = of(condition.get());
            chain--;
            decided.put(name, answer);
            return answer;
        }

        private Optional<Boolean> of(Node node) {
            if (!(node instanceof Node.Mapping mapping) || mapping.entries().size() != 1) return notOne(node.mark());
            var entry = mapping.entries().getFirst();
            var mark = entry.mark();
            return switch (entry.key()) {
                case "Condition" -> text(entry.value()).flatMap(name -> named(name, mark));
                case "Fn::Equals" -> equal(entry.value(), mark);
                case "Fn::Not" -> parts(entry.value()).size() == 1
                        ? of(parts(entry.value()).getFirst()).map(yes -> !yes)
                        : notOne(mark);
                case "Fn::And" -> all(parts(entry.value()), true);
                case "Fn::Or" -> all(parts(entry.value()), false);
                default -> notOne(mark);
            };
        }

        /** Whether all are true, or not all false. */
        private Optional<Boolean> all(List<Node> parts, boolean and) {
            var known = true;
            for (var part : parts) {
                var answer = of(part);
                if (answer.isPresent() && answer.get() != and) return answer;
                known &= answer.isPresent();
            }
            return known ? Optional.of(and) : Optional.empty();
        }

        private Optional<Boolean> equal(Node argument, Mark mark) {
            var parts = parts(argument);
            if (parts.size() != 2) return notOne(mark);
            var one = resolved(parts.getFirst());
            var other = resolved(parts.getLast());
            if (one instanceof Node.Unknown || other instanceof Node.Unknown) return Optional.empty();
            return Optional.of(plain(one).equals(plain(other)));
        }

        /** Without marks and kinds: a number and the text that shows it are equal. */
        private Object plain(Node node) {
            return switch (node) {
                case Node.Scalar scalar -> scalar.text();
                case Node.Sequence sequence -> sequence.elements().stream().map(this::plain).toList();
                case Node.Mapping mapping -> mapping.entries().stream()
                        .map(entry -> List.of(entry.key(), plain(entry.value())))
                        .toList();
                case Node.Absent _, Node.Unknown _ -> "";
            };
        }

        private List<Node> parts(Node argument) {
            return argument instanceof Node.Sequence sequence ? sequence.elements() : List.of();
        }

        private Optional<Boolean> notOne(Mark mark) {
            findings.problem(mark, "A condition must be Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition.");
            return Optional.empty();
        }
    }
}
