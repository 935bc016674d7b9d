package dev.pipewright.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One execution in one stage.
 *
 * @param entry where this entry stands among all entries into stages of the pipeline, from 1; 0 in PARALLEL mode, in
 *     which entries have no order
 * @param attempt counts from 1, and up with each retry and each overridden condition
 * @param since the attempt that began the stage from its first action; runs of earlier attempts count no more
 * @param conditions every evaluation of a condition so far, oldest first
 * @param actions every attempt at every action so far, oldest first
 */
public record StageRun(
        String stage,
        StageStatus status,
        long entry,
        int attempt,
        int since,
        StageRetries retries,
        List<ConditionRun> conditions,
        List<ActionRun> actions) {
    public StageRun {
        conditions = List.copyOf(conditions);
        actions = List.copyOf(actions);
    }

    /** A stage that has just been entered. */
    public static StageRun entered(String stage, long entry) {
        return new StageRun(stage, StageStatus.InProgress, entry, 1, 1, StageRetries.NONE, List.of(), List.of());
    }

    /** The runs of its actions and of its conditions' rules. */
    public Stream<ActionRun> runs() {
        return Stream.concat(actions.stream(), conditions.stream().flatMap(condition -> condition.rules().stream()));
    }

    /** The evaluation of a condition that belongs to the present attempt. */
    public Optional<ConditionRun> condition(Part part) {
        return conditions.stream()
                .filter(condition -> condition.part() == part && condition.attempt() == attempt)
                .findFirst();
    }

    /** The latest attempt at an action that still counts. */
    public Optional<ActionRun> latest(String action) {
        return actions.stream()
                .filter(run -> run.run().action().equals(action) && run.stageAttempt() >= since)
                .reduce((_, later) -> later);
    }

    /** Whether an action has not come to its end. */
    public boolean acts() {
        return actions.stream().anyMatch(run -> !run.status().ended());
    }

    /** The same run in another state. */
    public StageRun withStatus(StageStatus next) {
        return new StageRun(stage, next, entry, attempt, since, retries, conditions, actions);
    }

    /** The same run with other actions. */
    public StageRun withActions(List<ActionRun> runs) {
        return new StageRun(stage, status, entry, attempt, since, retries, conditions, runs);
    }

    /** The same run with other evaluations of conditions. */
    public StageRun withConditions(List<ConditionRun> evaluations) {
        return new StageRun(stage, status, entry, attempt, since, retries, evaluations, actions);
    }
}
