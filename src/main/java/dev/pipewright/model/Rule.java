package dev.pipewright.model;

import java.util.List;
import java.util.Map;

/**
 * One rule of a condition, member for member as {@code RuleDeclaration} of the API; absent members are null.
 *
 * @param ruleTypeId category {@code Rule}, owner {@code AWS}
 */
public record Rule(
        String name,
        ActionTypeId ruleTypeId,
        Map<String, String> configuration,
        List<String> commands,
        List<InputArtifact> inputArtifacts,
        String roleArn,
        String region,
        Integer timeoutInMinutes) {
    /** The rule as an action, which is how it is run: a job for whoever works for its type. */
    public Action asAction() {
        return new Action(
                name,
                ruleTypeId,
                1,
                configuration == null ? Map.of() : configuration,
                commands == null ? List.of() : commands,
                List.of(),
                inputArtifacts == null ? List.of() : inputArtifacts,
                List.of(),
                roleArn,
                region,
                null,
                timeoutInMinutes,
                List.of());
    }
}
