package dev.pipewright.engine;

import static dev.pipewright.model.ActionCategory.Approval;
import static dev.pipewright.model.ActionCategory.Build;
import static dev.pipewright.model.ActionCategory.Deploy;
import static dev.pipewright.model.ActionCategory.Invoke;
import static dev.pipewright.model.ActionCategory.Source;
import static dev.pipewright.model.ActionCategory.Test;
import static dev.pipewright.model.ActionOwner.AWS;
import static dev.pipewright.model.ActionOwner.ThirdParty;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.ConfigurationProperty;
import java.util.Arrays;
import java.util.List;

/**
 * The action types of the service that have no provider beside them: the manual approval, which the engine itself
 * handles, and those that this server knows only by name. A row goes when a provider comes, which brings its own
 * declaration.
 *
 * <p>Properties are written with a mark: {@code !} after the name of a required one, {@code !*} after that of a
 * required secret.
 */
final class ServiceTypes {
    static final ActionType MANUAL_APPROVAL = type(
            Approval, AWS, "Manual", 0, 0, 0, 0, true,
            "CustomData", "ExternalEntityLink", "NotificationArn", "IsSummaryRequired");

    static final List<ActionType> NOT_YET_AVAILABLE = List.of(
            known(Source, AWS, "ECR", 0, 0, 0, 1, "RepositoryName!", "ImageTag"),
            known(
                    Build, AWS, "CodeBuild", 1, 5, 0, 5,
                    "ProjectName!", "PrimarySource", "BatchEnabled", "CombineArtifacts", "BuildspecOverride",
                    "EnvironmentVariables", "ServiceRoleArnOverride"),
            knownV2(
                    Build, "ECRBuildAndPublish", 1, 1, 0, 0,
                    "ECRRepositoryName!", "DockerFilePath", "ImageTags", "RegistryType"),
            known(
                    Test, AWS, "CodeBuild", 1, 5, 0, 5,
                    "ProjectName!", "PrimarySource", "BatchEnabled", "CombineArtifacts", "BuildspecOverride",
                    "EnvironmentVariables", "ServiceRoleArnOverride"),
            known(
                    Test, AWS, "DeviceFarm", 1, 1, 0, 0,
                    "AppType!", "ProjectId!", "App", "DevicePoolArn!", "TestType!", "Test", "TestSpec", "RecordVideo",
                    "RecordAppPerformanceData", "FuzzEventCount"),
            known(
                    Deploy, AWS, "CloudFormation", 0, 10, 0, 1,
                    "ActionMode!", "StackName!", "TemplatePath", "RoleArn", "Capabilities", "ChangeSetName",
                    "OutputFileName", "ParameterOverrides", "TemplateConfiguration"),
            known(
                    Deploy, AWS, "CloudFormationStackSet", 1, 10, 0, 0,
                    "StackSetName!", "TemplatePath!", "Description", "Parameters", "Capabilities", "PermissionModel",
                    "AdministrationRoleArn", "ExecutionRoleName", "OrganizationsAutoDeployment", "DeploymentTargets",
                    "Regions", "FailureTolerancePercentage", "MaxConcurrentPercentage"),
            known(
                    Deploy, AWS, "CloudFormationStackInstances", 0, 10, 0, 0,
                    "StackSetName!", "DeploymentTargets", "Regions", "ParameterOverrides", "FailureTolerancePercentage",
                    "MaxConcurrentPercentage"),
            known(Deploy, AWS, "CodeDeploy", 1, 1, 0, 0, "ApplicationName!", "DeploymentGroupName!"),
            known(
                    Deploy, AWS, "CodeDeployToECS", 1, 5, 0, 0,
                    "ApplicationName!", "DeploymentGroupName!", "TaskDefinitionTemplateArtifact!",
                    "AppSpecTemplateArtifact!", "AppSpecTemplatePath", "TaskDefinitionTemplatePath",
                    "Image1ArtifactName", "Image1ContainerName", "Image2ArtifactName", "Image2ContainerName",
                    "Image3ArtifactName", "Image3ContainerName", "Image4ArtifactName", "Image4ContainerName"),
            known(Deploy, AWS, "ECS", 1, 1, 0, 0, "ClusterName!", "ServiceName!", "FileName", "DeploymentTimeout"),
            knownV2(
                    Deploy, "EKS", 1, 1, 0, 0,
                    "ClusterName!", "HelmReleaseName", "HelmChartLocation", "HelmValuesFiles", "ManifestFiles",
                    "Namespace", "Subnets", "SecurityGroupIds"),
            knownV2(
                    Deploy, "Lambda", 0, 1, 0, 0,
                    "FunctionName!", "FunctionAlias", "PublishedTargetVersion", "DeployStrategy", "Alarms"),
            known(Deploy, AWS, "ElasticBeanstalk", 1, 1, 0, 0, "ApplicationName!", "EnvironmentName!"),
            known(
                    Deploy, AWS, "AppConfig", 1, 1, 0, 0,
                    "Application!", "Environment!", "ConfigurationProfile!", "InputArtifactConfigurationPath!",
                    "DeploymentStrategy"),
            known(Deploy, AWS, "OpsWorks", 1, 1, 0, 0, "Stack!", "Layer", "App!"),
            known(
                    Deploy, AWS, "ServiceCatalog", 1, 1, 0, 0,
                    "TemplateFilePath", "ProductVersionName", "ProductType", "ProductVersionDescription",
                    "ConfigurationFilePath", "ProductId!"),
            known(
                    Deploy, ThirdParty, "AlexaSkillsKit", 0, 2, 0, 0,
                    "ClientId!", "ClientSecret!*", "RefreshToken!*", "SkillId!"),
            known(Invoke, AWS, "Lambda", 0, 5, 0, 5, "FunctionName!", "UserParameters"),
            known(
                    Invoke, AWS, "StepFunctions", 0, 1, 0, 1,
                    "StateMachineArn!", "ExecutionNamePrefix", "InputType", "Input"),
            knownV2(Invoke, "CodePipeline", 0, 0, 0, 0, "PipelineName!", "SourceRevisions", "Variables"),
            knownV2(
                    Invoke, "InspectorScan", 1, 1, 1, 1,
                    "InspectorRunMode!", "ECRRepositoryName", "ImageTag", "CriticalThreshold", "HighThreshold",
                    "MediumThreshold", "LowThreshold"),
            known(Invoke, ThirdParty, "Snyk", 1, 1, 0, 1));

