package dev.pipewright.engine;

import static dev.pipewright.engine.Definitions.orEmpty;

import dev.pipewright.model.ActionType;
import dev.pipewright.model.ConfigurationProperty;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether each action's configuration has what its type requires and nothing that the type does not know. */
final class ConfigurationRules {
    private static final Pattern TOPIC =
            Pattern.compile("arn:aws(?:-[a-z]+)*:sns:([a-z0-9-]+):[0-9]{12}:[A-Za-z0-9_-]{1,256}(?:\\.fifo)?");

    private ConfigurationRules() {}

    static Stream<Problem> problems(Draft draft) {
        var problems = new ArrayList<Problem>();
        for (var placed : draft.actions()) {
            var before = problems.size();
            draft.catalog().find(placed.type()).ifPresent(type -> keys(placed, type, problems));
            if (problems.size() == before) literals(draft, placed).ifPresent(problems::add);
            if (Timeouts.isManualApproval(placed.type())) approval(draft, placed, problems);
        }
        return problems.stream();
    }

    private static void keys(Placed placed, ActionType type, List<Problem> problems) {
        var given = orEmpty(placed.action().configuration());
        var properties = type.configurationProperties();
        properties.stream()
                .filter(property -> property.required() && !given.containsKey(property.name()))
                .map(property -> Problem.action(
                        "Action configuration for action '%s' is missing required configuration '%s'",
                        placed.name(), property.name()).at(placed.place(), "configuration"))
                .forEach(problems::add);
        var known = properties.stream().map(ConfigurationProperty::name).toList();
        given.forEach((key, value) -> {
            if (!known.contains(key)) {
                problems.add(Problem.action(
                        "Action configuration for action '%s' contains unknown configuration '%s'",
                        placed.name(), Excerpt.of(key)).at(placed.place(), "configuration", key));
            } else if (value == null || value.isEmpty()) {
                problems.add(Problem.action(
                        "Action configuration for action '%s' contains an empty value for configuration '%s'",
                        placed.name(), key).at(placed.place(), "configuration", key));
            }
        });
        properties.stream()
                .filter(property -> property.secret() && Secrets.MASK.equals(given.get(property.name())))
                .map(property -> Problem.action(
                        "Action configuration for the new action \"%s\" contains an invalid configuration for the "
                                + "secret property \"%s\". \"****\" may be used in secret properties only when "
                                + "updating an existing action.",
                        placed.name(), property.name()).at(placed.place(), "configuration", property.name()))
                .forEach(problems::add);
    }

    private static Optional<Problem> literals(Draft draft, Placed placed) {
        var literals = new LinkedHashMap<>(orEmpty(placed.action().configuration()));
        literals.values().removeIf(value -> value.contains("#{"));
        return draft.catalog()
                .trouble(placed.type(), literals)
                .map(trouble -> Problem.action(
                        "Action configuration for action '%s' is invalid. %s", placed.name(), trouble)
                                .at(placed.place(), "configuration"));
    }

    private static void approval(Draft draft, Placed placed, List<Problem> problems) {
        var configuration = orEmpty(placed.action().configuration());
        var link = configuration.get("ExternalEntityLink");
        if (link != null && !isWebAddress(link)) {
            problems.add(Problem.action(
                    "Action configuration for action '%s' contains an invalid ExternalEntityLink '%s'. It must be a "
                            + "URL that begins with http:// or https://",
                    placed.name(), Excerpt.of(link)).at(placed.place(), "configuration", "ExternalEntityLink"));
        }
        var topic = configuration.get("NotificationArn");
        if (topic == null || topic.contains("#{")) return;
        var parts = TOPIC.matcher(topic);
        if (!parts.matches() || !parts.group(1).equals(draft.region())) {
            problems.add(Problem.action(
                    "Action configuration for action '%s' contains an invalid NotificationArn '%s'. It must be the "
                            + "ARN of an SNS topic in region '%s'",
                    placed.name(), Excerpt.of(topic), draft.region())
                            .at(placed.place(), "configuration", "NotificationArn"));
        }
    }

    private static boolean isWebAddress(String link) {
        // What a reference will become is not known yet, so only the text before the first one can be judged.
        if (link.startsWith("#{")) return true;
        var certain = link.contains("#{") ? link.substring(0, link.indexOf("#{")) + "x" : link;
        try {
            var scheme = new URI(certain).getScheme();
            return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
