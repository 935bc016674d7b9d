package dev.pipewright.api;

import dev.pipewright.model.PipelineKey;
import dev.pipewright.store.Tables;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codepipeline.model.LatestInPipelineExecutionFilter;
import software.amazon.awssdk.services.codepipeline.model.StartTimeRange;

/**
 * What narrows a list of action executions or rule executions. Both halves of the wire's filter have to fit.
 *
 * @param executionIds the executions that the halves name: none where they name none, two where nothing can fit
 * @param latestOnly only the newest attempt at each action, or evaluation of each rule
 */
record RunFilter(List<String> executionIds, boolean latestOnly) {
    /** No filter. */
    static final RunFilter NONE = new RunFilter(List.of(), false);

    /** @param latest null where the filter has no such half */
    static RunFilter of(String pipelineExecutionId, LatestInPipelineExecutionFilter latest) {
        var named = Stream.of(
                        Optional.ofNullable(pipelineExecutionId),
                        Optional.ofNullable(latest).map(LatestInPipelineExecutionFilter::pipelineExecutionId))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        return new RunFilter(named, latest != null && latest.startTimeRange() == StartTimeRange.LATEST);
    }

    /** The execution that is meant; empty for all of them. */
    Optional<String> executionId() {
        return executionIds.stream().findFirst();
    }

    /** Whether the halves name different executions. */
    boolean isContradictory() {
        return executionIds.size() > 1;
    }

    /** @throws dev.pipewright.wire.Fault when the execution that is named first is not there */
    void refuseUnknown(Tables tables, PipelineKey pipeline) {
        executionId().filter(id -> !tables.executions().exists(pipeline, id)).ifPresent(id -> {
            throw Faults.executionNotFound(pipeline.name(), id);
        });
    }
}
