package dev.pipewright.connection;

import dev.pipewright.connection.News.Happened;
import dev.pipewright.connection.Payload.Unreadable;
import dev.pipewright.model.GitEvent.PullRequest;
import dev.pipewright.model.PullRequestEvent;
import java.util.List;
import java.util.Optional;

/** What GitHub tells. */
final class GitHubPayload {
    /** So many commits a payload lists at most. */
    private static final int MOST_COMMITS = 2048;

    private GitHubPayload() {}

    /** @param event the header {@code X-GitHub-Event} */
    static List<News> news(String event, Payload payload) throws Unreadable {
        return switch (event) {
            case "push" -> push(payload);
            case "pull_request" -> pullRequest(payload);
            default -> List.of();
        };
    }

    private static List<News> push(Payload payload) throws Unreadable {
        var ref = payload.text("ref");
        var after = payload.optionalCommitId("after");
        // For a tag with a message "after" is the tag's own id, and the commit stands elsewhere.
        if (after.isPresent() && ref.startsWith(Payload.TAGS) && payload.at("head_commit.id").isThere()) {
            after = payload.optionalCommitId("head_commit.id");
        }
        var complete = !payload.flag("forced") && payload.list("commits").size() < MOST_COMMITS;
        return Payload.push(
                payload.text("repository.full_name"),
                ref,
                payload.optionalCommitId("before"),
                after,
                CommitFiles.of(payload, complete));
    }

    private static List<News> pullRequest(Payload payload) throws Unreadable {
        var event = switch (payload.text("action")) {
            case "opened", "reopened" -> Optional.of(PullRequestEvent.OPEN);
            case "synchronize" -> Optional.of(PullRequestEvent.UPDATED);
            case "closed" -> Optional.of(PullRequestEvent.CLOSED);
            default -> Optional.<PullRequestEvent>empty();
        };
        var repository = payload.text("repository.full_name");
        var from = payload.optionalText("pull_request.head.repo.full_name");
        // What comes from a fork is written by people whom nobody has let in, and would run here.
        if (event.isEmpty() || !from.equals(Optional.of(repository))) return List.of();
        return List.of(new Happened(
                new PullRequest(
                        repository,
                        payload.text("pull_request.number"),
                        event.get(),
                        payload.text("pull_request.head.ref"),
                        payload.text("pull_request.base.ref"),
                        payload.commitId("pull_request.head.sha")),
                Optional.empty()));
    }
}
