package dev.pipewright.model;

/** What happened to a pull request, as {@code GitPullRequestEventType} of the API. */
public enum PullRequestEvent {
    OPEN,
    UPDATED,
    CLOSED
}
