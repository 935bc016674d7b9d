package dev.pipewright.api;

import dev.pipewright.engine.Traffic;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.ErrorDetails;
import dev.pipewright.model.Part;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.Place;
import dev.pipewright.model.Stage;
import dev.pipewright.model.StageRetries;
import dev.pipewright.model.Transition;
import dev.pipewright.runtime.SourceTroubles;
import dev.pipewright.store.Database;
import dev.pipewright.store.Executions;
import dev.pipewright.store.StoredPipeline;
import dev.pipewright.store.Tables;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ActionExecution;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.ActionRevision;
import software.amazon.awssdk.services.codepipeline.model.ActionState;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineStateResponse;
import software.amazon.awssdk.services.codepipeline.model.RetryStageMetadata;
import software.amazon.awssdk.services.codepipeline.model.StageExecution;
import software.amazon.awssdk.services.codepipeline.model.StageExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageState;
import software.amazon.awssdk.services.codepipeline.model.TransitionState;

/** Tells where a pipeline stands: who is in each stage, who waits before it, and how each action last went. */
public final class GetPipelineState implements Operation<GetPipelineStateRequest, GetPipelineStateResponse> {
    private final Database database;
    private final Catalog catalog;
    private final SourceTroubles troubles;

    /** @param troubles of watched sources, which are shown in their actions' states */
    public GetPipelineState(Database database, Catalog catalog, SourceTroubles troubles) {
        this.database = database;
        this.catalog = catalog;
        this.troubles = troubles;
    }

    private record Standing(
            StoredPipeline pipeline,
            Traffic traffic,
            Map<String, Executions.InStage> stages,
            Map<String, ActionRun> runs,
            Map<String, ActionRun> revisions,
            EntityUrls urls) {
        Optional<Executions.InStage> latest(String stage) {
            return Optional.ofNullable(stages.get(stage));
        }
    }

    @Override
    public GetPipelineStateResponse run(GetPipelineStateRequest input, Request request) {
        var key = new PipelineKey(request.account(), request.region(), input.name());
        var standing = database.read(tables -> standing(tables, key));
        return GetPipelineStateResponse.builder()
                .pipelineName(key.name())
                .pipelineVersion(standing.pipeline().definition().version())
                .created(standing.pipeline().created())
                .updated(standing.pipeline().updated())
                .stageStates(standing.pipeline().definition().stages().stream()
                        .map(stage -> stage(key, stage, standing))
                        .toList())
                .build();
    }

    private Standing standing(Tables tables, PipelineKey key) {
        var stored = tables.pipelines()
                .find(key, Optional.empty())
                .orElseThrow(() -> Faults.pipelineNotFound(key.account(), key.name()));
        var urls = new EntityUrls(catalog.alsoDeleted(tables, key.account(), key.region()), key.region());
        var traffic = tables.traffic(key).orElseThrow();
        // Executions side by side leave no one state of a stage, and what others left before is no longer true of it.
        if (stored.definition().executionMode() == ExecutionMode.PARALLEL) {
            return new Standing(stored, traffic, Map.of(), Map.of(), Map.of(), urls);
        }
        return new Standing(
                stored,
                traffic,
                tables.executions().latestInStages(key),
                byPlace(tables.actionRuns().latest(key)),
                byPlace(tables.actionRuns().latestWithRevisions(key)),
                urls);
    }

    private static Map<String, ActionRun> byPlace(List<ActionRun> runs) {
        var map = new HashMap<String, ActionRun>();
        runs.forEach(run -> map.put(place(run.run().stage(), run.run().action()), run));
        return map;
    }

    private static String place(String stage, String action) {
        return stage + "/" + action;
    }

    private StageState stage(PipelineKey key, Stage stage, Standing standing) {
        var state = StageState.builder()
                .stageName(stage.name())
                .inboundTransitionState(transition(stage.name(), standing.traffic().closed()))
                .actionStates(stage.actions().stream()
                        .map(action -> action(key, stage, action, standing))
                        .toList());
        var inbound = inbound(stage, standing.traffic());
        state.inboundExecutions(inbound);
        if (!inbound.isEmpty()) {
            state.inboundExecution(inbound.getLast());
        }
        var latest = standing.latest(stage.name());
        latest.ifPresent(it -> state.latestExecution(StageExecution.builder()
                        .pipelineExecutionId(it.executionId())
                        .status(it.run().status().name())
                        .type(PipelineShapes.executionType(it.isRollback()))
                        .build())
                .retryStageMetadata(retries(it.run().retries())));
        var conditions = new ConditionStates(stage, latest.map(Executions.InStage::run));
        return state.beforeEntryConditionState(conditions.of(Part.BEFORE_ENTRY))
                .onSuccessConditionState(conditions.of(Part.ON_SUCCESS))
                .onFailureConditionState(conditions.of(Part.ON_FAILURE))
                .build();
    }

