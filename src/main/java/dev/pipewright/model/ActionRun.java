package dev.pipewright.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One attempt at one action.
 *
 * @param id the {@code actionExecutionId}; of a manual approval also the token that answers it
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
}
