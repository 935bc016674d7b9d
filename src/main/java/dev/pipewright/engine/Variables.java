package dev.pipewright.engine;

import static dev.pipewright.engine.Definitions.orEmpty;

import dev.pipewright.model.Action;
import dev.pipewright.model.EnvironmentVariable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The variable references of an action, written {@code #{namespace.key}}: alone or inside larger text, in configuration
 * values, commands and values of environment variables.
 */
public final class Variables {
    /** The namespace of what every execution knows about itself. */
    public static final String EXECUTION_NAMESPACE = "codepipeline";

    /** The namespace of the pipeline's own variables. */
    public static final String PIPELINE_NAMESPACE = "variables";

    /** The one key of {@link #EXECUTION_NAMESPACE}. */
    public static final String PIPELINE_EXECUTION_ID = "PipelineExecutionId";

    /** How many bytes of UTF-8 the keys and values of a resolved configuration may have together. */
    public static final int MAX_RESOLVED_BYTES = 100 * 1024;

    private static final Pattern NAMESPACE_AND_KEY = Pattern.compile("([A-Za-z0-9@\\-_]+)\\.([A-Za-z0-9@\\-_]+)");

    private Variables() {}

    /** What became of an action's references. */
    public sealed interface Resolution {}

    /** Every reference had a value; these texts hold the values in place of the references. */
    public record Resolved(
            Map<String, String> configuration, List<String> commands, List<EnvironmentVariable> environment)
            implements Resolution {}

    /** At least one reference had no value, or the text grew too long; the sentence says which and why. */
    public record Unresolved(String sentence) implements Resolution {}

    /**
     * One piece of an action's text that may hold references.
     *
     * @param place where it stands, in words that follow "in": {@code configuration property 'UserParameters'}
     * @param key the configuration key, the position of the command, or the name of the environment variable
     */
    record Text(String place, String key, String value) {}

    /**
     * One reference, as it was found.
     *
     * @param start the index of its first character in the text where it stands
     * @param text all of it, with its braces
     * @param namespace empty when the text between the braces is not a namespace and a key
     * @param key empty when the text between the braces is not a namespace and a key
     */
    record Reference(Text where, int start, String text, String namespace, String key) {
        boolean wellFormed() {
            return !namespace.isEmpty();
        }
    }

    /**
     * Puts values in the place of references. It is done in one pass: a value that itself looks like a reference stays
     * as it is.
     *
     * @param namespaces by namespace, the values by key
     */
    public static Resolution resolve(Action action, Map<String, Map<String, String>> namespaces) {
        // Sizes are summed before anything is put together: a short text can name a long value thousands of times.
        for (var group : List.of(configurationTexts(action), commandTexts(action), environmentTexts(action))) {
            var trouble = trouble(action, group, namespaces);
            if (trouble.isPresent()) return new Unresolved(trouble.get());
        }
        var configuration = new LinkedHashMap<String, String>();
        configurationTexts(action).forEach(text -> configuration.put(text.key(), expand(text, namespaces)));
        var commands = commandTexts(action).stream()
                .map(text -> expand(text, namespaces))
                .toList();
        var environment = orEmpty(action.environmentVariables()).stream()
                .map(variable -> new EnvironmentVariable(
                        variable.name(), expand(text(variable), namespaces), variable.type()))
                .toList();
        return new Resolved(configuration, commands, environment);
    }

    /** Every reference of an action, well-formed or not, in the order of the definition. */
    static List<Reference> references(Action action) {
        var found = new ArrayList<Reference>();
        for (var group : List.of(configurationTexts(action), commandTexts(action), environmentTexts(action))) {
            group.forEach(text -> found.addAll(references(text)));
        }
        return found;
    }

    private static Optional<String> trouble(
            Action action, List<Text> texts, Map<String, Map<String, String>> namespaces) {
        long bytes = 0;
        for (var text : texts) {
            var references = references(text);
            bytes += bytes(text.key()) + bytes(text.value());
            // First what goes, then what comes, so that the sum only grows and passing the limit is final.
            for (var reference : references) bytes -= bytes(reference.text());
            for (var reference : references) {
                var value = value(reference, namespaces);
                if (value.isEmpty()) return Optional.of(unresolvable(action, reference));
                bytes += bytes(value.get());
                if (bytes > MAX_RESOLVED_BYTES) break;
            }
            if (bytes > MAX_RESOLVED_BYTES) return Optional.of(tooLong(action, text));
        }
        return Optional.empty();
    }

    private static String unresolvable(Action action, Reference reference) {
        var where = "The variable reference %s in %s of action '%s'"
                .formatted(Excerpt.of(reference.text()), reference.where().place(), action.name());
        return reference.wellFormed()
                ? "%s has no value: nothing that ran before left a variable '%s' in namespace '%s'."
                        .formatted(where, reference.key(), reference.namespace())
                : where + " is not a namespace and a key separated by a period (.).";
    }

    private static String tooLong(Action action, Text text) {
        return "The texts of action '%s' are longer than %d bytes once variables are resolved; %s went past the limit."
                .formatted(action.name(), MAX_RESOLVED_BYTES, text.place());
    }

    private static String expand(Text text, Map<String, Map<String, String>> namespaces) {
        if (text.value() == null) return null;
        var expanded = new StringBuilder();
        int from = 0;
        for (var reference : references(text)) {
            expanded.append(text.value(), from, reference.start());
            expanded.append(value(reference, namespaces).orElseThrow());
            from = reference.start() + reference.text().length();
        }
        return expanded.append(text.value(), from, text.value().length()).toString();
    }

    private static Optional<String> value(Reference reference, Map<String, Map<String, String>> namespaces) {
        return Optional.ofNullable(namespaces.get(reference.namespace())).map(values -> values.get(reference.key()));
    }

    // By hand and not by a regular expression, which would look for the end of each of many open braces anew.
    private static List<Reference> references(Text where) {
        if (where.value() == null) return List.of();
        var found = new ArrayList<Reference>();
        int end = 0;
        while (true) {
            int start = where.value().indexOf("#{", end);
            end = start < 0 ? -1 : where.value().indexOf('}', start) + 1;
            if (end <= 0) return found;
            found.add(reference(where, start, where.value().substring(start, end)));
        }
    }

    private static Reference reference(Text where, int start, String text) {
        var parts = NAMESPACE_AND_KEY.matcher(text).region("#{".length(), text.length() - "}".length());
        return parts.matches()
                ? new Reference(where, start, text, parts.group(1), parts.group(2))
                : new Reference(where, start, text, "", "");
    }

    private static List<Text> configurationTexts(Action action) {
        return orEmpty(action.configuration()).entrySet().stream()
                .map(entry -> new Text(
                        "configuration property '" + entry.getKey() + "'", entry.getKey(), entry.getValue()))
                .toList();
    }

    private static List<Text> commandTexts(Action action) {
        var commands = orEmpty(action.commands());
        var texts = new ArrayList<Text>();
        for (int i = 0; i < commands.size(); i++) {
            texts.add(new Text("command " + (i + 1), "commands[" + i + "]", commands.get(i)));
        }
        return texts;
    }

    private static List<Text> environmentTexts(Action action) {
        return orEmpty(action.environmentVariables()).stream()
                .map(Variables::text)
                .toList();
    }

    private static Text text(EnvironmentVariable variable) {
        return new Text("environment variable '" + variable.name() + "'", variable.name(), variable.value());
    }

    private static int bytes(String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