    /** Those that wait before a stage, in the order in which they will enter it. */
    private static List<StageExecution> inbound(Stage stage, Traffic traffic) {
        return traffic.executions().stream()
                .filter(it -> it.place() == Place.WAITING
                        && !it.isParallel()
                        && it.stageDefinition().name().equals(stage.name()))
                .map(it -> StageExecution.builder()
                        .pipelineExecutionId(it.id())
                        .status(StageExecutionStatus.IN_PROGRESS)
                        .type(PipelineShapes.executionType(it.rollback() != null))
                        .build())
                .toList();
    }

    /** Counts begin at 1, so that what never happened is left out. */
    private static RetryStageMetadata retries(StageRetries retries) {
        if (retries.latest() == null) {
            return null;
        }
        return RetryStageMetadata.builder()
                .autoStageRetryAttempt(retries.automatic() == 0 ? null : retries.automatic())
                .manualStageRetryAttempt(retries.manual() == 0 ? null : retries.manual())
                .latestRetryTrigger(retries.latest().name())
                .build();
    }

    private static TransitionState transition(String stage, List<Transition> closed) {
        return closed.stream()
                .filter(it -> it.inbound() && it.stage().equals(stage))
                .findFirst()
                .map(it -> TransitionState.builder()
                        .enabled(false)
                        .lastChangedBy(it.changedBy())
                        .lastChangedAt(it.changedAt())
                        .disabledReason(it.reason())
                        .build())
                .orElseGet(() -> TransitionState.builder().enabled(true).build());
    }

    private ActionState action(PipelineKey key, Stage stage, Action action, Standing standing) {
        var place = place(stage.name(), action.name());
        var state = ActionState.builder()
                .actionName(action.name())
                .entityUrl(standing.urls().entity(action));
        var run = Optional.ofNullable(standing.runs().get(place));
        var trouble = action.actionTypeId().category() == ActionCategory.Source
                        && run.filter(it -> !it.status().ended()).isEmpty()
                ? troubles.of(key, action.name())
                : Optional.<ErrorDetails>empty();
        state.latestExecution(trouble.map(GetPipelineState::notLookedAt)
                .or(() -> run.map(it -> execution(action, it)))
                .orElse(null));
        Optional.ofNullable(standing.revisions().get(place)).ifPresent(it -> {
            var revision = it.revisions().getFirst();
            state.currentRevision(ActionRevision.builder()
                            .revisionId(revision.revisionId())
                            .revisionChangeId(revision.changeIdentifier())
                            .created(revision.created())
                            .build())
                    .revisionUrl(revision.url());
        });
        return state.build();
    }

    /** As the service does it, without the id of an execution, since there is none. */
    private static ActionExecution notLookedAt(ErrorDetails trouble) {
        return ActionExecution.builder()
                .status(ActionExecutionStatus.FAILED)
                .errorDetails(it -> it.code(trouble.code()).message(trouble.message()))
                .build();
    }

    private static ActionExecution execution(Action action, ActionRun run) {
        var details = run.details();
        var execution = ActionExecution.builder()
                .actionExecutionId(run.id())
                .status(run.status().name())
                .summary(details.summary())
                .lastStatusChange(run.changedAt())
                .lastUpdatedBy(run.updatedBy())
                .externalExecutionId(details.externalExecutionId())
                .externalExecutionUrl(details.externalExecutionUrl())
                .percentComplete(details.percentComplete())
                .logStreamARN(details.logStreamArn());
        if (action.actionTypeId().category() == ActionCategory.Approval && run.status() == ActionStatus.InProgress) {
            execution.token(run.id());
        }
        return execution.errorDetails(RunShapes.error(run)).build();
    }
}
