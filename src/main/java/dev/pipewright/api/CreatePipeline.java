package dev.pipewright.api;

import dev.pipewright.engine.Definitions;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.Trigger;
import dev.pipewright.runtime.SourceWatch;
import dev.pipewright.runtime.Starts;
import dev.pipewright.store.Database;
import dev.pipewright.store.Tables;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.codepipeline.model.CreatePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.CreatePipelineResponse;
import software.amazon.awssdk.services.codepipeline.model.Tag;

/**
 * Makes a pipeline and starts it for the first time. A pipeline with a watched source is not started here but by the
 * watch, as soon as its source has something in it; so does the service with sources that it polls.
 */
public final class CreatePipeline implements Operation<CreatePipelineRequest, CreatePipelineResponse> {
    private static final int MOST_PIPELINES = 1000;

    private final Database database;
    private final DefinitionCheck check;
    private final Grounds grounds;
    private final Starts starts;
    private final SourceWatch watch;

    public CreatePipeline(
            Database database, DefinitionCheck check, Grounds grounds, Starts starts, SourceWatch watch) {
        this.database = database;
        this.check = check;
        this.grounds = grounds;
        this.starts = starts;
        this.watch = watch;
    }

    @Override
    public CreatePipelineResponse run(CreatePipelineRequest input, Request request) {
        var given = PipelineShapes.toModel(input.pipeline());
        var key = new PipelineKey(request.account(), request.region(), given.name());
        Tagging.check(input.tags());
        var definition = database.read(tables -> {
            check.refuseWrong(given, tables, key);
            if (tables.pipelines().exists(key)) {
                throw inUse(key);
            }
            refuseTooMany(key, tables);
            return Definitions.completed(given, 1);
        });
        grounds.prepare(definition, key.account(), key.region());
        create(key, definition, input.tags(), request);
        watch.look(key);
        return CreatePipelineResponse.builder()
                .pipeline(PipelineShapes.toWire(check.masked(definition, key)))
                .tags(input.hasTags() ? input.tags() : null)
                .build();
    }

    private void create(PipelineKey key, Pipeline definition, List<Tag> tags, Request request) {
        database.writer().commit(tx -> {
            refuseTooMany(key, tx);
            if (tx.pipelines().insert(key, definition, request.at()).isEmpty()) {
                throw inUse(key);
            }
            tx.tags().put(key.arn(), tags.stream().collect(Collectors.toMap(Tag::key, Tag::value)));
            if (!watch.watches(definition)) {
                var trigger = new Trigger(Trigger.CREATE_PIPELINE, request.caller().arn());
                starts.start(tx, key, trigger, Map.of(), Map.of());
            }
            return null;
        });
    }

    private static void refuseTooMany(PipelineKey key, Tables tables) {
        if (tables.pipelines().list(key.account(), key.region(), Optional.empty(), MOST_PIPELINES).size()
                >= MOST_PIPELINES) {
            throw Fault.of(
                    "LimitExceededException",
                    "The account '%s' has %s pipelines in %s, which is the most it may have",
                    key.account(), MOST_PIPELINES, key.region());
        }
    }

    private static Fault inUse(PipelineKey key) {
        return Fault.of(
                "PipelineNameInUseException",
                "A pipeline with the name '%s' already exists in account '%s'",
                key.name(),
                key.account());
    }
}
