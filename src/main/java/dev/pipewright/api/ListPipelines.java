package dev.pipewright.api;

import dev.pipewright.store.Database;
import dev.pipewright.store.Pipelines;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.ListPipelinesRequest;
import software.amazon.awssdk.services.codepipeline.model.ListPipelinesResponse;
import software.amazon.awssdk.services.codepipeline.model.PipelineSummary;

/** Lists the pipelines of an account and region by name. */
public final class ListPipelines implements Operation<ListPipelinesRequest, ListPipelinesResponse> {
    private static final int PAGE = 1000;

    private final Database database;
    private final PageTokens tokens;

    public ListPipelines(Database database, PageTokens tokens) {
        this.database = database;
        this.tokens = tokens;
    }

    @Override
    public ListPipelinesResponse run(ListPipelinesRequest input, Request request) {
        var listing = "ListPipelines " + request.account() + " " + request.region();
        var after = tokens.position(listing, input.nextToken());
        var most = input.maxResults() == null ? PAGE : input.maxResults();
        var found = database.read(
                tables -> tables.pipelines().list(request.account(), request.region(), after, most + 1));
        var page = Page.of(found, most);
        return ListPipelinesResponse.builder()
                .pipelines(page.items().stream().map(ListPipelines::summary).toList())
                .nextToken(page.next(last -> tokens.after(listing, last.name())))
                .build();
    }

    private static PipelineSummary summary(Pipelines.Summary pipeline) {
        return PipelineSummary.builder()
                .name(pipeline.name())
                .version(pipeline.version())
                .pipelineType(PipelineShapes.name(pipeline.pipelineType()))
                .executionMode(PipelineShapes.name(pipeline.executionMode()))
                .created(pipeline.created())
                .updated(pipeline.updated())
                .build();
    }
}
