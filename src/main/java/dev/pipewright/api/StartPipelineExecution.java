package dev.pipewright.api;

import dev.pipewright.engine.Definitions;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.SourceOverride;
import dev.pipewright.model.Trigger;
import dev.pipewright.runtime.Start;
import dev.pipewright.runtime.Starts;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.PipelineVariable;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionOverride;
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
            var revisions = stored.map(it -> revisions(it.definition(), input.sourceRevisions())).orElse(Map.of());
            return starts.start(tx, key, trigger, variables, revisions);
        }));
        return switch (start) {
            case Start.Begun(var id) -> StartPipelineExecutionResponse.builder()
                    .pipelineExecutionId(id)
                    .build();
            case Start.Refused(var refusal) -> throw Faults.refused(refusal);
            case Start.NoPipeline _ -> throw Faults.pipelineNotFound(key.account(), key.name());
        };
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

    private static Map<String, SourceOverride> revisions(Pipeline pipeline, List<SourceRevisionOverride> given) {
        if (!given.isEmpty() && Definitions.typeOf(pipeline) != PipelineType.V2) {
            throw Faults.validation("Source revision overrides can only be used with V2 pipelines");
        }
        var revisions = new HashMap<String, SourceOverride>();
        for (var override : given) {
            refuseMisfit(pipeline, override);
            if (revisions.put(override.actionName(), SourceOverride.revision(override.revisionValue())) != null) {
                throw Faults.validation(
                        "The source action '%s' is given more than one revision", override.actionName());
            }
        }
        return revisions;
    }

    private static void refuseMisfit(Pipeline pipeline, SourceRevisionOverride override) {
        var action = pipeline.stages().getFirst().actions().stream()
                .filter(it -> it.name().equals(override.actionName())
                        && it.actionTypeId().category() == ActionCategory.Source)
                .findFirst()
                .orElseThrow(() -> Faults.validation(
                        "The pipeline '%s' has no source action named '%s'", pipeline.name(), override.actionName()));
        var takes = switch (action.actionTypeId().provider()) {
            case "S3" -> "S3_OBJECT_VERSION_ID";
            case "CodeCommit" -> "COMMIT_ID";
            default -> "no revision type that this server can override";
        };
        if (!takes.equals(override.revisionTypeAsString())) {
            throw Faults.validation(
                    "The source action '%s' takes %s, not %s",
                    override.actionName(), takes, override.revisionTypeAsString());
        }
    }
}
