package dev.pipewright.api;

import dev.pipewright.model.DeployTarget;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.store.Database;
import dev.pipewright.store.DeployTargets;
import dev.pipewright.store.Tables;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.services.codepipeline.model.DeployActionExecutionTarget;
import software.amazon.awssdk.services.codepipeline.model.DeployTargetEvent;
import software.amazon.awssdk.services.codepipeline.model.ListDeployActionExecutionTargetsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListDeployActionExecutionTargetsResponse;

/**
 * Lists the targets of a deploy action's execution, in the order in which they are deployed to. The execution of an
 * action that deploys to no targets has none: the operation models no error for it.
 */
public final class ListDeployActionExecutionTargets
        implements Operation<ListDeployActionExecutionTargetsRequest, ListDeployActionExecutionTargetsResponse> {
    private static final int PAGE = 100;

    private final Database database;
    private final PageTokens tokens;

    public ListDeployActionExecutionTargets(Database database, PageTokens tokens) {
        this.database = database;
        this.tokens = tokens;
    }

    @Override
    public ListDeployActionExecutionTargetsResponse run(
            ListDeployActionExecutionTargetsRequest input, Request request) {
        var id = input.actionExecutionId();
        var statuses = statuses(input);
        var listing = "ListDeployActionExecutionTargets %s %s %s %s"
                .formatted(request.account(), request.region(), id, statuses.map(TreeSet::new).orElse(null));
        var after = tokens.position(listing, input.nextToken()).map(Long::parseLong).orElse(0L);
        var most = input.maxResults() == null ? PAGE : input.maxResults();
        var page = Page.of(
                database.read(tables -> {
                    refuseUnknown(tables, input, request);
                    return statuses.isPresent()
                            ? tables.deployTargets().page(id, statuses.get(), after, most + 1)
                            : tables.deployTargets().page(id, after, most + 1);
                }),
                most);
        return ListDeployActionExecutionTargetsResponse.builder()
                .targets(page.items().stream()
                        .map(DeployTargets.Entry::target)
                        .map(ListDeployActionExecutionTargets::shape)
                        .toList())
                .nextToken(page.next(last -> tokens.after(listing, Long.toString(last.seq()))))
                .build();
    }

    /** What every one of the filters lets through; empty where there are none. */
    private static Optional<List<String>> statuses(ListDeployActionExecutionTargetsRequest input) {
        Optional<List<String>> statuses = Optional.empty();
        for (var filter : input.filters()) {
            if (filter.nameAsString() == null || filter.values().isEmpty()) {
                throw Faults.validation(
                        "A filter of targets must have the name TARGET_STATUS and at least one value");
            }
            var narrowed = new ArrayList<>(filter.values());
            statuses.ifPresent(narrowed::retainAll);
            statuses = Optional.of(narrowed);
        }
        return statuses;
    }

    private static void refuseUnknown(
            Tables tables, ListDeployActionExecutionTargetsRequest input, Request request) {
        var id = input.actionExecutionId();
        List<PipelineKey> pipelines;
        if (input.pipelineName() == null) {
            pipelines = tables.pipelines().keys().stream()
                    .filter(key -> key.account().equals(request.account()) && key.region().equals(request.region()))
                    .toList();
        } else {
            var key = new PipelineKey(request.account(), request.region(), input.pipelineName());
            if (!tables.pipelines().exists(key)) {
                throw Faults.pipelineNotFound(key.account(), key.name());
            }
            pipelines = List.of(key);
        }
        if (pipelines.stream().noneMatch(key -> tables.actionRuns().find(key, id).isPresent())) {
            throw Fault.of("ActionExecutionNotFoundException", "There is no action execution with the ID '%s'", id);
        }
    }

    private static DeployActionExecutionTarget shape(DeployTarget target) {
        return DeployActionExecutionTarget.builder()
                .targetId(target.targetId())
                .targetType(target.targetType())
                .status(target.status().name())
                .startTime(target.startTime())
                .endTime(target.endTime())
                .events(target.events().stream()
                        .map(ListDeployActionExecutionTargets::shape)
                        .toList())
                .build();
    }

    private static DeployTargetEvent shape(dev.pipewright.model.DeployTargetEvent event) {
        return DeployTargetEvent.builder()
                .name(event.name())
                .status(event.status().name())
                .startTime(event.startTime())
                .endTime(event.endTime())
                .context(it -> it.ssmCommandId(event.commandId()).message(event.message()))
                .build();
    }
}
