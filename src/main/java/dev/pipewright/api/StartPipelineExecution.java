package dev.pipewright.api;

import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.Trigger;
import dev.pipewright.runtime.Starts;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.PipelineVariable;
import software.amazon.awssdk.services.codepipeline.model.StartPipelineExecutionRequest;
import software.amazon.awssdk.services.codepipeline.model.StartPipelineExecutionResponse;

/** Starts an execution with the newest revisions, or with those that the caller names. */
public final class StartPipelineExecution
        implements Operation<StartPipelineExecutionRequest, StartPipelineExecutionResponse> {
    private final Database database;
    private final Starts starts;

    public StartPipelineExecution(Database database, Starts starts) {
        this.database = database;
        this.starts = starts;
    }

    @Override
    public StartPipelineExecutionResponse run(StartPipelineExecutionRequest input, Request request) {
        var key = new PipelineKey(request.account(), request.region(), input.name());
        var trigger = new Trigger(Trigger.START_PIPELINE_EXECUTION, request.caller().arn());
        var token = Optional.ofNullable(input.clientRequestToken());
        // A repeated request hears of its execution even when its other members would be refused by now.
        var start = database.writer().commit(tx -> starts.startOnce(tx, key, token, () -> {
            var variables = variables(input.variables());
            var stored = tx.pipelines().find(key, Optional.empty());
            var revisions = stored.map(it -> SourceOverrides.of(it.definition(), input.sourceRevisions()))
                    .orElse(Map.of());
            return starts.start(tx, key, trigger, variables, revisions);
        }));
        return StartPipelineExecutionResponse.builder()
                .pipelineExecutionId(Told.begun(key, start))
                .build();
    }

    private static Map<String, String> variables(List<PipelineVariable> given) {
        var values = new HashMap<String, String>();
        for (var variable : given) {
            if (values.put(variable.name(), variable.value()) != null) {
                throw Faults.validation("The variable '%s' is given more than once", variable.name());
            }
        }
        return values;
    }
}
