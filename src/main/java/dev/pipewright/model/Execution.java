package dev.pipewright.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One passage of a pipeline, from its sources on; or, when it is a rollback, of one stage.
 *
 * @param number the order of starts within the pipeline, from 1
 * @param pipeline the definition it runs under
 * @param salt what makes the ids of its action runs unguessable and yet the same each time they are worked out
 * @param changedAt when anything about it last changed
 * @param statusSummary a sentence about the status; null mostly
 * @param stopReason what the caller who stopped it said; null when nobody did, or nothing was said
 * @param attempt counts from 1, and up with each retry of one of its stages
 * @param variables the pipeline's variables, with their values for this execution
 * @param sourceRevisions by source action name, what to take instead of the newest of what the definition names
 * @param rollback what it returns to; null unless it is a rollback
 * @param stage the index of the stage it has come to
 * @param stages one entry for each stage it has entered, in order
 */
public record Execution(
        String id,
        long number,
        Pipeline pipeline,
        String salt,
        Trigger trigger,
        Instant startedAt,
        Instant changedAt,
        ExecutionStatus status,
        String statusSummary,
        String stopReason,
        int attempt,
        Map<String, String> variables,
        Map<String, SourceOverride> sourceRevisions,
        Rollback rollback,
        int stage,
        Place place,
        List<StageRun> stages) {

    public Execution {
        stages = List.copyOf(stages);
        if (status.ended() != (place == Place.NOWHERE)) {
            throw new IllegalArgumentException("execution " + id + " is " + status + " and " + place);
        }
        if (place == Place.INSIDE
                && (stages.isEmpty() || !stages.getLast().stage().equals(pipeline.stages().get(stage).name()))) {
            throw new IllegalArgumentException(
                    "execution " + id + " is in stage " + stage + " with runs of " + stages.size());
        }
    }

    /** The run of the stage that the execution is in. */
    public StageRun currentStage() {
        return stages.getLast();
    }

    /** The definition of the stage that the execution has come to. */
    public Stage stageDefinition() {
        return pipeline.stages().get(stage);
    }

    /** Whether it runs beside the others, without locks and queues. */
    public boolean isParallel() {
        return pipeline.executionMode() == ExecutionMode.PARALLEL;
    }

    /** The attempt at an action, or the evaluation of a rule, wherever it is. */
    public Optional<ActionRun> find(RunId run) {
        return stages.stream()
                .flatMap(StageRun::runs)
                .filter(action -> action.run().equals(run))
                .findFirst();
    }

    /** The run of the stage of that name, if the execution has entered it. */
    public Optional<StageRun> stageRun(String name) {
        return stages.stream().filter(run -> run.stage().equals(name)).findFirst();
    }

    /** The same execution at another place. */
    public Execution at(int nextStage, Place nextPlace, Instant at) {
        return new Execution(
                id, number, pipeline, salt, trigger, startedAt, at, status, statusSummary, stopReason, attempt,
                variables, sourceRevisions, rollback, nextStage, nextPlace, stages);
    }

    /** The same execution with other runs of its stages. */
    public Execution withStages(List<StageRun> runs, Instant at) {
        return new Execution(
                id, number, pipeline, salt, trigger, startedAt, at, status, statusSummary, stopReason, attempt,
                variables, sourceRevisions, rollback, stage, place, runs);
    }

    /** The same execution on its way to a stop. */
    public Execution stopping(String reason, Instant at) {
        return new Execution(
                id, number, pipeline, salt, trigger, startedAt, at, ExecutionStatus.Stopping, statusSummary, reason,
                attempt, variables, sourceRevisions, rollback, stage, place, stages);
    }

    /** The same execution at its end. */
    public Execution ended(ExecutionStatus end, String summary, Instant at) {
        return new Execution(
                id, number, pipeline, salt, trigger, startedAt, at, end, summary, stopReason, attempt, variables,
                sourceRevisions, rollback, stage, Place.NOWHERE, stages);
    }

    /** The same execution inside its last stage again, in progress. */
    public Execution resumed(int nextAttempt, Instant at) {
        return new Execution(
                id, number, pipeline, salt, trigger, startedAt, at, ExecutionStatus.InProgress, null, null,
                nextAttempt, variables, sourceRevisions, rollback, stage, Place.INSIDE, stages);
    }
}
