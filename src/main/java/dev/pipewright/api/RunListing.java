package dev.pipewright.api;

import dev.pipewright.model.PipelineKey;
import dev.pipewright.store.ActionRuns;
import dev.pipewright.store.RunPages;
import dev.pipewright.store.Tables;
import java.util.List;

/**
 * A list of the action executions or of the rule executions of a pipeline, newest first.
 *
 * @param operation the name of the operation that lists them
 * @param before where the page begins: behind the entry of that number
 * @param most how many entries a page holds
 */
record RunListing(String operation, PipelineKey pipeline, RunFilter filter, long before, int most) {
    private static final int PAGE = 100;

    /**
     * The list that somebody asks for a page of.
     *
     * @param nextToken of the page before; null for the first
     * @param maxResults null for as many as fit
     * @throws dev.pipewright.wire.Fault {@code InvalidNextTokenException} for a token of another list
     */
    static RunListing of(
            String operation,
            PipelineKey pipeline,
            RunFilter filter,
            PageTokens tokens,
            String nextToken,
            Integer maxResults) {
        var before = tokens.position(sealed(operation, pipeline, filter), nextToken).map(Long::parseLong);
        return new RunListing(
                operation, pipeline, filter, before.orElse(Long.MAX_VALUE), maxResults == null ? PAGE : maxResults);
    }

    private static String sealed(String operation, PipelineKey pipeline, RunFilter filter) {
        return operation + " " + pipeline.arn() + " " + filter;
    }

    /** @throws dev.pipewright.wire.Fault when an execution that the filter names is not there */
    Page<ActionRuns.Entry> page(Tables tables, RunPages runs) {
        filter.refuseUnknown(tables, pipeline);
        return Page.of(find(runs, most + 1), most);
    }

    private List<ActionRuns.Entry> find(RunPages runs, int limit) {
        if (filter.isContradictory()) {
            return List.of();
        }
        return filter.executionId()
                .filter(_ -> filter.latestOnly())
                .map(id -> runs.pageOfLatest(pipeline, id, before, limit))
                .orElseGet(() -> runs.page(pipeline, filter.executionId(), before, limit));
    }

    /** The token of the page behind that one; null when it is the last. */
    String next(Page<ActionRuns.Entry> page, PageTokens tokens) {
        return page.next(last -> tokens.after(sealed(operation, pipeline, filter), Long.toString(last.seq())));
    }
}
