package dev.pipewright.engine;

import dev.pipewright.model.RunId;
import java.time.Instant;

/**
 * What the engine asks of the world. Effects are committed together with the state that asks for them and carried out
 * after; any of them may be carried out twice, so each names its run.
 */
public sealed interface Effect {
    /** Have the run's work done by whoever works for its action type or rule type. */
    record OfferJob(RunId run) implements Effect {}

    /** Tell whoever works on the run that nobody waits for it any more. */
    record WithdrawJob(RunId run) implements Effect {}

    /** Send {@link Event.ActionTimedOut} when the time has come, unless the run has ended by then. */
    record SetTimer(RunId run, Instant due) implements Effect {}

    /** The run has ended: its timer is not needed any more. */
    record ClearTimer(RunId run) implements Effect {}

    /** Tell those whom an approval's {@code NotificationArn} names that it waits. */
    record Notify(RunId run) implements Effect {}

    /**
     * Tell those who listen that an execution changed its state.
     *
     * @param attempt the execution's attempt at that moment
     */
    record AnnounceExecution(String executionId, Announced state, int attempt) implements Effect {}

    /**
     * Tell those who listen that a stage changed its state.
     *
     * @param attempt the execution's attempt at that moment
     * @param lastRetryAt when the stage was last tried again; null when it never was
     */
    record AnnounceStage(String executionId, String stage, Announced state, int attempt, Instant lastRetryAt)
            implements Effect {}

    /**
     * Tell those who listen that an action changed its state.
     *
     * @param attempt the execution's attempt at that moment
     */
    record AnnounceAction(RunId run, Announced state, int attempt) implements Effect {}
}
