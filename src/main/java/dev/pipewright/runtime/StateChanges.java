package dev.pipewright.runtime;

import dev.pipewright.engine.Announced;
import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.engine.Effect;
import dev.pipewright.engine.Effect.AnnounceAction;
import dev.pipewright.engine.Effect.AnnounceExecution;
import dev.pipewright.engine.Effect.AnnounceStage;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.Artifact;
import dev.pipewright.model.Execution;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.StateChange;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a decision announces, as events with the members that the service's events have.
 *
 * @param at when the decision was made
 * @param ids gives each event its id
 */
record StateChanges(PipelineKey pipeline, Advance advance, Instant at, Supplier<String> ids) {
    private static final Logger LOG = LoggerFactory.getLogger(StateChanges.class);
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final DateTimeFormatter MILLIS = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final Set<Announced> RESULTS = Set.of(Announced.SUCCEEDED, Announced.FAILED, Announced.ABANDONED);

    /**
     * The events, in the order of the announcements. One that cannot be made is logged and left out: the decision that
     * announces it would meet the same trouble each time, and what it decides about would stand still for ever.
     */
    List<StateChange> all() {
        var changes = new ArrayList<StateChange>();
        for (var effect : advance.effects()) {
            try {
                of(effect).ifPresent(changes::add);
            } catch (RuntimeException e) {
                LOG.error("An event of {} is not told: {}", pipeline.arn(), effect, e);
            }
        }
        return changes;
    }

    private Optional<StateChange> of(Effect effect) {
        return switch (effect) {
            case AnnounceExecution it -> Optional.of(of(it));
            case AnnounceStage it -> Optional.of(of(it));
            case AnnounceAction it -> Optional.of(of(it));
            // Not for the world.
            case Effect.OfferJob _,
                    Effect.WithdrawJob _,
                    Effect.SetTimer _,
                    Effect.ClearTimer _,
                    Effect.Notify _ -> Optional.empty();
        };
    }

    private StateChange of(AnnounceExecution announced) {
        var execution = execution(announced.executionId());
        var detail = detail(execution, execution.startedAt(), announced.state(), announced.attempt());
        ExecutionTrigger.of(execution, announced.state())
                .ifPresent(trigger -> detail.set("execution-trigger", trigger));
        var stops = announced.state() == Announced.STOPPING || announced.state() == Announced.STOPPED;
        if (stops && execution.stopReason() != null) {
            detail.put("stop-execution-comments", execution.stopReason());
        }
        return change(execution, "CodePipeline Pipeline Execution State Change", detail);
    }

    private StateChange of(AnnounceStage announced) {
        var execution = execution(announced.executionId());
        // As the service counts: until the first retry, stages are in attempt 0 and everything else is in 1.
        var attempt = announced.attempt() == 1 ? 0 : announced.attempt();
        var detail = detail(execution, started(execution, announced.stage()), announced.state(), attempt);
        detail.put("stage", announced.stage());
        if (announced.lastRetryAt() != null) {
            detail.put("stage-last-retry-attempt-time", MILLIS.format(announced.lastRetryAt()));
        }
        return change(execution, "CodePipeline Stage Execution State Change", detail);
    }

    private StateChange of(AnnounceAction announced) {
        var place = announced.run();
        var execution = execution(place.executionId());
        var run = execution.find(place).orElseThrow(() -> unknown("run " + place));
        var action = execution
                .pipeline()
                .action(place.stage(), place.action())
                .orElseThrow(() -> unknown("action " + place));
        var detail = detail(execution, run.startedAt(), announced.state(), announced.attempt());
        detail.put("stage", place.stage());
        detail.put("action", place.action());
        detail.put("action-execution-id", run.id());
        detail.put("region", action.region() == null ? pipeline.region() : action.region());
        detail.set("type", type(action));
        artifacts(detail, "input-artifacts", run.inputs());
        if (announced.state() == Announced.SUCCEEDED) {
            artifacts(detail, "output-artifacts", run.outputs());
        }
        if (RESULTS.contains(announced.state())) {
            var result = result(run);
            if (!result.isEmpty()) {
                detail.set("execution-result", result);
            }
        }
        return change(execution, "CodePipeline Action Execution State Change", detail);
    }

    private StateChange change(Execution execution, String detailType, ObjectNode detail) {
        return new StateChange(
                ids.get(), pipeline, execution.id(), detailType, at, MAPPER.writeValueAsString(detail));
    }

    private ObjectNode detail(Execution execution, Instant started, Announced state, int attempt) {
        var detail = MAPPER.createObjectNode();
        detail.put("pipeline", pipeline.name());
        detail.put("execution-id", execution.id());
        detail.put("start-time", MILLIS.format(started));
        detail.put("state", state.name());
        detail.put("version", number(execution.pipeline().version()));
        detail.put("pipeline-execution-attempt", number(attempt));
        return detail;
    }

    /** The service writes whole numbers with a digit after the point, and patterns of rules are compared literally. */
    private static BigDecimal number(int value) {
        return BigDecimal.valueOf(value).setScale(1);
    }

    /** A stage starts with the first thing that runs in it. */
    private Instant started(Execution execution, String stage) {
        return execution.stageRun(stage).stream()
                .flatMap(run -> run.runs())
                .map(ActionRun::startedAt)
                .min(Instant::compareTo)
                .orElse(at);
    }

    private static ObjectNode type(Action action) {
        var id = action.actionTypeId();
        var type = MAPPER.createObjectNode();
        type.put("owner", id.owner().name());
        type.put("provider", id.provider());
        type.put("category", id.category().name());
        type.put("version", id.version());
        return type;
    }

    private static void artifacts(ObjectNode detail, String name, List<Artifact> artifacts) {
        if (artifacts.isEmpty()) {
            return;
        }
        var list = detail.putArray(name);
        for (var artifact : artifacts) {
            var entry = list.addObject();
            entry.put("name", artifact.name());
            entry.putObject("s3location")
                    .put("bucket", artifact.location().bucket())
                    .put("key", artifact.location().key());
        }
    }

    private static ObjectNode result(ActionRun run) {
        var result = MAPPER.createObjectNode();
        var summary = run.error() == null ? run.details().summary() : run.error().message();
        putIfThere(result, "external-execution-url", run.details().externalExecutionUrl());
        putIfThere(result, "external-execution-summary", summary);
        putIfThere(result, "external-execution-id", run.details().externalExecutionId());
        putIfThere(result, "error-code", run.error() == null ? null : run.error().code());
        return result;
    }

    private static void putIfThere(ObjectNode node, String name, String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private Execution execution(String id) {
        return advance.changed().stream()
                .filter(execution -> execution.id().equals(id))
                .findFirst()
                .or(() -> advance.next().execution(id))
                .orElseThrow(() -> unknown("execution " + id));
    }

    private static IllegalStateException unknown(String what) {
        return new IllegalStateException("an announcement of the %s, which is not there".formatted(what));
    }
}
