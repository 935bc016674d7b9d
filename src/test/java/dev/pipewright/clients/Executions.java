package dev.pipewright.clients;

import dev.pipewright.e2e.Eventually;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;

/** What stories of clients ask of executions. */
final class Executions {
    private Executions() {}

    /** The id of a pipeline's newest execution. */
    static String newest(CodePipelineClient client, String pipeline) {
        return client.listPipelineExecutions(request -> request.pipelineName(pipeline))
                .pipelineExecutionSummaries()
                .getFirst()
                .pipelineExecutionId();
    }

    /** Waits for an execution to have a status. */
    static void until(
            CodePipelineClient client, String pipeline, String execution, PipelineExecutionStatus status) {
        Eventually.see(
                pipeline + " " + status,
                () -> client.getPipelineExecution(
                                request -> request.pipelineName(pipeline).pipelineExecutionId(execution))
                        .pipelineExecution()
                        .status(),
                status::equals);
    }
}
