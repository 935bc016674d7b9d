package dev.pipewright.api;

import dev.pipewright.model.PipelineKey;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.DeletePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.DeletePipelineResponse;

/**
 * Drops a pipeline with its state and history; what lies in buckets stays. A pipeline that is not there is no error.
 */
public final class DeletePipeline implements Operation<DeletePipelineRequest, DeletePipelineResponse> {
    private final Database database;

    public DeletePipeline(Database database) {
        this.database = database;
    }

    @Override
    public DeletePipelineResponse run(DeletePipelineRequest input, Request request) {
        var key = new PipelineKey(request.account(), request.region(), input.name());
        database.writer().commit(tx -> {
            tx.tags().drop(key.arn());
            return tx.pipelines().delete(key);
        });
        return null;
    }
}
