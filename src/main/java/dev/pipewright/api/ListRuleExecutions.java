package dev.pipewright.api;

import dev.pipewright.model.ActionRun;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.store.Database;
import dev.pipewright.store.ActionRuns;
import dev.pipewright.store.Tables;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.List;
import software.amazon.awssdk.services.codepipeline.model.ListRuleExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListRuleExecutionsResponse;
import software.amazon.awssdk.services.codepipeline.model.RuleExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.RuleExecutionInput;
import software.amazon.awssdk.services.codepipeline.model.RuleExecutionOutput;

/** Lists the rule executions of a pipeline, or of one of its executions, newest first. */
public final class ListRuleExecutions implements Operation<ListRuleExecutionsRequest, ListRuleExecutionsResponse> {
    private static final int PAGE = 100;

    private final Database database;
    private final PageTokens tokens;

    public ListRuleExecutions(Database database, PageTokens tokens) {
        this.database = database;
        this.tokens = tokens;
    }

    @Override
    public ListRuleExecutionsResponse run(ListRuleExecutionsRequest input, Request request) {
        var key = new PipelineKey(request.account(), request.region(), input.pipelineName());
        var filter = input.filter() == null
                ? RunFilter.NONE
                : RunFilter.of(input.filter().pipelineExecutionId(), input.filter().latestInPipelineExecution());
        var listing = "ListRuleExecutions " + key.arn() + " " + filter;
        var before = tokens.position(listing, input.nextToken()).map(Long::parseLong).orElse(Long.MAX_VALUE);
        var most = input.maxResults() == null ? PAGE : input.maxResults();
        var page = Page.of(
                database.read(tables -> {
                    if (!tables.pipelines().exists(key)) {
                        throw Faults.pipelineNotFound(key.account(), key.name());
                    }
                    filter.refuseUnknown(tables, key);
                    return find(tables, key, filter, before, most + 1);
                }),
                most);
        return ListRuleExecutionsResponse.builder()
                .ruleExecutionDetails(
                        page.items().stream().map(ListRuleExecutions::detail).toList())
                .nextToken(page.next(last -> tokens.after(listing, Long.toString(last.seq()))))
                .build();
    }

    private static List<ActionRuns.Entry> find(
            Tables tables, PipelineKey key, RunFilter filter, long before, int limit) {
        if (filter.isContradictory()) {
            return List.of();
        }
        var runs = tables.ruleRuns();
        return filter.executionId()
                .map(id -> filter.latestOnly()
                        ? runs.pageOfLatest(key, id, before, limit)
                        : runs.pageOfExecution(key, id, before, limit))
                .orElseGet(() -> runs.page(key, before, limit));
    }

    private static RuleExecutionDetail detail(ActionRuns.Entry entry) {
        var run = entry.run();
        return RuleExecutionDetail.builder()
                .pipelineExecutionId(run.run().executionId())
                .ruleExecutionId(run.id())
                .pipelineVersion(entry.pipelineVersion())
                .stageName(run.run().stage())
                .ruleName(run.run().action())
                .startTime(run.startedAt())
                .lastUpdateTime(run.changedAt())
                .updatedBy(run.updatedBy())
                .status(run.status().name())
                .input(input(entry))
                .output(output(run))
                .build();
    }

    private static RuleExecutionInput input(ActionRuns.Entry entry) {
        var rule = entry.action();
        return RuleExecutionInput.builder()
                .ruleTypeId(RuleTypes.wire(rule.actionTypeId()))
                .configuration(rule.configuration())
                .resolvedConfiguration(entry.run().configuration())
                .roleArn(rule.roleArn())
                .region(rule.region())
                .inputArtifacts(RunShapes.artifacts(entry.run().inputs()))
                .build();
    }

    private static RuleExecutionOutput output(ActionRun run) {
        var details = run.details();
        return RuleExecutionOutput.builder()
                .executionResult(it -> it.externalExecutionId(details.externalExecutionId())
                        .externalExecutionSummary(RunShapes.summary(run))
                        .externalExecutionUrl(details.externalExecutionUrl())
                        .errorDetails(RunShapes.error(run)))
                .build();
    }
}
