package dev.pipewright.api;

import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ConfigurationProperty;
import software.amazon.awssdk.services.codepipeline.model.RuleConfigurationProperty;
import software.amazon.awssdk.services.codepipeline.model.RuleType;
import software.amazon.awssdk.services.codepipeline.model.RuleTypeId;

/** Rule types, which the model has as action types, on the wire. */
final class RuleTypes {
    private RuleTypes() {}

    static RuleTypeId wire(ActionTypeId id) {
        return RuleTypeId.builder()
                .category(id.category().name())
                .owner(id.owner().name())
                .provider(id.provider())
                .version(id.version())
                .build();
    }

    static RuleType wire(ActionType type) {
        return RuleType.builder()
                .id(wire(type.id()))
                .settings(it -> it.thirdPartyConfigurationUrl(type.settings().thirdPartyConfigurationUrl())
                        .entityUrlTemplate(type.settings().entityUrlTemplate())
                        .executionUrlTemplate(type.settings().executionUrlTemplate())
                        .revisionUrlTemplate(type.settings().revisionUrlTemplate()))
                .ruleConfigurationProperties(type.configurationProperties().stream()
                        .map(RuleTypes::wire)
                        .toList())
                .inputArtifactDetails(it -> it.minimumCount(type.inputArtifacts().minimumCount())
                        .maximumCount(type.inputArtifacts().maximumCount()))
                .build();
    }

    private static RuleConfigurationProperty wire(ConfigurationProperty property) {
        return RuleConfigurationProperty.builder()
                .name(property.name())
                .required(property.required())
                .key(property.key())
                .secret(property.secret())
                .queryable(property.queryable())
                .description(property.description())
                .type(property.type())
                .build();
    }
}
