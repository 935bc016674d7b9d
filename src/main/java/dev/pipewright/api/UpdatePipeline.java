package dev.pipewright.api;

import dev.pipewright.engine.Definitions;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.runtime.Conductor;
import dev.pipewright.runtime.SourceWatch;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.UpdatePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.UpdatePipelineResponse;

/**
 * Gives a pipeline a new definition, as its next version. What runs under the old one is cancelled; nothing is started.
 */
public final class UpdatePipeline implements Operation<UpdatePipelineRequest, UpdatePipelineResponse> {
    private final Database database;
    private final DefinitionCheck check;
    private final Grounds grounds;
    private final SourceWatch watch;

    public UpdatePipeline(Database database, DefinitionCheck check, Grounds grounds, SourceWatch watch) {
        this.database = database;
        this.check = check;
        this.grounds = grounds;
        this.watch = watch;
    }

    @Override
    public UpdatePipelineResponse run(UpdatePipelineRequest input, Request request) {
        var given = PipelineShapes.toModel(input.pipeline());
        var key = new PipelineKey(request.account(), request.region(), given.name());
        grounds.prepare(database.read(tables -> {
            var stored = tables.pipelines()
                    .find(key, Optional.empty())
                    .orElseThrow(() -> Faults.pipelineNotFound(key.account(), key.name()));
            var meant = check.restored(given, stored.definition(), tables, key);
            check.refuseWrong(meant, tables, key);
            return Definitions.completed(meant, 1);
        }), key.account(), key.region());
        var updated = update(key, given, request);
        watch.look(key);
        return UpdatePipelineResponse.builder()
                .pipeline(PipelineShapes.toWire(check.masked(updated, key)))
                .build();
    }

    /** What is read and what is written must be one step, or of two updates at once the one could undo the other's. */
    private Pipeline update(PipelineKey key, Pipeline given, Request request) {
        return database.writer().commit(tx -> {
            var stored = tx.pipelines()
                    .find(key, Optional.empty())
                    .orElseThrow(() -> Faults.pipelineNotFound(key.account(), key.name()));
            var meant = check.restored(given, stored.definition(), tx, key);
            check.refuseWrong(meant, tx, key);
            var next = Definitions.completed(meant, stored.definition().version() + 1);
            return Conductor.update(tx, key, next, request.at()).orElseThrow();
        });
    }
}
