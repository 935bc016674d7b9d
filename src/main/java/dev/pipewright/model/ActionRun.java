package dev.pipewright.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One attempt at one action, or one evaluation of one rule.
 *
 * @param id the {@code actionExecutionId}; of a manual approval also the token that answers it
 * @param stageAttempt the attempt at the stage that this one belongs to
 * @param startedAt when the attempt began
 * @param changedAt when anything about it last changed
 * @param configuration the configuration with its variables resolved
 * @param commands the commands with their variables resolved; empty for most types
 * @param environment the environment variables with their values resolved; empty for most types
 * @param inputs the artifacts it reads
 * @param outputs the artifacts it is to write, with the places chosen for them before it starts
 * @param outputVariables what it left for later actions
 * @param revisions what a source action took
 * @param error why it failed; null otherwise
 * @param updatedBy the ARN of who answered an approval; null otherwise
 * @param sourceRevision the revision that a source action is to take; null for the newest
 */
public record ActionRun(
        String id,
        RunId run,
        int stageAttempt,
        ActionStatus status,
        Instant startedAt,
        Instant changedAt,
        Map<String, String> configuration,
        List<String> commands,
        List<EnvironmentVariable> environment,
        List<Artifact> inputs,
        List<Artifact> outputs,
        Map<String, String> outputVariables,
        List<Revision> revisions,
        ExecutionDetails details,
        ErrorDetails error,
        String updatedBy,
        String sourceRevision) {

    public ActionRun {
        if (status == ActionStatus.Failed && error == null) {
            throw new IllegalArgumentException("a failed run says why: " + run);
        }
    }

    /** The same run as one of another attempt at the stage, which it goes on into. */
    public ActionRun inStageAttempt(int number) {
        return new ActionRun(
                id, run, number, status, startedAt, changedAt, configuration, commands, environment, inputs, outputs,
                outputVariables, revisions, details, error, updatedBy, sourceRevision);
    }

    /** The same run, abandoned. */
    public ActionRun abandoned(String summary, Instant at) {
        return new ActionRun(
                id, run, stageAttempt, ActionStatus.Abandoned, startedAt, at, configuration, commands, environment,
                inputs, outputs, outputVariables, revisions, ExecutionDetails.summary(summary).over(details), error,
                updatedBy, sourceRevision);
    }
}
