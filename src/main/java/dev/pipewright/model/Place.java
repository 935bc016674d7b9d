package dev.pipewright.model;

/** Where an execution is, in regard to the stage it has come to. */
public enum Place {
    /** Before the stage, until the stage takes it in. */
    WAITING,
    /** In the stage, which it keeps from others. */
    INSIDE,
    /** Nowhere: it has ended. */
    NOWHERE
}
