package dev.pipewright.api;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.engine.Secrets;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.Artifact;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.store.ActionRuns;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionFilter;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionInput;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionOutput;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionResult;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeId;
import software.amazon.awssdk.services.codepipeline.model.ArtifactDetail;
import software.amazon.awssdk.services.codepipeline.model.ErrorDetails;
import software.amazon.awssdk.services.codepipeline.model.ListActionExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListActionExecutionsResponse;
import software.amazon.awssdk.services.codepipeline.model.S3Location;

/** Lists the action executions of a pipeline, or of one of its executions, newest first. */
public final class ListActionExecutions
        implements Operation<ListActionExecutionsRequest, ListActionExecutionsResponse> {
    private static final int PAGE = 100;

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
        var wanted = executions(input.filter());
        var listing = "ListActionExecutions " + key.arn() + " " + wanted;
        var before = tokens.position(listing, input.nextToken()).map(Long::parseLong).orElse(Long.MAX_VALUE);
        var most = input.maxResults() == null ? PAGE : input.maxResults();
        return database.read(tables -> {
            if (!tables.pipelines().exists(key)) {
                throw Fault.of(
                        "PipelineNotFoundException",
                        "The account with AWS account ID '%s' does not include a pipeline named '%s'",
                        key.account(), key.name());
            }
            wanted.stream()
                    .findFirst()
                    .filter(id -> !tables.executions().exists(key, id))
                    .ifPresent(id -> {
                        throw Faults.executionNotFound(key.name(), id);
                    });
            var types = catalog.of(tables, key.account(), key.region());
            var found = wanted.size() > 1
                    ? List.<ActionRuns.Entry>of()
                    : tables.actionRuns().page(key, wanted.stream().findFirst(), before, most + 1);
            var page = Page.of(found, most);
            return ListActionExecutionsResponse.builder()
                    .actionExecutionDetails(page.items().stream()
                            .map(entry -> detail(entry, types))
                            .toList())
                    .nextToken(page.next(last -> tokens.after(listing, Long.toString(last.seq()))))
                    .build();
        });
    }

    /** The executions that both halves of the filter name: none where it names none, two where nothing can match. */
    private static List<String> executions(ActionExecutionFilter filter) {
        if (filter == null) {
            return List.of();
        }
        var latest = filter.latestInPipelineExecution();
        return Stream.of(
                        Optional.ofNullable(filter.pipelineExecutionId()),
                        Optional.ofNullable(latest).map(it -> it.pipelineExecutionId()))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
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
                .output(output(run))
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
                .inputArtifacts(artifacts(entry.run().inputs()))
                .build();
    }

    private static ActionExecutionOutput output(ActionRun run) {
        var ended = run.status().ended();
        var details = run.details();
        var result = ActionExecutionResult.builder()
                .externalExecutionId(details.externalExecutionId())
                .externalExecutionSummary(details.summary())
                .externalExecutionUrl(details.externalExecutionUrl())
                .logStreamARN(details.logStreamArn());
        if (run.error() != null) {
            result.errorDetails(ErrorDetails.builder()
                    .code(run.error().code())
                    .message(run.error().message())
                    .build());
        }
        return ActionExecutionOutput.builder()
                .executionResult(result.build())
                .outputArtifacts(ended && run.status() == ActionStatus.Succeeded ? artifacts(run.outputs()) : List.of())
                .outputVariables(run.outputVariables())
                .build();
    }

    private static List<ArtifactDetail> artifacts(List<Artifact> artifacts) {
        return artifacts.stream()
                .map(artifact -> ArtifactDetail.builder()
                        .name(artifact.name())
                        .s3location(S3Location.builder()
                                .bucket(artifact.location().bucket())
                                .key(artifact.location().key())
                                .build())
                        .build())
                .toList();
    }
}
