package dev.pipewright.model;

import java.util.List;
import java.util.Map;

/** One rule of a condition, member for member as {@code RuleDeclaration} of the API; absent members are null. */
public record Rule(
        String name,
        TypeId ruleTypeId,
        Map<String, String> configuration,
        List<String> commands,
        List<InputArtifact> inputArtifacts,
        String roleArn,
        String region,
        Integer timeoutInMinutes) {
    /** The identity of a rule type: category {@code Rule}, owner {@code AWS}. */
    public record TypeId(String category, String owner, String provider, String version) {}
}
