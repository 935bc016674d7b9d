package dev.pipewright.cli;

import static java.util.stream.Collectors.toMap;

import dev.pipewright.cli.Snapshot.LogStream;
import dev.pipewright.cli.Snapshot.Run;
import dev.pipewright.cli.Snapshot.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionResult;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.ActionState;
import software.amazon.awssdk.services.codepipeline.model.ApprovalAlreadyCompletedException;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateResponse;
import software.amazon.awssdk.services.codepipeline.model.InvalidApprovalTokenException;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecution;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.PipelineNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.PutApprovalResultRequest;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;

/** Looks at the executions of one pipeline through the public API, as any client could. */
final class ExecutionWatch {
    private final CodePipelineClient codePipeline;
    private final PipelineDeclaration pipeline;

    ExecutionWatch(CodePipelineClient codePipeline, PipelineDeclaration pipeline) {
        this.codePipeline = codePipeline;
        this.pipeline = pipeline;
    }

    /**
     * Rejects what an earlier demo was stopped at: its approval would keep the stage from every later execution.
     *
     * @return whether there was anything to reject
     */
    boolean rejectLeftovers() {
        try {
            var waiting = state().stageStates().stream()
                    .flatMap(stage -> stage.actionStates().stream()
                            .filter(ExecutionWatch::waitsForAnswer)
                            .map(action -> PutApprovalResultRequest.builder()
                                    .pipelineName(pipeline.name())
                                    .stageName(stage.stageName())
                                    .actionName(action.actionName())
                                    .token(action.latestExecution().token())
                                    .result(result -> result.status(ApprovalStatus.REJECTED)
                                            .summary("Given up for a newer demo"))
                                    .build()))
                    .toList();
            waiting.forEach(codePipeline::putApprovalResult);
            return !waiting.isEmpty();
        } catch (PipelineNotFoundException firstDemo) {
            return false;
        } catch (ApprovalAlreadyCompletedException | InvalidApprovalTokenException answeredMeanwhile) {
            return true;
        }
    }

    /** The ids of the newest executions. */
    Set<String> known() {
        return newest().stream().map(PipelineExecutionSummary::pipelineExecutionId).collect(Collectors.toSet());
    }

    /** Whether one of the newest executions still runs. */
    boolean busy() {
        return newest().stream().anyMatch(one -> one.status() == PipelineExecutionStatus.IN_PROGRESS);
    }

    /** The execution that a push started: not one of the known ones, and of that commit as far as it says. */
    Optional<String> startedBy(Commit pushed, Set<String> known) {
        return newest().stream()
                .filter(one -> !known.contains(one.pipelineExecutionId()))
                .filter(one -> one.trigger() == null || one.trigger().triggerType() != TriggerType.CREATE_PIPELINE)
                .filter(one -> one.sourceRevisions().stream()
                        .allMatch(revision -> pushed.id().equals(revision.revisionId())))
                .map(PipelineExecutionSummary::pipelineExecutionId)
                .findFirst();
    }

    /** How far an execution is now. */
    Snapshot look(String executionId) {
        var execution = codePipeline
                .getPipelineExecution(request -> request.pipelineName(pipeline.name()).pipelineExecutionId(executionId))
                .pipelineExecution();
        // The newest attempt comes first, and is the one that counts.
        var details = codePipeline.listActionExecutionsPaginator(request -> request.pipelineName(pipeline.name())
                        .filter(filter -> filter.pipelineExecutionId(executionId)))
                .actionExecutionDetails()
                .stream()
                .collect(toMap(one -> one.stageName() + "/" + one.actionName(), one -> one, (newer, _) -> newer));
        var steps = pipeline.stages().stream()
                .flatMap(stage -> stage.actions().stream().map(action -> step(stage.name(), action, details)))
                .toList();
        return new Snapshot(executionId, execution.statusAsString(), commit(execution), steps);
    }

    /** The token that answers a manual approval; empty while it waits for none. */
    Optional<String> approvalToken(String executionId, Step step) {
        return state().stageStates().stream()
                .filter(stage -> stage.stageName().equals(step.stage()))
                .filter(stage -> stage.latestExecution() != null
                        && executionId.equals(stage.latestExecution().pipelineExecutionId()))
                .flatMap(stage -> stage.actionStates().stream())
                .filter(action -> action.actionName().equals(step.action()) && waitsForAnswer(action))
                .map(action -> action.latestExecution().token())
                .findFirst();
    }

    private GetPipelineStateResponse state() {
        return codePipeline.getPipelineState(request -> request.name(pipeline.name()));
    }

    private static boolean waitsForAnswer(ActionState action) {
        var latest = action.latestExecution();
        return latest != null && latest.status() == ActionExecutionStatus.IN_PROGRESS && latest.token() != null;
    }

    private List<PipelineExecutionSummary> newest() {
        return codePipeline
                .listPipelineExecutions(request -> request.pipelineName(pipeline.name()).maxResults(20))
                .pipelineExecutionSummaries();
    }

    private static Optional<Commit> commit(PipelineExecution execution) {
        return execution.artifactRevisions().stream()
                .filter(revision -> revision.revisionId() != null)
                .map(revision -> new Commit(revision.revisionId(), firstLine(revision.revisionSummary())))
                .findFirst();
    }

    private Step step(String stage, ActionDeclaration action, Map<String, ActionExecutionDetail> details) {
        var detail = Optional.ofNullable(details.get(stage + "/" + action.name()));
        return new Step(stage, action.name(), action.actionTypeId().provider(), detail.map(one -> run(action, one)));
    }

    private Run run(ActionDeclaration action, ActionExecutionDetail detail) {
        var result = Optional.ofNullable(detail.output()).map(output -> output.executionResult());
        var error = result.map(ActionExecutionResult::errorDetails).map(details -> details.message());
        return new Run(
                detail.actionExecutionId(),
                detail.statusAsString(),
                detail.startTime(),
                detail.lastUpdateTime(),
                firstLine(result.map(ActionExecutionResult::externalExecutionSummary).orElse("")),
                firstLine(error.orElse("")),
                detail.input() == null ? "" : detail.input().resolvedConfiguration().getOrDefault("CustomData", ""),
                result.map(ActionExecutionResult::logStreamARN)
                        .flatMap(LogStream::ofArn)
                        .or(() -> usualLog(action, detail)));
    }

    /** Where the commands of a run write before the run says so itself. */
    private Optional<LogStream> usualLog(ActionDeclaration action, ActionExecutionDetail detail) {
        if (!action.actionTypeId().provider().equals("Commands")) return Optional.empty();
        return Optional.of(new LogStream("/aws/codepipeline/" + pipeline.name(), detail.actionExecutionId()));
    }

    private static String firstLine(String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }
}
