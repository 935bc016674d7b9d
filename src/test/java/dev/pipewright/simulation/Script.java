package dev.pipewright.simulation;

import dev.pipewright.engine.Decision;
import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.engine.Decision.Ignore;
import dev.pipewright.engine.Decision.Refuse;
import dev.pipewright.engine.Effect;
import dev.pipewright.engine.Event;
import dev.pipewright.model.Execution;
import dev.pipewright.model.Outcome;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.RunId;
import dev.pipewright.model.Stage;
import java.util.stream.Collectors;

/** A step in words, for who looks into a seed that failed. */
final class Script {
    private Script() {}

    static String line(Event event, Decision decision) {
        var answer = switch (decision) {
            case Advance it -> it.effects().stream().map(Script::words).collect(Collectors.joining(", ")) + "  "
                    + it.changed().stream().map(Script::words).toList();
            case Ignore _ -> "ignored";
            case Refuse it -> "refused " + it.refusal() + ": " + it.message();
        };
        return words(event) + "  ->  " + answer;
    }

    /** An event with its most telling parts. */
    static String words(Event event) {
        return switch (event) {
            case Event.Started it -> "start " + it.executionId();
            case Event.ActionProgressed it -> "progress " + words(it.run());
            case Event.ActionFinished it ->
                (it.outcome() instanceof Outcome.Succeeded ? "ok " : "fail ") + words(it.run());
            case Event.ActionTimedOut it -> "late " + words(it.run());
            case Event.ApprovalAnswered it ->
                (it.approved() ? "approve " : "reject ") + it.stage() + "/" + it.action() + " " + it.token();
            case Event.TransitionDisabled it -> "close " + (it.inbound() ? "into " : "out of ") + it.stage();
            case Event.TransitionEnabled it -> "open " + (it.inbound() ? "into " : "out of ") + it.stage();
            case Event.StopRequested it -> (it.abandon() ? "abandon " : "stop ") + it.executionId();
            case Event.RetryRequested it -> "retry " + it.execution().id() + " " + it.stage() + " " + it.mode();
            case Event.RollbackRequested it ->
                "roll back " + it.stage() + " to " + it.target().id() + " as " + it.executionId();
            case Event.OverrideRequested it ->
                "override " + it.execution().id() + " " + it.stage() + " " + it.condition();
            case Event.DefinitionUpdated it -> "update " + words(it.pipeline());
        };
    }

    /** A definition, as far as the engine minds it. */
    static String words(Pipeline pipeline) {
        return "v" + pipeline.version() + " " + pipeline.executionMode() + " "
                + pipeline.stages().stream().map(Script::words).collect(Collectors.joining(" | "));
    }

    private static String words(Stage stage) {
        return stage.name() + ": "
                + stage.actions().stream()
                        .map(action -> action.name() + "@" + action.runOrder() + "(" + action.actionTypeId().category()
                                + " " + action.configuration() + " " + action.inputArtifacts() + ")")
                        .collect(Collectors.joining(", "))
                + (stage.beforeEntry() == null ? "" : " entry " + stage.beforeEntry().conditions())
                + (stage.onSuccess() == null ? "" : " success " + stage.onSuccess().conditions())
                + (stage.onFailure() == null ? "" : " failure " + stage.onFailure());
    }

    private static String words(Execution execution) {
        return execution.id() + " " + execution.status() + " "
                + (execution.stages().isEmpty()
                        ? ""
                        : execution.currentStage().stage() + " " + execution.currentStage().status());
    }

    private static String words(RunId run) {
        return run.executionId() + " " + run;
    }

    private static String words(Effect effect) {
        return switch (effect) {
            case Effect.OfferJob(var run) -> "job " + words(run);
            case Effect.WithdrawJob(var run) -> "withdraw " + words(run);
            case Effect.SetTimer(var run, _) -> "timer " + words(run);
            case Effect.ClearTimer(var run) -> "no timer " + words(run);
            case Effect.Notify(var run) -> "notify " + words(run);
            case Effect.AnnounceExecution it -> it.executionId() + " " + it.state();
            case Effect.AnnounceStage it -> it.executionId() + " " + it.stage() + " " + it.state();
            case Effect.AnnounceAction it -> words(it.run()) + " " + it.state();
        };
    }
}
