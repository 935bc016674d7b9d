package dev.pipewright.model;

import java.util.List;
import java.util.Map;

/** One action of a stage, member for member as {@code ActionDeclaration} of the API; absent members are null. */
public record Action(
        String name,
        ActionTypeId actionTypeId,
        Integer runOrder,
        Map<String, String> configuration,
        List<String> commands,
        List<OutputArtifact> outputArtifacts,
        List<InputArtifact> inputArtifacts,
        List<String> outputVariables,
        String roleArn,
        String region,
        String namespace,
        Integer timeoutInMinutes,
        List<EnvironmentVariable> environmentVariables) {}
