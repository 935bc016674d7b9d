package dev.pipewright.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One passage of a pipeline, from its sources on.
 *
 * @param number the order of starts within the pipeline, from 1
 * @param pipeline the definition it runs under
 * @param salt what makes the ids of its action runs unguessable and yet the same each time they are worked out
 * @param changedAt when anything about it last changed
 * @param statusSummary a sentence about the status; null mostly
 * @param variables the pipeline's variables, with their values for this execution
 * @param sourceRevisions by source action name, the revision to take instead of the newest
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
        Map<String, String> variables,
        Map<String, String> sourceRevisions,
        int stage,
        Place place,
        List<StageRun> stages) {

    public Execution {
        stages = List.copyOf(stages);
        if (status.ended() != (place == Place.NOWHERE)) {
            throw new IllegalArgumentException("execution " + id + " is " + status + " and " + place);
        }
        if (place == Place.INSIDE && stages.size() != stage + 1) {
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

    /** The attempt at an action, wherever it is. */
    public Optional<ActionRun> find(RunId run) {
        return stages.stream()
                .flatMap(stageRun -> stageRun.actions().stream())
                .filter(action -> action.run().equals(run))
                .findFirst();
    }
}
