package dev.pipewright.engine;

/** The rules by which a caller can be refused. */
public enum Refusal {
    /** No stage of that name in the newest definition. */
    STAGE_NOT_FOUND,
    /** No manual approval of that name in that stage. */
    ACTION_NOT_FOUND,
    /** The token is not that of the approval that waits. */
    INVALID_APPROVAL_TOKEN,
    /** The approval that the token names has been answered. */
    APPROVAL_ALREADY_COMPLETED,
    /** As many executions are under way as the mode allows. */
    CONCURRENT_EXECUTIONS_LIMIT_EXCEEDED,
    /** What is asked of the stage has to wait until it rests. */
    CONFLICT,
    /** The execution has ended. */
    EXECUTION_NOT_STOPPABLE,
    /** The execution is stopping already. */
    DUPLICATED_STOP_REQUEST,
    /** There is nothing to try again in the stage, or not any more. */
    STAGE_NOT_RETRYABLE,
    /** A later execution has entered the stage. */
    NOT_LATEST_EXECUTION,
    /** The condition is not one that holds the execution up. */
    CONDITION_NOT_OVERRIDABLE,
    /** The stage cannot return to that execution, or not now. */
    UNABLE_TO_ROLL_BACK,
    /** The execution to return to ran under another version of the definition. */
    EXECUTION_OUTDATED
}