    private ServiceTypes() {}

    private static ActionType known(
            ActionCategory category,
            ActionOwner owner,
            String provider,
            int leastInputs,
            int mostInputs,
            int leastOutputs,
            int mostOutputs,
            String... properties) {
        return type(
                category, owner, provider, leastInputs, mostInputs, leastOutputs, mostOutputs, false, properties);
    }

    private static ActionType knownV2(
            ActionCategory category,
            String provider,
            int leastInputs,
            int mostInputs,
            int leastOutputs,
            int mostOutputs,
            String... properties) {
        var plain = known(category, AWS, provider, leastInputs, mostInputs, leastOutputs, mostOutputs, properties);
        return new ActionType(
                plain.id(),
                plain.settings(),
                plain.configurationProperties(),
                plain.inputArtifacts(),
                plain.outputArtifacts(),
                plain.timeout(),
                true,
                plain.available());
    }

    private static ActionType type(
            ActionCategory category,
            ActionOwner owner,
            String provider,
            int leastInputs,
            int mostInputs,
            int leastOutputs,
            int mostOutputs,
            boolean available,
            String... properties) {
        var id = new ActionTypeId(category, owner, provider, "1");
        return new ActionType(
                id,
                ActionTypeSettings.NONE,
                Arrays.stream(properties).map(ServiceTypes::property).toList(),
                new ArtifactCount(leastInputs, mostInputs),
                new ArtifactCount(leastOutputs, mostOutputs),
                Timeouts.of(id),
                false,
                available);
    }

    private static ConfigurationProperty property(String marked) {
        if (marked.endsWith("!*")) {
            return ConfigurationProperty.requiredSecret(marked.substring(0, marked.length() - 2));
        }
        return marked.endsWith("!")
                ? ConfigurationProperty.required(marked.substring(0, marked.length() - 1))
                : ConfigurationProperty.optional(marked);
    }
}
