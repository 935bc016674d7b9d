package dev.pipewright.api;

import dev.pipewright.model.PipelineKey;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineResponse;
import software.amazon.awssdk.services.codepipeline.model.PipelineMetadata;

/** Tells the definition of a pipeline, the newest or any older one. */
public final class GetPipeline implements Operation<GetPipelineRequest, GetPipelineResponse> {
    private final Database database;
    private final DefinitionCheck check;

    public GetPipeline(Database database, DefinitionCheck check) {
        this.database = database;
        this.check = check;
    }

    @Override
    public GetPipelineResponse run(GetPipelineRequest input, Request request) {
        var key = new PipelineKey(request.account(), request.region(), input.name());
        var stored = database.read(tables -> {
            if (!tables.pipelines().exists(key)) {
                throw Faults.pipelineNotFound(key.account(), key.name());
            }
            return tables.pipelines().find(key, Optional.ofNullable(input.version()));
        });
        if (stored.isEmpty()) {
            throw Fault.of(
                    "PipelineVersionNotFoundException",
                    "The pipeline '%s' does not have a version %s",
                    input.name(),
                    input.version());
        }
        return GetPipelineResponse.builder()
                .pipeline(PipelineShapes.toWire(check.masked(stored.get().definition(), key)))
                .metadata(PipelineMetadata.builder()
                        .pipelineArn(key.arn())
                        .created(stored.get().created())
                        .updated(stored.get().updated())
                        .build())
                .build();
    }
}
