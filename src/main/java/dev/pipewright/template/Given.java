package dev.pipewright.template;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What somebody says of a template beside the template.
 *
 * @param parameters values of its parameters by name
 * @param resources what {@code Ref} of a resource gives, by logical id, or what {@code Fn::GetAtt} gives, by logical id
 *     and attribute with a dot between
 * @param imports what other stacks export, by name
 * @param references values of dynamic references, by all that stands between the braces: {@code resolve:...}
 * @param stackName the name of the stack; null to take the file's
 */
public record Given(
        Map<String, String> parameters,
        Map<String, String> resources,
        Map<String, String> imports,
        Map<String, String> references,
        String stackName) {
    public Given {
        parameters = Map.copyOf(parameters);
        resources = Map.copyOf(resources);
        imports = Map.copyOf(imports);
        references = Map.copyOf(references);
    }

    /** Nothing. */
    public static Given nothing() {
        return new Given(Map.of(), Map.of(), Map.of(), Map.of(), null);
    }

    /** The parameters that none of those has. */
    Set<String> unknown(Set<String> known) {
        var unknown = new TreeSet<>(parameters.keySet());
        unknown.removeAll(known);
        return unknown;
    }

    /** The same with more, which have the last word. */
    public Given and(Given more) {
        return new Given(
                merged(parameters, more.parameters), merged(resources, more.resources),
                merged(imports, more.imports), merged(references, more.references),
                more.stackName == null ? stackName : more.stackName);
    }

    private static Map<String, String> merged(Map<String, String> one, Map<String, String> other) {
        var merged = new LinkedHashMap<>(one);
        merged.putAll(other);
        return merged;
    }
}
