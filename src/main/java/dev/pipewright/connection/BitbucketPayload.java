package dev.pipewright.connection;

import dev.pipewright.connection.News.Happened;
import dev.pipewright.connection.Payload.Unreadable;
import dev.pipewright.model.GitEvent.PullRequest;
import dev.pipewright.model.PullRequestEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What Bitbucket Cloud tells. It names no files, and of the commits of pull requests only the first characters. */
final class BitbucketPayload {
    private BitbucketPayload() {}

    /** @param event the header {@code X-Event-Key} */
    static List<News> news(String event, Payload payload) throws Unreadable {
        return switch (event) {
            case "repo:push" -> push(payload);
            case "pullrequest:created" -> pullRequest(payload, PullRequestEvent.OPEN);
            case "pullrequest:updated" -> pullRequest(payload, PullRequestEvent.UPDATED);
            // One that is declined counts as closed nowhere in the service.
            case "pullrequest:fulfilled" -> pullRequest(payload, PullRequestEvent.CLOSED);
            default -> List.of();
        };
    }

    private static List<News> push(Payload payload) throws Unreadable {
        var repository = payload.text("repository.full_name");
        var news = new ArrayList<News>();
        for (var change : payload.list("push.changes")) {
            var isThere = change.at("new").isThere();
            var named = change.at(isThere ? "new" : "old");
            var prefix = switch (named.optionalText("type").orElse("")) {
                case "branch", "named_branch" -> Optional.of(Payload.BRANCHES);
                case "tag", "annotated_tag" -> Optional.of(Payload.TAGS);
                default -> Optional.<String>empty();
            };
            if (prefix.isEmpty()) continue;
            news.addAll(Payload.push(
                    repository,
                    prefix.get() + named.text("name"),
                    change.optionalCommitId("old.target.hash"),
                    isThere ? Optional.of(change.commitId("new.target.hash")) : Optional.empty(),
                    Optional.empty()));
        }
        return news;
    }

    private static List<News> pullRequest(Payload payload, PullRequestEvent event) throws Unreadable {
        var request = payload.at("pullrequest");
        var repository = payload.text("repository.full_name");
        var from = request.optionalText("source.repository.full_name");
        // What comes from a fork is written by people whom nobody has let in, and would run here.
        if (!from.equals(Optional.of(repository))) return List.of();
        return List.of(new Happened(
                new PullRequest(
                        repository,
                        request.text("id"),
                        event,
                        request.text("source.branch.name"),
                        request.text("destination.branch.name"),
                        request.commitId("source.commit.hash")),
                Optional.empty()));
    }
}
