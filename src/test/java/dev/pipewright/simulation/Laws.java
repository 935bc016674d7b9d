package dev.pipewright.simulation;

import dev.pipewright.engine.Decision;
import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.engine.Engine;
import dev.pipewright.engine.Event;
import dev.pipewright.engine.Traffic;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionStatus;
import java.util.Map;

/** All laws together, for one pipeline. */
final class Laws {
    private int checks;
    private final TrafficLaws traffic = new TrafficLaws();
    private final RunLaws runs = new RunLaws();
    private final StageLaws stages = new StageLaws();
    private final EffectLaws effects = new EffectLaws();
    private final AnnouncementLaws announcements = new AnnouncementLaws();

    void check(Step step) {
        checks++;
        runs.check(step);
        stages.check(step);
        traffic.check(step);
        effects.check(step);
        announcements.check(step);
        if (isItsTurn()) {
            settled(step);
        }
    }

    /** What has to ask the engine again is checked after every third decision. */
    private boolean isItsTurn() {
        return checks % 3 == 0;
    }

    /** Opening what is open gives everything the chance to move that could. */
    private static void settled(Step step) {
        var traffic = step.after();
        var first = traffic.pipeline().stages().getFirst().name();
        if (!TrafficLaws.isClosed(traffic, first, true)) {
            var nothing = new Event.TransitionEnabled(step.event().at(), first, true, "nobody");
            var moved = (Advance) Engine.decide(traffic, nothing);
            Law.SETTLED.holds(moved.changed().isEmpty() && moved.effects().isEmpty(), moved.effects());
        }
    }

    void checkAnswer(Traffic before, Event event, Decision decision) {
        if (isItsTurn()) {
            Law.SAME_ANSWER.holds(Engine.decide(before, event).equals(decision), event);
        }
    }

    void checkRepetition(Traffic traffic, Event event, Map<String, Execution> history) {
        if (isItsTurn() && Engine.decide(traffic, event) instanceof Advance again && !again.effects().isEmpty()) {
            Law.TOLD_TWICE.holds(
                    event instanceof Event.RetryRequested it && hasFailedAgain(history.get(it.execution().id())),
                    again.effects());
        }
    }

    /** A retry whose actions fail where they start may be followed by another one. */
    private static boolean hasFailedAgain(Execution execution) {
        var stage = execution.currentStage();
        return execution.status() == ExecutionStatus.Failed
                || stage.actions().stream().anyMatch(run -> run.status() == ActionStatus.Failed
                        && run.stageAttempt() == stage.attempt());
    }
}
