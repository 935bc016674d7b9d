package dev.pipewright.api;

import dev.pipewright.model.PipelineKey;
import dev.pipewright.store.Database;
import dev.pipewright.store.Executions;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.ExecutionTrigger;
import software.amazon.awssdk.services.codepipeline.model.ListPipelineExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListPipelineExecutionsResponse;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.SourceRevision;

/** Lists the executions of a pipeline, newest first. */
public final class ListPipelineExecutions
        implements Operation<ListPipelineExecutionsRequest, ListPipelineExecutionsResponse> {
    private static final int PAGE = 100;

    private final Database database;
    private final PageTokens tokens;

    public ListPipelineExecutions(Database database, PageTokens tokens) {
        this.database = database;
        this.tokens = tokens;
    }

    @Override
    public ListPipelineExecutionsResponse run(ListPipelineExecutionsRequest input, Request request) {
        var key = new PipelineKey(request.account(), request.region(), input.pipelineName());
        if (input.filter() != null && input.filter().succeededInStage() != null) {
            throw Faults.validation("The filter 'succeededInStage' is not available on this server yet.");
        }
        var listing = "ListPipelineExecutions " + key.arn();
        var before = tokens.position(listing, input.nextToken()).map(Long::parseLong).orElse(Long.MAX_VALUE);
        var most = input.maxResults() == null ? PAGE : input.maxResults();
        var page = Page.of(
                database.read(tables -> {
                    if (!tables.pipelines().exists(key)) {
                        throw Faults.pipelineNotFound(key.account(), key.name());
                    }
                    return tables.executions().page(key, before, most + 1);
                }),
                most);
        return ListPipelineExecutionsResponse.builder()
                .pipelineExecutionSummaries(
                        page.items().stream().map(ListPipelineExecutions::summary).toList())
                .nextToken(page.next(last -> tokens.after(listing, Long.toString(last.number()))))
                .build();
    }

    private static PipelineExecutionSummary summary(Executions.Header execution) {
        return PipelineExecutionSummary.builder()
                .pipelineExecutionId(execution.id())
                .status(execution.status().name())
                .statusSummary(execution.statusSummary())
                .startTime(execution.startedAt())
                .lastUpdateTime(execution.changedAt())
                .sourceRevisions(execution.sourceRevisions().stream()
                        .map(ListPipelineExecutions::revision)
                        .toList())
                .trigger(ExecutionTrigger.builder()
                        .triggerType(execution.trigger().type())
                        .triggerDetail(execution.trigger().detail())
                        .build())
                .executionMode(PipelineShapes.name(execution.executionMode()))
                .build();
    }

    private static SourceRevision revision(dev.pipewright.model.SourceRevision taken) {
        return SourceRevision.builder()
                .actionName(taken.action())
                .revisionId(taken.revision().revisionId())
                .revisionSummary(taken.revision().summary())
                .revisionUrl(taken.revision().url())
                .build();
    }
}
