package dev.pipewright.wire;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.codepipeline.model.AcknowledgeJobRequest;
import software.amazon.awssdk.services.codepipeline.model.AcknowledgeThirdPartyJobRequest;
import software.amazon.awssdk.services.codepipeline.model.CreateCustomActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.CreatePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.DeleteCustomActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.DeletePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.DeleteWebhookRequest;
import software.amazon.awssdk.services.codepipeline.model.DeregisterWebhookWithThirdPartyRequest;
import software.amazon.awssdk.services.codepipeline.model.DisableStageTransitionRequest;
import software.amazon.awssdk.services.codepipeline.model.EnableStageTransitionRequest;
import software.amazon.awssdk.services.codepipeline.model.GetActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.GetJobDetailsRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateRequest;
import software.amazon.awssdk.services.codepipeline.model.GetThirdPartyJobDetailsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListActionExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListActionTypesRequest;
import software.amazon.awssdk.services.codepipeline.model.ListDeployActionExecutionTargetsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListPipelineExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListPipelinesRequest;
import software.amazon.awssdk.services.codepipeline.model.ListRuleExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListRuleTypesRequest;
import software.amazon.awssdk.services.codepipeline.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.ListWebhooksRequest;
import software.amazon.awssdk.services.codepipeline.model.OverrideStageConditionRequest;
import software.amazon.awssdk.services.codepipeline.model.PollForJobsRequest;
import software.amazon.awssdk.services.codepipeline.model.PollForThirdPartyJobsRequest;
import software.amazon.awssdk.services.codepipeline.model.PutActionRevisionRequest;
import software.amazon.awssdk.services.codepipeline.model.PutApprovalResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobFailureResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobSuccessResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutThirdPartyJobFailureResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutThirdPartyJobSuccessResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutWebhookRequest;
import software.amazon.awssdk.services.codepipeline.model.RegisterWebhookWithThirdPartyRequest;
import software.amazon.awssdk.services.codepipeline.model.RetryStageExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.RollbackStageRequest;
import software.amazon.awssdk.services.codepipeline.model.StartPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.StopPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.TagResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.UntagResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.UpdateActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.UpdatePipelineRequest;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** The inputs of all operations that the SDK knows, as a service that answers each with its input. */
final class CodePipelineInputs {
    private final Map<String, Supplier<? extends SdkPojo>> builders = new TreeMap<>();
    private final JsonService.Builder service;

    CodePipelineInputs(Constraints constraints) {
        service = JsonService.named("codepipeline", "CodePipeline_20150709", constraints);
        add("AcknowledgeJob", AcknowledgeJobRequest::builder);
        add("AcknowledgeThirdPartyJob", AcknowledgeThirdPartyJobRequest::builder);
        add("CreateCustomActionType", CreateCustomActionTypeRequest::builder);
        add("CreatePipeline", CreatePipelineRequest::builder);
        add("DeleteCustomActionType", DeleteCustomActionTypeRequest::builder);
        add("DeletePipeline", DeletePipelineRequest::builder);
        add("DeleteWebhook", DeleteWebhookRequest::builder);
        add("DeregisterWebhookWithThirdParty", DeregisterWebhookWithThirdPartyRequest::builder);
        add("DisableStageTransition", DisableStageTransitionRequest::builder);
        add("EnableStageTransition", EnableStageTransitionRequest::builder);
        add("GetActionType", GetActionTypeRequest::builder);
        add("GetJobDetails", GetJobDetailsRequest::builder);
        add("GetPipeline", GetPipelineRequest::builder);
        add("GetPipelineExecution", GetPipelineExecutionRequest::builder);
        add("GetPipelineState", GetPipelineStateRequest::builder);
        add("GetThirdPartyJobDetails", GetThirdPartyJobDetailsRequest::builder);
        add("ListActionExecutions", ListActionExecutionsRequest::builder);
        add("ListActionTypes", ListActionTypesRequest::builder);
        add("ListDeployActionExecutionTargets", ListDeployActionExecutionTargetsRequest::builder);
        add("ListPipelineExecutions", ListPipelineExecutionsRequest::builder);
        add("ListPipelines", ListPipelinesRequest::builder);
        add("ListRuleExecutions", ListRuleExecutionsRequest::builder);
        add("ListRuleTypes", ListRuleTypesRequest::builder);
        add("ListTagsForResource", ListTagsForResourceRequest::builder);
        add("ListWebhooks", ListWebhooksRequest::builder);
        add("OverrideStageCondition", OverrideStageConditionRequest::builder);
        add("PollForJobs", PollForJobsRequest::builder);
        add("PollForThirdPartyJobs", PollForThirdPartyJobsRequest::builder);
        add("PutActionRevision", PutActionRevisionRequest::builder);
        add("PutApprovalResult", PutApprovalResultRequest::builder);
        add("PutJobFailureResult", PutJobFailureResultRequest::builder);
        add("PutJobSuccessResult", PutJobSuccessResultRequest::builder);
        add("PutThirdPartyJobFailureResult", PutThirdPartyJobFailureResultRequest::builder);
        add("PutThirdPartyJobSuccessResult", PutThirdPartyJobSuccessResultRequest::builder);
        add("PutWebhook", PutWebhookRequest::builder);
        add("RegisterWebhookWithThirdParty", RegisterWebhookWithThirdPartyRequest::builder);
        add("RetryStageExecution", RetryStageExecutionRequest::builder);
        add("RollbackStage", RollbackStageRequest::builder);
        add("StartPipelineExecution", StartPipelineExecutionRequest::builder);
        add("StopPipelineExecution", StopPipelineExecutionRequest::builder);
        add("TagResource", TagResourceRequest::builder);
        add("UntagResource", UntagResourceRequest::builder);
        add("UpdateActionType", UpdateActionTypeRequest::builder);
        add("UpdatePipeline", UpdatePipelineRequest::builder);
    }

    Map<String, Supplier<? extends SdkPojo>> builders() {
        return builders;
    }

    JsonService echo() {
        return service.build();
    }

    private <I extends SdkPojo, B extends SdkPojo & SdkBuilder<?, I>> void add(String name, Supplier<B> builder) {
        builders.put(name, builder);
        service.with(name, builder, (I input, Request _) -> input);
    }
}
