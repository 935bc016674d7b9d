package dev.pipewright.api;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeDeclaration;
import dev.pipewright.model.ActionTypeExecutor;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.ConfigurationProperty;
import dev.pipewright.model.ExecutorType;
import dev.pipewright.wire.Constraints;
import dev.pipewright.wire.SdkJson;
import java.util.List;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeArtifactDetails;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeProperty;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeUrls;
import software.amazon.awssdk.services.codepipeline.model.ExecutorConfiguration;
import software.amazon.awssdk.services.codepipeline.model.UpdateActionTypeRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Declarations of integration action types between the wire and the model. */
public final class ActionTypeDeclarations {
    private static final Constraints CONSTRAINTS = Constraints.of("codepipeline");
    private static final String EVERYBODY = "*";

    private ActionTypeDeclarations() {}

    /**
     * The declaration in a JSON object that is written as UpdateActionType takes it.
     *
     * @throws dev.pipewright.wire.Fault that says what is wrong with it
     */
    public static ActionTypeDeclaration read(JsonNode actionType) {
        var input = JsonNodeFactory.instance.objectNode();
        input.set("actionType", actionType);
        UpdateActionTypeRequest decoded = SdkJson.decode(input, UpdateActionTypeRequest.builder());
        CONSTRAINTS.check("UpdateActionType", input);
        var declaration = model(decoded.actionType());
        IntegrationRules.check(declaration);
        return declaration;
    }

    static ActionTypeDeclaration model(
            software.amazon.awssdk.services.codepipeline.model.ActionTypeDeclaration wire) {
        return new ActionTypeDeclaration(
                new ActionType(
                        new ActionTypeId(
                                ActionCategory.valueOf(wire.id().categoryAsString()),
                                ActionOwner.valueOf(wire.id().owner()),
                                wire.id().provider(),
                                wire.id().version()),
                        settings(wire.urls()),
                        wire.properties().stream().map(ActionTypeDeclarations::property).toList(),
                        count(wire.inputArtifactDetails()),
                        count(wire.outputArtifactDetails()),
                        ActionType.CUSTOM_TIMEOUT,
                        false,
                        true),
                wire.description(),
                executor(wire.executor()),
                wire.permissions() == null ? List.of() : wire.permissions().allowedAccounts());
    }

    private static ActionTypeSettings settings(ActionTypeUrls wire) {
        return wire == null
                ? ActionTypeSettings.NONE
                : new ActionTypeSettings(
                        wire.configurationUrl(),
                        wire.entityUrlTemplate(),
                        wire.executionUrlTemplate(),
                        wire.revisionUrlTemplate());
    }

    private static ConfigurationProperty property(ActionTypeProperty wire) {
        return new ConfigurationProperty(
                wire.name(), !wire.optional(), wire.key(), wire.noEcho(), Boolean.TRUE.equals(wire.queryable()),
                wire.description(), null);
    }

    private static ArtifactCount count(ActionTypeArtifactDetails wire) {
        return new ArtifactCount(wire.minimumCount(), wire.maximumCount());
    }

    private static ActionTypeExecutor executor(
            software.amazon.awssdk.services.codepipeline.model.ActionTypeExecutor wire) {
        var type = ExecutorType.valueOf(wire.typeAsString());
        var workers = wire.configuration().jobWorkerExecutorConfiguration();
        var function = wire.configuration().lambdaExecutorConfiguration();
        switch (type) {
            case JobWorker -> {
                if (function != null) {
                    throw Faults.validation(
                            "An executor of the type 'JobWorker' must not have a lambdaExecutorConfiguration");
                }
            }
            case Lambda -> {
                if (function == null || workers != null) {
                    throw Faults.validation(
                            "An executor of the type 'Lambda' must have a lambdaExecutorConfiguration and no "
                                    + "jobWorkerExecutorConfiguration");
                }
            }
        }
        return new ActionTypeExecutor(
                type,
                wire.jobTimeout(),
                wire.policyStatementsTemplate(),
                workers == null ? List.of() : workers.pollingAccounts(),
                workers == null ? List.of() : workers.pollingServicePrincipals(),
                function == null ? null : function.lambdaFunctionArn());
    }

