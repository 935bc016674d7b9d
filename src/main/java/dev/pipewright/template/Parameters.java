package dev.pipewright.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The parameters of a template with the values that they were given, or have by default. */
final class Parameters {
    private final Optional<Node.Mapping> declared;
    private final Given given;
    private final Hidden hidden;
    private final Findings findings;
    private final Map<String, Node> values = new HashMap<>();

    Parameters(Optional<Node.Mapping> declared, Given given, Hidden hidden, Findings findings) {
        this.declared = declared;
        this.given = given;
        this.hidden = hidden;
        this.findings = findings;
    }

    Set<String> names() {
        return declared.map(Parameters::keys).orElse(Set.of());
    }

    private static Set<String> keys(Node.Mapping mapping) {
        return Set.copyOf(mapping.entries().stream().map(Node.Entry::key).toList());
    }

    /** What a parameter stands for; empty when there is none of that name. */
    Optional<Node> value(String name, Mark mark) {
        return declared.flatMap(it -> it.entry(name))
                .map(parameter -> values.computeIfAbsent(name, _ -> value(name, parameter)).at(mark));
    }

    private Node value(String name, Node.Entry entry) {
        var parameter = entry.value();
        var type = text(parameter, "Type").orElse("String");
        var fallback = parameter.find(List.of("Default")).filter(Node.Scalar.class::isInstance);
        var isSecret = text(parameter, "NoEcho").filter("true"::equalsIgnoreCase).isPresent();
        var value = Optional.ofNullable(given.parameters().get(name))
                .or(() -> type.startsWith("AWS::SSM::") ? Optional.empty() : fallback.map(Parameters::text));
        if (value.isEmpty()) {
            findings.problem(
                    entry.mark(),
                    type.startsWith("AWS::SSM::")
                            ? "The value of the parameter '%s' is in the Parameter Store, which is not asked; give it"
                                    + " with --parameter '%s=VALUE'."
                            : "The parameter '%s' has no value and no default; give it with --parameter '%s=VALUE'.",
                    Excerpt.of(name), Excerpt.of(name));
            return new Node.Unknown(parameter.mark());
        }
        if (isSecret) hidden.add(value.get());
        checkAllowed(name, parameter, value.get());
        var isList = type.equals("CommaDelimitedList") || type.startsWith("List<");
        return isList
                ? new Node.Sequence(parameter.mark(), Stream.of(value.get().split(",", -1))
                        .map(part -> (Node) Node.string(parameter.mark(), part.strip()))
                        .toList())
                : new Node.Scalar(parameter.mark(), Node.Kind.STRING, value.get());
    }

    private void checkAllowed(String name, Node parameter, String value) {
        var allowed = parameter.find(List.of("AllowedValues"));
        if (allowed.isPresent() && allowed.get() instanceof Node.Sequence list) {
            var texts = list.elements().stream().map(Parameters::text).toList();
            if (!texts.contains(value)) {
                findings.problem(
                        allowed.get().mark(), "The parameter '%s' is '%s', which is none of its AllowedValues %s.",
                        Excerpt.of(name), Excerpt.of(value), Excerpt.of(texts.toString()));
            }
        }
    }

    private static Optional<String> text(Node node, String member) {
        return node.find(List.of(member)).map(Parameters::text);
    }

    private static String text(Node node) {
        return node instanceof Node.Scalar scalar ? scalar.text() : "";
    }
}
