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
    APPROVAL_ALREADY_COMPLETED
}
