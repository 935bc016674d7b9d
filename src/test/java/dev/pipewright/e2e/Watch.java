package dev.pipewright.e2e;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionState;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateResponse;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecution;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.StageState;

/** One pipeline, as somebody sees it who keeps asking the API. */
record Watch(CodePipelineClient client, String pipeline) {
    String start() {
        return client.startPipelineExecution(request -> request.name(pipeline)).pipelineExecutionId();
    }

    /** All executions, the newest first. */
    List<PipelineExecutionSummary> executions() {
        return client.listPipelineExecutions(request -> request.pipelineName(pipeline)).pipelineExecutionSummaries();
    }

    /** The id of the newest execution, once there are so many. */
    String newest(int count) {
        return Eventually.see(count + " executions of " + pipeline, this::executions, all -> all.size() == count)
                .getFirst()
                .pipelineExecutionId();
    }

    PipelineExecution execution(String id) {
        return client.getPipelineExecution(request -> request.pipelineName(pipeline).pipelineExecutionId(id))
                .pipelineExecution();
    }

    PipelineExecution until(String execution, PipelineExecutionStatus status) {
        return Eventually.see(
                execution + " " + status, () -> execution(execution), seen -> seen.status() == status
                        || fail(seen, status));
    }

    private boolean fail(PipelineExecution seen, PipelineExecutionStatus wanted) {
        if (seen.status() != PipelineExecutionStatus.IN_PROGRESS) {
            throw new AssertionError("%s should be %s and is over: %s".formatted(seen, wanted, state()));
        }
        return false;
    }

    GetPipelineStateResponse state() {
        return client.getPipelineState(request -> request.name(pipeline));
    }

    StageState stage(String name) {
        return state().stageStates().stream()
                .filter(stage -> stage.stageName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    ActionState action(String stage, String action) {
        return stage(stage).actionStates().stream()
                .filter(state -> state.actionName().equals(action))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until an approval asks for an execution. */
    ActionState asked(String execution, String stage, String action) {
        return Eventually.find(action + " asks for " + execution, () -> Optional.of(stage(stage))
                .filter(seen -> seen.latestExecution() != null
                        && seen.latestExecution().pipelineExecutionId().equals(execution))
                .map(_ -> action(stage, action))
                .filter(seen -> seen.latestExecution() != null && seen.latestExecution().token() != null));
    }

    void answer(String stage, String action, String token, ApprovalStatus status, String summary) {
        client.putApprovalResult(request -> request.pipelineName(pipeline)
                .stageName(stage)
                .actionName(action)
                .token(token)
                .result(result -> result.status(status).summary(summary)));
    }
}
