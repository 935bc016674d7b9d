package dev.pipewright.model;

import java.time.Instant;
import java.util.List;

/**
 * One evaluation of one condition of a stage.
 *
 * @param part which of the stage's conditions it is
 * @param attempt the attempt at the stage that it belongs to
 * @param summary a sentence about the status; null while there is nothing to say
 * @param changedAt when the status last changed
 * @param rules one run for each rule
 */
public record ConditionRun(
        Part part, int attempt, ConditionStatus status, String summary, Instant changedAt, List<ActionRun> rules) {
    public ConditionRun {
        rules = List.copyOf(rules);
    }

    /** The same evaluation with other runs of its rules. */
    public ConditionRun withRules(List<ActionRun> runs) {
        return new ConditionRun(part, attempt, status, summary, changedAt, runs);
    }

    /** The same evaluation in another state. */
    public ConditionRun withStatus(ConditionStatus next, String sentence, Instant at) {
        return new ConditionRun(part, attempt, next, sentence, at, rules);
    }

    /** The same evaluation as one of another attempt at the stage, which it goes on into. */
    public ConditionRun inAttempt(int number) {
        return new ConditionRun(
                part, number, status, summary, changedAt,
                rules.stream().map(run -> run.inStageAttempt(number)).toList());
    }
}
