package dev.pipewright.engine;

import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.RunId;
import dev.pipewright.model.StageStatus;
import java.time.Instant;

/**
 * What the engine asks of the world. Effects are committed together with the state that asks for them and carried out
 * after; any of them may be carried out twice, so each names its run.
 */
public sealed interface Effect {
    /** Have the run's work done by whoever works for its action type. */
    record OfferJob(RunId run) implements Effect {}

    /** Tell whoever works on the run that nobody waits for it any more. */
    record WithdrawJob(RunId run) implements Effect {}

    /** Send {@link Event.ActionTimedOut} when the time has come, unless the run has ended by then. */
    record SetTimer(RunId run, Instant due) implements Effect {}

    /** The run has ended: its timer is not needed any more. */
    record ClearTimer(RunId run) implements Effect {}

    /** Tell those who listen that an execution changed its state. */
    record AnnounceExecution(String executionId, ExecutionStatus status) implements Effect {}

    /** Tell those who listen that a stage changed its state. */
    record AnnounceStage(String executionId, String stage, StageStatus status) implements Effect {}

    /** Tell those who listen that an action changed its state. */
    record AnnounceAction(RunId run, ActionStatus status) implements Effect {}
}
