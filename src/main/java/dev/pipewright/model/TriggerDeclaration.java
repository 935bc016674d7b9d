package dev.pipewright.model;

import java.util.List;

/** A Git event that starts a V2 pipeline, member for member as {@code PipelineTriggerDeclaration} of the API. */
public record TriggerDeclaration(String providerType, GitConfiguration gitConfiguration) {
    /** The source action that the events concern, and which of its events count. */
    public record GitConfiguration(
            String sourceActionName, List<PushFilter> push, List<PullRequestFilter> pullRequest) {}

    /** Pushes that count: by tag, or by branch and changed files. */
    public record PushFilter(Patterns tags, Patterns branches, Patterns filePaths) {}

    /** Pull request events that count. */
    public record PullRequestFilter(List<String> events, Patterns branches, Patterns filePaths) {}

    /** Globs that let a name in or keep it out; {@code excludes} win. */
    public record Patterns(List<String> includes, List<String> excludes) {}
}
