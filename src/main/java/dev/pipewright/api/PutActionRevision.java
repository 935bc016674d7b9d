package dev.pipewright.api;

import dev.pipewright.engine.Traffic;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.Stage;
import dev.pipewright.model.Trigger;
import dev.pipewright.runtime.Report;
import dev.pipewright.runtime.SourceWatch;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.PutActionRevisionRequest;
import software.amazon.awssdk.services.codepipeline.model.PutActionRevisionResponse;

/** Tells of a revision of a source action; one that the pipeline has not run with starts an execution with it. */
public final class PutActionRevision implements Operation<PutActionRevisionRequest, PutActionRevisionResponse> {
    private final Database database;
    private final SourceWatch watch;

    public PutActionRevision(Database database, SourceWatch watch) {
        this.database = database;
        this.watch = watch;
    }

    private record Place(Stage stage, Action action) {}

    @Override
    public PutActionRevisionResponse run(PutActionRevisionRequest input, Request request) {
        var key = new PipelineKey(request.account(), request.region(), input.pipelineName());
        var place = place(key, input);
        var trigger = new Trigger(Trigger.PUT_ACTION_REVISION, request.caller().arn());
        var revision = input.actionRevision().revisionId();
        return switch (watch.report(key, place.stage(), place.action(), revision, trigger)) {
            case Report.New(var start) -> PutActionRevisionResponse.builder()
                    .newRevision(true)
                    .pipelineExecutionId(Told.begun(key, start))
                    .build();
            case Report.Known(var executionId) -> PutActionRevisionResponse.builder()
                    .newRevision(false)
                    .pipelineExecutionId(executionId.orElse(null))
                    .build();
        };
    }

    private Place place(PipelineKey key, PutActionRevisionRequest input) {
        var pipeline = database.read(tables -> tables.traffic(key))
                .map(Traffic::pipeline)
                .orElseThrow(() -> Faults.pipelineNotFound(key.account(), key.name()));
        var stage = pipeline.stage(input.stageName())
                .orElseThrow(() -> Faults.stageNotFound(key.name(), input.stageName()));
        var action = pipeline.action(input.stageName(), input.actionName())
                .orElseThrow(() -> Fault.of(
                        "ActionNotFoundException",
                        "The stage '%s' of pipeline '%s' has no action named '%s'",
                        input.stageName(), key.name(), input.actionName()));
        if (action.actionTypeId().category() != ActionCategory.Source) {
            throw Faults.validation(
                    "The action '%s' of stage '%s' is of category '%s'; only a source action has revisions",
                    action.name(), stage.name(), action.actionTypeId().category());
        }
        return new Place(stage, action);
    }
}
