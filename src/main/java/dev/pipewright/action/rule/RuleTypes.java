package dev.pipewright.action.rule;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.ConfigurationProperty;
import java.time.Duration;
import java.util.List;

/** How rule types are declared: category {@code Rule}, owner {@code AWS}, version {@code 1}, no outputs. */
final class RuleTypes {
    /** How long a rule has that does not say. */
    static final Duration STANDARD_TIMEOUT = Duration.ofHours(24);

    private RuleTypes() {}

    static ActionType type(String provider, int mostInputs, ConfigurationProperty... properties) {
        return type(provider, new ArtifactCount(0, mostInputs), STANDARD_TIMEOUT, properties);
    }

    static ActionType type(
            String provider, ArtifactCount inputs, Duration timeout, ConfigurationProperty... properties) {
        return new ActionType(
                new ActionTypeId(ActionCategory.Rule, ActionOwner.AWS, provider, "1"),
                ActionTypeSettings.NONE,
                List.of(properties),
                inputs,
                new ArtifactCount(0, 0),
                timeout,
                true,
                true);
    }

    static ConfigurationProperty required(String name, String description) {
        return new ConfigurationProperty(name, true, true, false, false, description, "String");
    }

    static ConfigurationProperty optional(String name, String description) {
        return optional(name, description, "String");
    }

    static ConfigurationProperty optional(String name, String description, String type) {
        return new ConfigurationProperty(name, false, false, false, false, description, type);
    }
}
