package dev.pipewright.engine;

import dev.pipewright.engine.Decision.Ignore;
import dev.pipewright.engine.Decision.Refuse;
import dev.pipewright.engine.Event.ActionFinished;
import dev.pipewright.engine.Event.ActionProgressed;
import dev.pipewright.engine.Event.ActionTimedOut;
import dev.pipewright.engine.Event.ApprovalAnswered;
import dev.pipewright.engine.Event.DefinitionUpdated;
import dev.pipewright.engine.Event.OverrideRequested;
import dev.pipewright.engine.Event.RetryRequested;
import dev.pipewright.engine.Event.RollbackRequested;
import dev.pipewright.engine.Event.Started;
import dev.pipewright.engine.Event.StopRequested;
import dev.pipewright.engine.Event.TransitionDisabled;
import dev.pipewright.engine.Event.TransitionEnabled;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.Execution;
import dev.pipewright.model.RunId;
import java.util.Optional;
import java.util.function.Supplier;

/** The rules of a pipeline, as a function: no clock, no randomness, no I/O. */
public final class Engine {
    private Engine() {}

    /** Answers one event. The caller commits the answer first and carries out its effects after. */
    public static Decision decide(Traffic traffic, Event event) {
        return switch (event) {
            case Started e when traffic.execution(e.executionId()).isPresent() -> new Ignore("already started");
            case Started e -> unless(Limits.full(traffic), () -> new Flow(traffic, e.at()).start(e).settle());

            case ActionProgressed e when !awaited(traffic, e.run()) -> oldNews(e.run());
            case ActionProgressed e -> new Flow(traffic, e.at()).progress(e.run(), e.details()).unsettled();

            case ActionFinished e when !awaited(traffic, e.run()) -> oldNews(e.run());
            case ActionFinished e -> new Flow(traffic, e.at()).finish(e.run(), e.outcome()).settle();

            case ActionTimedOut e when !awaited(traffic, e.run()) -> oldNews(e.run());
            case ActionTimedOut e -> new Flow(traffic, e.at()).timeOut(e.run()).settle();

            case ApprovalAnswered e -> answer(traffic, e);

            case TransitionDisabled e when traffic.pipeline().stage(e.stage()).isEmpty() -> noStage(traffic, e.stage());
            case TransitionDisabled e -> new Flow(traffic, e.at()).close(e).unsettled();

            case TransitionEnabled e when traffic.pipeline().stage(e.stage()).isEmpty() -> noStage(traffic, e.stage());
            case TransitionEnabled e -> new Flow(traffic, e.at()).open(e).settle();

            case StopRequested e -> unless(
                    Stops.refusal(traffic, e),
                    () -> new Flow(traffic, e.at())
                            .stop(traffic.execution(e.executionId()).orElseThrow(), e)
                            .settle());

            case RetryRequested e when traffic.pipeline().stage(e.stage()).isEmpty() -> noStage(traffic, e.stage());
            case RetryRequested e -> {
                var execution = newest(traffic, e.execution());
                yield unless(
                        Retries.refusal(traffic, execution, e),
                        () -> new Flow(traffic, e.at()).retry(execution, e).settle());
            }

            case RollbackRequested e when traffic.execution(e.executionId()).isPresent() ->
                new Ignore("already started");
            case RollbackRequested e when traffic.pipeline().stage(e.stage()).isEmpty() -> noStage(traffic, e.stage());
            case RollbackRequested e ->
                unless(Rollbacks.refusal(traffic, e), () -> new Flow(traffic, e.at()).rollBack(e).settle());

            case OverrideRequested e when traffic.pipeline().stage(e.stage()).isEmpty() -> noStage(traffic, e.stage());
            case OverrideRequested e -> {
                var execution = newest(traffic, e.execution());
                yield unless(
                        Overrides.refusal(traffic, execution, e),
                        () -> new Flow(traffic, e.at()).override(execution, e).settle());
            }

            case DefinitionUpdated e -> new Flow(traffic, e.at()).update(e.pipeline()).settle();
        };
    }

    private static Decision unless(Optional<Refuse> refusal, Supplier<Decision> decision) {
        return refusal.isPresent() ? refusal.get() : decision.get();
    }

    /** The execution as the traffic has it, if it has not ended. */
    private static Execution newest(Traffic traffic, Execution execution) {
        return traffic.execution(execution.id()).orElse(execution);
    }

    private static Decision answer(Traffic traffic, ApprovalAnswered event) {
        var meant = approval(traffic, event);
        // In PARALLEL mode an execution may ask about a definition that is not the newest.
        var pipeline = meant.flatMap(run -> traffic.execution(run.run().executionId()))
                .map(Execution::pipeline)
                .orElse(traffic.pipeline());
        if (pipeline.stage(event.stage()).isEmpty()) {
            return noStage(traffic, event.stage());
        }
        var action = pipeline.action(event.stage(), event.action());
        if (action.filter(Engine::isApproval).isEmpty()) {
            return new Refuse(
                    Refusal.ACTION_NOT_FOUND,
                    "The stage '%s' of pipeline '%s' has no approval action named '%s'"
                            .formatted(event.stage(), traffic.key().name(), event.action()));
        }
        if (meant.isEmpty()) {
            return new Refuse(
                    Refusal.INVALID_APPROVAL_TOKEN,
                    "The approval token is not that of an approval request that waits in action '%s' of stage '%s'"
                            .formatted(event.action(), event.stage()));
        }
        if (Approvals.isOutOfDate(meant.get(), traffic.key().name())) {
            return new Refuse(Refusal.INVALID_APPROVAL_TOKEN, meant.get().error().message());
        }
        if (meant.get().status().ended()) {
            return new Refuse(
                    Refusal.APPROVAL_ALREADY_COMPLETED,
                    "The approval action '%s' has already been approved or rejected".formatted(event.action()));
        }
        var summaryRequired = action.map(Action::configuration).filter(Approvals::summaryRequired).isPresent();
        if (summaryRequired && isBlank(event.summary())) {
            return new Refuse(
                    Refusal.INVALID_APPROVAL_TOKEN,
                    "The approval action '%s' requires a summary".formatted(event.action()));
        }
        return new Flow(traffic, event.at()).answer(meant.get().run(), event).settle();
    }

    private static Optional<ActionRun> approval(Traffic traffic, ApprovalAnswered event) {
        return traffic.executions().stream()
                .flatMap(execution -> execution.stages().stream())
                .filter(stage -> stage.stage().equals(event.stage()))
                .flatMap(stage -> stage.actions().stream())
                .filter(run -> run.run().action().equals(event.action()) && run.id().equals(event.token()))
                .findFirst();
    }

    /** Whether the action is one that people answer and no job is offered for. */
    static boolean isApproval(Action action) {
        return action.actionTypeId().category() == ActionCategory.Approval;
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }

    private static boolean awaited(Traffic traffic, RunId run) {
        return traffic.execution(run.executionId())
                .flatMap(execution -> execution.find(run))
                .filter(action -> !action.status().ended())
                .isPresent();
    }

    private static Decision oldNews(RunId run) {
        return new Ignore("old news of " + run);
    }

    private static Decision noStage(Traffic traffic, String stage) {
        return new Refuse(
                Refusal.STAGE_NOT_FOUND,
                "The pipeline '%s' has no stage named '%s'".formatted(traffic.key().name(), stage));
    }
}