    /** A type that is built into the server, as one that its own worker works for and everybody may use. */
    static ActionTypeDeclaration builtIn(ActionType type) {
        return new ActionTypeDeclaration(type, null, ActionTypeExecutor.JOB_WORKER, List.of(EVERYBODY));
    }

    static software.amazon.awssdk.services.codepipeline.model.ActionTypeDeclaration wire(
            ActionTypeDeclaration declaration) {
        var type = declaration.type();
        var allowed = declaration.allowedAccounts();
        return software.amazon.awssdk.services.codepipeline.model.ActionTypeDeclaration.builder()
                .id(id -> id.category(type.id().category().name())
                        .owner(type.id().owner().name())
                        .provider(type.id().provider())
                        .version(type.id().version()))
                .description(declaration.description())
                .executor(executor(declaration.executor()))
                .permissions(allowed.isEmpty() ? null : permissions(allowed))
                .inputArtifactDetails(details(type.inputArtifacts()))
                .outputArtifactDetails(details(type.outputArtifacts()))
                .properties(type.configurationProperties().stream()
                        .map(ActionTypeDeclarations::property)
                        .toList())
                .urls(type.settings().equals(ActionTypeSettings.NONE) ? null : urls(type.settings()))
                .build();
    }

    private static software.amazon.awssdk.services.codepipeline.model.ActionTypePermissions permissions(
            List<String> allowedAccounts) {
        return software.amazon.awssdk.services.codepipeline.model.ActionTypePermissions.builder()
                .allowedAccounts(allowedAccounts)
                .build();
    }

    private static software.amazon.awssdk.services.codepipeline.model.ActionTypeExecutor executor(
            ActionTypeExecutor executor) {
        return software.amazon.awssdk.services.codepipeline.model.ActionTypeExecutor.builder()
                .type(executor.type().name())
                .jobTimeout(executor.jobTimeout())
                .policyStatementsTemplate(executor.policyStatementsTemplate())
                .configuration(switch (executor.type()) {
                    case JobWorker -> workers(executor);
                    case Lambda -> ExecutorConfiguration.builder()
                            .lambdaExecutorConfiguration(it -> it.lambdaFunctionArn(executor.lambdaFunctionArn()))
                            .build();
                })
                .build();
    }

    private static ExecutorConfiguration workers(ActionTypeExecutor executor) {
        var accounts = executor.pollingAccounts();
        var services = executor.pollingServicePrincipals();
        return ExecutorConfiguration.builder()
                .jobWorkerExecutorConfiguration(it -> it.pollingAccounts(accounts.isEmpty() ? null : accounts)
                        .pollingServicePrincipals(services.isEmpty() ? null : services))
                .build();
    }

    private static ActionTypeArtifactDetails details(ArtifactCount count) {
        return ActionTypeArtifactDetails.builder()
                .minimumCount(count.minimumCount())
                .maximumCount(count.maximumCount())
                .build();
    }

    private static ActionTypeProperty property(ConfigurationProperty property) {
        return ActionTypeProperty.builder()
                .name(property.name())
                .optional(!property.required())
                .key(property.key())
                .noEcho(property.secret())
                .queryable(property.queryable())
                .description(property.description())
                .build();
    }

    private static ActionTypeUrls urls(ActionTypeSettings settings) {
        return ActionTypeUrls.builder()
                .configurationUrl(settings.thirdPartyConfigurationUrl())
                .entityUrlTemplate(settings.entityUrlTemplate())
                .executionUrlTemplate(settings.executionUrlTemplate())
                .revisionUrlTemplate(settings.revisionUrlTemplate())
                .build();
    }
}
