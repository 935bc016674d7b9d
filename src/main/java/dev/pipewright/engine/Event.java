package dev.pipewright.engine;

import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.Outcome;
import dev.pipewright.model.Part;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.RunId;
import dev.pipewright.model.SourceOverride;
import dev.pipewright.model.StageRetryMode;
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
     * @param sourceRevisions by source action name, what to take instead of the newest
     */
    record Started(
            Instant at,
            String executionId,
            String salt,
            Trigger trigger,
            Map<String, String> variables,
            Map<String, SourceOverride> sourceRevisions)
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

    /**
     * Somebody wants an execution to stop.
     *
     * @param abandon whether its actions are left to themselves; otherwise they come to their end first
     * @param reason null when nothing was said
     */
    record StopRequested(Instant at, String executionId, boolean abandon, String reason) implements Event {}

    /**
     * Somebody wants a stage to be tried again.
     *
     * @param execution as the store has it in the unit of work in which this is decided, since one that has ended is no
     *     part of the traffic
     */
    record RetryRequested(Instant at, String stage, Execution execution, StageRetryMode mode) implements Event {}

    /**
     * Somebody wants a stage to run as it did in an earlier execution.
     *
     * @param target the earlier execution, as the store has it
     * @param executionId of the execution that this starts; never used before
     * @param salt see {@link Execution#salt}
     */
    record RollbackRequested(
            Instant at, String stage, Execution target, String executionId, String salt, Trigger trigger)
            implements Event {}

    /**
     * Somebody wants a stage to go on whatever its condition says.
     *
     * @param execution as the store has it in the unit of work in which this is decided, since one that has just failed
     *     is no part of the traffic
     * @param condition {@link Part#BEFORE_ENTRY} or {@link Part#ON_SUCCESS}
     */
    record OverrideRequested(Instant at, String stage, Execution execution, Part condition) implements Event {}

    /** The pipeline has a new definition; its version counts on from the one before. */
    record DefinitionUpdated(Instant at, Pipeline pipeline) implements Event {}
}
