package dev.pipewright.api;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.engine.Secrets;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.store.ActionRuns;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.List;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionInput;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionOutput;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeId;
import software.amazon.awssdk.services.codepipeline.model.ListActionExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListActionExecutionsResponse;

/** Lists the action executions of a pipeline, or of one of its executions, newest first. */
public final class ListActionExecutions
        implements Operation<ListActionExecutionsRequest, ListActionExecutionsResponse> {
    private final Database database;
    private final Catalog catalog;
    private final PageTokens tokens;

    public ListActionExecutions(Database database, Catalog catalog, PageTokens tokens) {
        this.database = database;
        this.catalog = catalog;
        this.tokens = tokens;
    }

    @Override
    public ListActionExecutionsResponse run(ListActionExecutionsRequest input, Request request) {
        var key = new PipelineKey(request.account(), request.region(), input.pipelineName());
        var filter = input.filter() == null
                ? RunFilter.NONE
                : RunFilter.of(input.filter().pipelineExecutionId(), input.filter().latestInPipelineExecution());
        var listing = RunListing.of(
                "ListActionExecutions", key, filter, tokens, input.nextToken(), input.maxResults());
        return database.read(tables -> {
            if (!tables.pipelines().exists(key)) {
                throw Fault.of(
                        "PipelineNotFoundException",
                        "The account with AWS account ID '%s' does not include a pipeline named '%s'",
                        key.account(), key.name());
            }
            var types = catalog.alsoDeleted(tables, key.account(), key.region());
            var page = listing.page(tables, tables.actionPages());
            return ListActionExecutionsResponse.builder()
                    .actionExecutionDetails(page.items().stream()
                            .map(entry -> detail(entry, types))
                            .toList())
                    .nextToken(listing.next(page, tokens))
                    .build();
        });
    }

    private static ActionExecutionDetail detail(ActionRuns.Entry entry, ActionCatalog types) {
        var run = entry.run();
        return ActionExecutionDetail.builder()
                .pipelineExecutionId(run.run().executionId())
                .actionExecutionId(run.id())
                .pipelineVersion(entry.pipelineVersion())
                .stageName(run.run().stage())
                .actionName(run.run().action())
                .startTime(run.startedAt())
                .lastUpdateTime(run.changedAt())
                .updatedBy(run.updatedBy())
                .status(run.status().name())
                .input(input(entry, types))
                .output(output(entry))
                .build();
    }

    private static ActionExecutionInput input(ActionRuns.Entry entry, ActionCatalog types) {
        var action = entry.action();
        var type = action.actionTypeId();
        return ActionExecutionInput.builder()
                .actionTypeId(ActionTypeId.builder()
                        .category(type.category().name())
                        .owner(type.owner().name())
                        .provider(type.provider())
                        .version(type.version())
                        .build())
                .configuration(Secrets.masked(type, action.configuration(), types))
                .resolvedConfiguration(Secrets.masked(type, entry.run().configuration(), types))
                .roleArn(action.roleArn())
                .region(action.region())
                .namespace(action.namespace())
                .inputArtifacts(RunShapes.artifacts(entry.run().inputs()))
                .build();
    }

    private static ActionExecutionOutput output(ActionRuns.Entry entry) {
        var run = entry.run();
        var details = run.details();
        return ActionExecutionOutput.builder()
                .executionResult(it -> it.externalExecutionId(externalExecutionId(entry))
                        .externalExecutionSummary(RunShapes.summary(run))
                        .externalExecutionUrl(details.externalExecutionUrl())
                        .logStreamARN(details.logStreamArn())
                        .errorDetails(RunShapes.error(run)))
                .outputArtifacts(
                        run.status() == ActionStatus.Succeeded ? RunShapes.artifacts(run.outputs()) : List.of())
                .outputVariables(run.outputVariables())
                .build();
    }

    /** Of an approval its own id, which is the token that answers it: in PARALLEL mode it is told nowhere else. */
    private static String externalExecutionId(ActionRuns.Entry entry) {
        return entry.action().actionTypeId().category() == ActionCategory.Approval
                ? entry.run().id()
                : entry.run().details().externalExecutionId();
    }
}
