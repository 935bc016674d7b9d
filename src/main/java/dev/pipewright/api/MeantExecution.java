package dev.pipewright.api;

import dev.pipewright.engine.Traffic;
import dev.pipewright.model.Execution;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.store.Tables;
import java.util.Optional;

/** The execution that a request about one of a pipeline's stages names. */
record MeantExecution(PipelineKey pipeline, String stage, String executionId) {
    /**
     * The execution, live or over; empty when the pipeline has none of that id.
     *
     * @throws dev.pipewright.wire.Fault when there is no such pipeline, or no such stage in its newest definition
     */
    Optional<Execution> in(Tables tables) {
        var definition = tables.traffic(pipeline)
                .map(Traffic::pipeline)
                .orElseThrow(() -> Faults.pipelineNotFound(pipeline.account(), pipeline.name()));
        if (definition.stage(stage).isEmpty()) {
            throw Faults.stageNotFound(pipeline.name(), stage);
        }
        return tables.executions().find(pipeline, executionId);
    }
}
