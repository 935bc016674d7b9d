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
    /** Of the rules of conditions, which run as actions do; never of an action. */
    Rule
}
