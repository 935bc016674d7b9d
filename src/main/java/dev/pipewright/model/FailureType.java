package dev.pipewright.model;

/** Why an action failed, spelled as {@code FailureType} of the API. */
public enum FailureType {
    JobFailed,
    ConfigurationError,
    PermissionError,
    RevisionOutOfSync,
    RevisionUnavailable,
    SystemUnavailable
}
