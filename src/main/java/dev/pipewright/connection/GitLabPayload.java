package dev.pipewright.connection;

import dev.pipewright.connection.News.Happened;
import dev.pipewright.connection.Payload.Unreadable;
import dev.pipewright.model.GitEvent.PullRequest;
import dev.pipewright.model.PullRequestEvent;
import java.util.List;
import java.util.Optional;

/** What GitLab tells. Its pull requests are merge requests. */
final class GitLabPayload {
    private GitLabPayload() {}

    /** @param event the header {@code X-Gitlab-Event} */
    static List<News> news(String event, Payload payload) throws Unreadable {
        return switch (event) {
            case "Push Hook", "Tag Push Hook" -> push(payload);
            case "Merge Request Hook" -> mergeRequest(payload);
            default -> List.of();
        };
    }

    private static List<News> push(Payload payload) throws Unreadable {
        var ref = payload.text("ref");
        var after = payload.optionalCommitId("after");
        // For a tag with a message "after" is the tag's own id, and the commit stands elsewhere.
        if (after.isPresent() && ref.startsWith(Payload.TAGS) && payload.at("checkout_sha").isThere()) {
            after = payload.optionalCommitId("checkout_sha");
        }
        var listed = payload.list("commits").size();
        var complete = payload.at("total_commits_count").json().asInt(-1) == listed;
        return Payload.push(
                payload.text("project.path_with_namespace"),
                ref,
                payload.optionalCommitId("before"),
                after,
                CommitFiles.of(payload, complete));
    }

    private static List<News> mergeRequest(Payload payload) throws Unreadable {
        var request = payload.at("object_attributes");
        var event = switch (request.optionalText("action").orElse("")) {
            case "open", "reopen" -> Optional.of(PullRequestEvent.OPEN);
            // An update without an earlier commit is one of the title, the labels and the like.
            case "update" -> request.at("oldrev").isThere()
                    ? Optional.of(PullRequestEvent.UPDATED)
                    : Optional.<PullRequestEvent>empty();
            case "close", "merge" -> Optional.of(PullRequestEvent.CLOSED);
            default -> Optional.<PullRequestEvent>empty();
        };
        // What comes from a fork is written by people whom nobody has let in, and would run here.
        var own = request.text("source_project_id").equals(request.text("target_project_id"));
        if (event.isEmpty() || !own) return List.of();
        return List.of(new Happened(
                new PullRequest(
                        payload.text("project.path_with_namespace"),
                        request.text("iid"),
                        event.get(),
                        request.text("source_branch"),
                        request.text("target_branch"),
                        request.commitId("last_commit.id")),
                Optional.empty()));
    }
}
