package dev.pipewright.model;

/** What kind of step an action is; the first part of an action type's identity. */
public enum ActionCategory {
    Source,
    Build,
    Deploy,
    Test,
    Invoke,
    Approval,
    Compute,
    /** Only rules of conditions, which are run as actions are; no action of a stage is of this category. */
    Rule
}
