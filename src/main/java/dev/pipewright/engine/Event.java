package dev.pipewright.engine;

import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.Outcome;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.RunId;
import dev.pipewright.model.Trigger;
import java.time.Instant;
import java.util.Map;

/** What happened to a pipeline, or was asked of it. */
public sealed interface Event {
    /** When it happened. */
    Instant at();

    /**
     * Somebody or something wants the pipeline to run.
     *
     * @param executionId never used before; the store holds on to that
     * @param salt see {@link dev.pipewright.model.Execution#salt}
     * @param variables values for the pipeline's variables, by name, defaults filled in
     * @param sourceRevisions by source action name, the revision to take instead of the newest
     */
    record Started(
            Instant at,
            String executionId,
            String salt,
            Trigger trigger,
            Map<String, String> variables,
            Map<String, String> sourceRevisions)
            implements Event {}

    /** A run tells how far it has come. */
    record ActionProgressed(Instant at, RunId run, ExecutionDetails details) implements Event {}

    /** A run has come to its end. */
    record ActionFinished(Instant at, RunId run, Outcome outcome) implements Event {}

    /** A run has used up its time. */
    record ActionTimedOut(Instant at, RunId run) implements Event {}

    /**
     * Somebody answers a manual approval.
     *
     * @param token the {@code actionExecutionId} of the approval that is meant
     * @param by the ARN of who answers
     */
    record ApprovalAnswered(
            Instant at, String stage, String action, String token, boolean approved, String summary, String by)
            implements Event {}

    /** The way into a stage, or out of it, is closed. */
    record TransitionDisabled(Instant at, String stage, boolean inbound, String reason, String by) implements Event {}

    /** The way into a stage, or out of it, is opened. */
    record TransitionEnabled(Instant at, String stage, boolean inbound, String by) implements Event {}

    /** The pipeline has a new definition; its version counts on from the one before. */
    record DefinitionUpdated(Instant at, Pipeline pipeline) implements Event {}
}
