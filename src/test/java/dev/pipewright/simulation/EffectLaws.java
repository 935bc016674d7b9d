package dev.pipewright.simulation;

import dev.pipewright.engine.Effect;
import dev.pipewright.engine.Event.ActionFinished;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.Execution;
import dev.pipewright.model.RunId;
import java.util.HashSet;
import java.util.Set;

/** The laws about what the world is asked for: timers, jobs, messages. */
final class EffectLaws {
    private final Set<RunId> timers = new HashSet<>();
    private final Set<RunId> offered = new HashSet<>();
    private final Set<RunId> withdrawn = new HashSet<>();
    private final Set<RunId> notified = new HashSet<>();

    void check(Step step) {
        for (var effect : step.decision().effects()) {
            switch (effect) {
                case Effect.SetTimer(var run, var due) ->
                    Law.ONE_TIMER.holds(timers.add(run) && due.isAfter(step.event().at()), effect);
                case Effect.ClearTimer(var run) -> Law.ONE_TIMER.holds(timers.remove(run), effect);
                case Effect.OfferJob(var run) -> Law.ONE_JOB.holds(offered.add(run), effect);
                case Effect.WithdrawJob(var run) -> Law.WITHDRAWN_ONCE.holds(withdrawn.add(run), effect);
                case Effect.Notify(var run) -> Law.NOTIFIED_ONCE.holds(notified.add(run), effect);
                case Effect.AnnounceExecution _, Effect.AnnounceStage _, Effect.AnnounceAction _ -> {}
            }
        }
        for (var execution : step.decision().changed()) {
            var earlier = step.earlier(execution);
            for (int i = 0; i < execution.stages().size(); i++) {
                var stage = execution.stages().get(i);
                if (earlier == null || i >= earlier.stages().size() || earlier.stages().get(i) != stage) {
                    stage.runs().forEach(run -> check(step, execution, earlier, run));
                }
            }
        }
    }

    private void check(Step step, Execution execution, Execution earlier, ActionRun run) {
        var id = run.run();
        Law.ONE_TIMER.holds(timers.contains(id) == !run.status().ended(), id);
        var was = earlier == null ? null : earlier.find(id).orElse(null);
        if (was == run || was != null && was.status().ended()) {
            return;
        }
        var action = execution.pipeline().action(id).orElseThrow();
        var approval = action.actionTypeId().category() == ActionCategory.Approval;
        var atOnce = was == null && run.status() == ActionStatus.Failed;
        Law.ONE_JOB.holds(offered.contains(id) == (!approval && !atOnce), id);
        var answered = step.event() instanceof ActionFinished it && it.run().equals(id);
        if (!approval) {
            Law.WITHDRAWN_ONCE.holds(
                    withdrawn.contains(id) == (run.status().ended() && !answered && !atOnce), id);
        }
        Law.NOTIFIED_ONCE.holds(
                notified.contains(id)
                        == (approval && !atOnce && action.configuration().containsKey("NotificationArn")),
                id);
    }
}
