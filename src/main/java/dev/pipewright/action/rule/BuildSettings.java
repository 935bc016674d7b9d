package dev.pipewright.action.rule;

import static dev.pipewright.action.rule.Texts.shown;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.model.Artifact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a rule says of its build.
 *
 * @param primary the artifact that the build begins in; empty for a build that takes the project's own source
 * @param others the artifacts beside it
 */
record BuildSettings(
        String project, boolean batch, Optional<Artifact> primary, List<Artifact> others,
        List<EnvironmentVariable> environment) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> TYPES = Set.of("PLAINTEXT", "PARAMETER_STORE", "SECRETS_MANAGER");

    /** A setting cannot be used; the message is a sentence that says which and why. */
    static final class Unusable extends Exception {
        Unusable(String message) {
            super(message);
        }
    }

    static BuildSettings of(ActionRequest request) throws Unusable {
        check(request.run().configuration());
        var inputs = request.run().inputs();
        var wanted = request.optionalSetting("PrimarySource");
        var primary = inputs.stream()
                .filter(input -> wanted.isEmpty() || wanted.get().equals(input.name()))
                .findFirst();
        if (wanted.isPresent() && primary.isEmpty()) {
            throw new Unusable("The PrimarySource %s is none of the rule's input artifacts."
                    .formatted(shown(wanted.get())));
        }
        if (wanted.isEmpty() && inputs.size() > 1) {
            throw new Unusable("The rule has %d input artifacts and no PrimarySource that says which of them the build"
                            .formatted(inputs.size())
                    + " begins in.");
        }
        return new BuildSettings(
                request.setting("ProjectName"),
                request.optionalSetting("BatchEnabled").filter("true"::equals).isPresent(),
                primary,
                inputs.stream().filter(input -> !primary.equals(Optional.of(input))).toList(),
                environment(request.optionalSetting("EnvironmentVariables")));
    }

    /** Looks at those values that stand for themselves. */
    static void check(Map<String, String> configuration) throws Unusable {
        for (var name : List.of("BatchEnabled", "CombineArtifacts")) {
            var value = configuration.getOrDefault(name, "false");
            if (!value.equals("true") && !value.equals("false")) {
                throw new Unusable("%s is %s and must be true or false.".formatted(name, shown(value)));
            }
        }
        environment(Optional.ofNullable(configuration.get("EnvironmentVariables")));
    }

    private static List<EnvironmentVariable> environment(Optional<String> json) throws Unusable {
        if (json.isEmpty()) {
            return List.of();
        }
        JsonNode list;
        try {
            list = JsonMapper.shared().readTree(json.get());
        } catch (JacksonException bad) {
            throw new Unusable("EnvironmentVariables is not JSON.");
        }
        if (!list.isArray()) {
            throw new Unusable("EnvironmentVariables is not a JSON array.");
        }
        var variables = new ArrayList<EnvironmentVariable>();
        for (int i = 0; i < list.size(); i++) {
            variables.add(variable(list.get(i), i + 1));
        }
        return variables;
    }

    // The values may be secret, so none of these sentences shows one.
    private static EnvironmentVariable variable(JsonNode entry, int number) throws Unusable {
        if (!entry.isObject()) {
            throw new Unusable("Entry %d of EnvironmentVariables is not an object.".formatted(number));
        }
        for (var member : entry.propertyNames()) {
            if (!Set.of("name", "value", "type").contains(member)) {
                throw new Unusable("Entry %d of EnvironmentVariables has the member %s; name, value and type are known."
                        .formatted(number, shown(member)));
            }
        }
        var name = text(entry, "name", number);
        if (!NAME.matcher(name).matches()) {
            throw new Unusable("Entry %d of EnvironmentVariables has the name %s, which cannot be that of a variable."
                    .formatted(number, shown(name)));
        }
        var type = entry.has("type") ? text(entry, "type", number) : "PLAINTEXT";
        if (!TYPES.contains(type)) {
            throw new Unusable("The environment variable %s has the type %s, which is none of %s."
                    .formatted(shown(name), shown(type), TYPES.stream().sorted().toList()));
        }
        return EnvironmentVariable.builder().name(name).value(text(entry, "value", number)).type(type).build();
    }

    private static String text(JsonNode entry, String member, int number) throws Unusable {
        var value = entry.get(member);
        if (value == null || !value.isString()) {
            throw new Unusable(
                    "Entry %d of EnvironmentVariables has no text as its %s.".formatted(number, member));
        }
        return value.stringValue();
    }
}
