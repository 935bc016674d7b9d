package dev.pipewright.model;

/** Who provides an action type. */
public enum ActionOwner {
    AWS,
    ThirdParty,
    Custom
}
