package dev.pipewright.api;

import dev.pipewright.model.ActionRun;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.store.ActionRuns;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.ListRuleExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListRuleExecutionsResponse;
import software.amazon.awssdk.services.codepipeline.model.RuleExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.RuleExecutionInput;
import software.amazon.awssdk.services.codepipeline.model.RuleExecutionOutput;

/** Lists the rule executions of a pipeline, or of one of its executions, newest first. */
public final class ListRuleExecutions implements Operation<ListRuleExecutionsRequest, ListRuleExecutionsResponse> {
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
        var listing = RunListing.of(
                "ListRuleExecutions", key, filter, tokens, input.nextToken(), input.maxResults());
        return database.read(tables -> {
            if (!tables.pipelines().exists(key)) {
                throw Faults.pipelineNotFound(key.account(), key.name());
            }
            var page = listing.page(tables, tables.rulePages());
            return ListRuleExecutionsResponse.builder()
                    .ruleExecutionDetails(
                            page.items().stream().map(ListRuleExecutions::detail).toList())
                    .nextToken(listing.next(page, tokens))
                    .build();
        });
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
