package dev.pipewright.api;

import dev.pipewright.iam.SessionTokens;
import dev.pipewright.runtime.Conductor;
import dev.pipewright.runtime.JobDesk;
import dev.pipewright.runtime.SourceWatch;
import dev.pipewright.runtime.Starts;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Constraints;
import dev.pipewright.wire.JsonService;
import dev.pipewright.wire.Permissions;
import java.util.Map;
import software.amazon.awssdk.services.codepipeline.model.CreatePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.DeletePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.DisableStageTransitionRequest;
import software.amazon.awssdk.services.codepipeline.model.EnableStageTransitionRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateRequest;
import software.amazon.awssdk.services.codepipeline.model.ListActionExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListDeployActionExecutionTargetsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListPipelineExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListPipelinesRequest;
import software.amazon.awssdk.services.codepipeline.model.ListRuleExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListRuleTypesRequest;
import software.amazon.awssdk.services.codepipeline.model.OverrideStageConditionRequest;
import software.amazon.awssdk.services.codepipeline.model.PutActionRevisionRequest;
import software.amazon.awssdk.services.codepipeline.model.PutApprovalResultRequest;
import software.amazon.awssdk.services.codepipeline.model.RetryStageExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.RollbackStageRequest;
import software.amazon.awssdk.services.codepipeline.model.StartPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.StopPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.UpdatePipelineRequest;

/** The service's operations, each with what it works on. */
public record CodePipelineService(
        Database database,
        Conductor conductor,
        Starts starts,
        JobDesk desk,
        SourceWatch watch,
        Grounds grounds,
        Catalog catalog,
        SessionTokens sessions,
        PageTokens tokens,
        WebhookOperations webhooks) {

    /** All of them, under their names on the wire. */
    public JsonService service() {
        var service = JsonService.named("codepipeline", "CodePipeline_20150709", Constraints.of("codepipeline"))
                .permitting(Permissions.of("codepipeline", this::tagsOf))
                .explaining(Faults::explain);
        addPipelines(service);
        addExecutions(service);
        addInterventions(service);
        addRules(service);
        WorkerOperations.addJobs(service, database, desk, sessions);
        WorkerOperations.addActionTypes(service, database, catalog.builtIn(), tokens);
        WorkerOperations.addTags(service, database, tokens);
        webhooks.addTo(service, database, catalog, tokens);
        return service.build();
    }

    /** The tags of a resource; stages and actions have those of their pipeline. */
    private Map<String, String> tagsOf(String arn) {
        var tagged = arn.contains(":actiontype:") ? arn : arn.replaceFirst("/.*", "");
        return database.read(tables -> tables.tags().of(tagged));
    }

    private void addPipelines(JsonService.Builder service) {
        var check = new DefinitionCheck(database, catalog);
        service.with(
                        "CreatePipeline",
                        CreatePipelineRequest::builder,
                        new CreatePipeline(database, check, grounds, starts, watch))
                .with("GetPipeline", GetPipelineRequest::builder, new GetPipeline(database, check))
                .with(
                        "UpdatePipeline",
                        UpdatePipelineRequest::builder,
                        new UpdatePipeline(database, check, grounds, watch))
                .with("DeletePipeline", DeletePipelineRequest::builder, new DeletePipeline(database))
                .with("ListPipelines", ListPipelinesRequest::builder, new ListPipelines(database, tokens));
    }

    private void addExecutions(JsonService.Builder service) {
        service.with(
                        "StartPipelineExecution",
                        StartPipelineExecutionRequest::builder,
                        new StartPipelineExecution(database, starts))
                .with(
                        "GetPipelineExecution",
                        GetPipelineExecutionRequest::builder,
                        new GetPipelineExecution(database))
                .with(
                        "GetPipelineState",
                        GetPipelineStateRequest::builder,
                        new GetPipelineState(database, catalog, watch.troubles()))
                .with(
                        "ListPipelineExecutions",
                        ListPipelineExecutionsRequest::builder,
                        new ListPipelineExecutions(database, tokens))
                .with(
                        "ListActionExecutions",
                        ListActionExecutionsRequest::builder,
                        new ListActionExecutions(database, catalog, tokens))
                .with(
                        "ListDeployActionExecutionTargets",
                        ListDeployActionExecutionTargetsRequest::builder,
                        new ListDeployActionExecutionTargets(database, tokens))
                .with(
                        "PutActionRevision",
                        PutActionRevisionRequest::builder,
                        new PutActionRevision(database, watch));
    }

    private void addInterventions(JsonService.Builder service) {
        service.with(
                        "StopPipelineExecution",
                        StopPipelineExecutionRequest::builder,
                        new StopPipelineExecution(conductor))
                .with(
                        "RetryStageExecution",
                        RetryStageExecutionRequest::builder,
                        new RetryStageExecution(database))
                .with("RollbackStage", RollbackStageRequest::builder, new RollbackStage(database, starts))
                .with(
                        "OverrideStageCondition",
                        OverrideStageConditionRequest::builder,
                        new OverrideStageCondition(database))
                .with(
                        "EnableStageTransition",
                        EnableStageTransitionRequest::builder,
                        new EnableStageTransition(conductor))
                .with(
                        "DisableStageTransition",
                        DisableStageTransitionRequest::builder,
                        new DisableStageTransition(conductor))
                .with(
                        "PutApprovalResult",
                        PutApprovalResultRequest::builder,
                        new PutApprovalResult(database, conductor));
    }

    private void addRules(JsonService.Builder service) {
        service.with("ListRuleTypes", ListRuleTypesRequest::builder, new ListRuleTypes(catalog.builtIn()))
                .with(
                        "ListRuleExecutions",
                        ListRuleExecutionsRequest::builder,
                        new ListRuleExecutions(database, tokens));
    }
}
