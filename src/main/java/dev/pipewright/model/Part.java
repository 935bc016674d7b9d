package dev.pipewright.model;

/** Where in a stage a run belongs: among its actions, or among the rules of one of its conditions. */
public enum Part {
    /** The actions of the stage. */
    ACTIONS,
    /** The rules that let an execution into the stage's actions. */
    BEFORE_ENTRY,
    /** The rules that are asked when all actions have succeeded. */
    ON_SUCCESS,
    /** The rules that are asked when the stage has failed. */
    ON_FAILURE
}
