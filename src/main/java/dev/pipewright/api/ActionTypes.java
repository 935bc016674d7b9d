package dev.pipewright.api;

import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.ConfigurationProperty;
import java.util.List;
import software.amazon.awssdk.services.codepipeline.model.ActionConfigurationProperty;
import software.amazon.awssdk.services.codepipeline.model.ActionType;
import software.amazon.awssdk.services.codepipeline.model.ArtifactDetails;
import software.amazon.awssdk.services.codepipeline.model.CreateCustomActionTypeRequest;

/** Action types between the wire and the model. */
final class ActionTypes {
    private ActionTypes() {}

    /** The type that a request makes; what it leaves out is false, or absent. */
    static dev.pipewright.model.ActionType custom(CreateCustomActionTypeRequest input) {
        return new dev.pipewright.model.ActionType(
                ActionTypeIds.custom(input.categoryAsString(), input.provider(), input.version()),
                settings(input.settings()),
                input.configurationProperties().stream().map(ActionTypes::property).toList(),
                count(input.inputArtifactDetails()),
                count(input.outputArtifactDetails()),
                dev.pipewright.model.ActionType.CUSTOM_TIMEOUT,
                false,
                true);
    }

    private static ActionTypeSettings settings(
            software.amazon.awssdk.services.codepipeline.model.ActionTypeSettings wire) {
        return wire == null
                ? ActionTypeSettings.NONE
                : new ActionTypeSettings(
                        wire.thirdPartyConfigurationUrl(),
                        wire.entityUrlTemplate(),
                        wire.executionUrlTemplate(),
                        wire.revisionUrlTemplate());
    }

    private static ConfigurationProperty property(ActionConfigurationProperty wire) {
        return new ConfigurationProperty(
                wire.name(),
                Boolean.TRUE.equals(wire.required()),
                Boolean.TRUE.equals(wire.key()),
                Boolean.TRUE.equals(wire.secret()),
                Boolean.TRUE.equals(wire.queryable()),
                wire.description(),
                wire.typeAsString());
    }

    private static ArtifactCount count(ArtifactDetails wire) {
        return new ArtifactCount(wire.minimumCount(), wire.maximumCount());
    }

    /**
     * A type as it is answered. The service never says of its own types what type their properties have; what somebody
     * said of a custom type's properties is given back.
     */
    static ActionType wire(dev.pipewright.model.ActionType type) {
        var isCustom = type.id().owner() == ActionOwner.Custom;
        return ActionType.builder()
                .id(ActionTypeIds.wire(type.id()))
                .settings(it -> it.thirdPartyConfigurationUrl(type.settings().thirdPartyConfigurationUrl())
                        .entityUrlTemplate(type.settings().entityUrlTemplate())
                        .executionUrlTemplate(type.settings().executionUrlTemplate())
                        .revisionUrlTemplate(type.settings().revisionUrlTemplate()))
                .actionConfigurationProperties(properties(type.configurationProperties(), isCustom))
                .inputArtifactDetails(details(type.inputArtifacts()))
                .outputArtifactDetails(details(type.outputArtifacts()))
                .build();
    }

    private static List<ActionConfigurationProperty> properties(
            List<ConfigurationProperty> properties, boolean withType) {
        return properties.stream()
                .map(property -> ActionConfigurationProperty.builder()
                        .name(property.name())
                        .required(property.required())
                        .key(property.key())
                        .secret(property.secret())
                        .queryable(property.queryable())
                        .description(property.description())
                        .type(withType ? property.type() : null)
                        .build())
                .toList();
    }

    private static ArtifactDetails details(ArtifactCount count) {
        return ArtifactDetails.builder()
                .minimumCount(count.minimumCount())
                .maximumCount(count.maximumCount())
                .build();
    }
}
