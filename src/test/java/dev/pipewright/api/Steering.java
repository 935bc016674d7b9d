package dev.pipewright.api;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.runtime.Conductor;
import dev.pipewright.runtime.SourceTroubles;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionState;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateRequest;
import software.amazon.awssdk.services.codepipeline.model.ListActionExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListPipelineExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.OverrideStageConditionRequest;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecution;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.PutApprovalResultRequest;
import software.amazon.awssdk.services.codepipeline.model.RetryStageExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.RollbackStageRequest;
import software.amazon.awssdk.services.codepipeline.model.StageState;
import software.amazon.awssdk.services.codepipeline.model.StartPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.StopPipelineExecutionRequest;

/** The calls of somebody who looks after the workshop's pipeline. */
record Steering(Workshop shop) {
    static final PageTokens TOKENS = new PageTokens(new byte[32]);

    String start() {
        return start(_ -> {});
    }

    String start(Consumer<StartPipelineExecutionRequest.Builder> more) {
        var request = StartPipelineExecutionRequest.builder().name(Workshop.PIPELINE.name());
        more.accept(request);
        return new StartPipelineExecution(shop.database, shop.starts)
                .run(request.build(), shop.request())
                .pipelineExecutionId();
    }

    List<String> start(int count) {
        return IntStream.range(0, count).mapToObj(_ -> start()).toList();
    }

    String stop(String execution, boolean abandon) {
        return stop(execution, abandon, null);
    }

    String stop(String execution, boolean abandon, String reason) {
        return stop(StopPipelineExecutionRequest.builder()
                .pipelineName(Workshop.PIPELINE.name())
                .pipelineExecutionId(execution)
                .abandon(abandon)
                .reason(reason)
                .build());
    }

    String stop(StopPipelineExecutionRequest request) {
        return new StopPipelineExecution(new Conductor(shop.database.writer()))
                .run(request, shop.request())
                .pipelineExecutionId();
    }

    String retry(String stage, String execution, String mode) {
        return retry(Workshop.PIPELINE.name(), stage, execution, mode);
    }

    String retry(String pipeline, String stage, String execution, String mode) {
        return new RetryStageExecution(shop.database)
                .run(
                        RetryStageExecutionRequest.builder()
                                .pipelineName(pipeline)
                                .stageName(stage)
                                .pipelineExecutionId(execution)
                                .retryMode(mode)
                                .build(),
                        shop.request())
                .pipelineExecutionId();
    }

    String rollBack(String stage, String target) {
        return rollBack(Workshop.PIPELINE.name(), stage, target);
    }

    String rollBack(String pipeline, String stage, String target) {
        return new RollbackStage(shop.database, shop.starts)
                .run(
                        RollbackStageRequest.builder()
                                .pipelineName(pipeline)
                                .stageName(stage)
                                .targetPipelineExecutionId(target)
                                .build(),
                        shop.request())
                .pipelineExecutionId();
    }

    void override(String stage, String execution, String condition) {
        override(Workshop.PIPELINE.name(), stage, execution, condition);
    }

    void override(String pipeline, String stage, String execution, String condition) {
        new OverrideStageCondition(shop.database)
                .run(
                        OverrideStageConditionRequest.builder()
                                .pipelineName(pipeline)
                                .stageName(stage)
                                .pipelineExecutionId(execution)
                                .conditionType(condition)
                                .build(),
                        shop.request());
    }

    void approve(String stage, String action, String token) {
        new PutApprovalResult(shop.database, new Conductor(shop.database.writer()))
                .run(
                        PutApprovalResultRequest.builder()
                                .pipelineName(Workshop.PIPELINE.name())
                                .stageName(stage)
                                .actionName(action)
                                .token(token)
                                .result(it -> it.status(ApprovalStatus.APPROVED).summary("good"))
                                .build(),
                        shop.request());
    }

    List<StageState> state() {
        var catalog = new Catalog(ActionCatalog.of(List.of()));
        return new GetPipelineState(shop.database, catalog, new SourceTroubles())
                .run(
                        GetPipelineStateRequest.builder()
                                .name(Workshop.PIPELINE.name())
                                .build(),
                        shop.request())
                .stageStates();
    }

    StageState stage(String name) {
        return state().stream().filter(it -> it.stageName().equals(name)).findFirst().orElseThrow();
    }

    ActionState action(String stage, String action) {
        return stage(stage).actionStates().stream()
                .filter(it -> it.actionName().equals(action))
                .findFirst()
                .orElseThrow();
    }

    PipelineExecution execution(String id) {
        return new GetPipelineExecution(shop.database)
                .run(
                        GetPipelineExecutionRequest.builder()
                                .pipelineName(Workshop.PIPELINE.name())
                                .pipelineExecutionId(id)
                                .build(),
                        shop.request())
                .pipelineExecution();
    }

    List<PipelineExecutionSummary> executions() {
        return new ListPipelineExecutions(shop.database, TOKENS)
                .run(
                        ListPipelineExecutionsRequest.builder()
                                .pipelineName(Workshop.PIPELINE.name())
                                .build(),
                        shop.request())
                .pipelineExecutionSummaries();
    }

    PipelineExecutionSummary summary(String id) {
        return executions().stream()
                .filter(it -> it.pipelineExecutionId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The action executions, newest first. */
    List<ActionExecutionDetail> actions(Consumer<ListActionExecutionsRequest.Builder> more) {
        var request = ListActionExecutionsRequest.builder().pipelineName(Workshop.PIPELINE.name());
        more.accept(request);
        return new ListActionExecutions(shop.database, new Catalog(ActionCatalog.of(List.of())), TOKENS)
                .run(request.build(), shop.request())
                .actionExecutionDetails();
    }
}
