package dev.pipewright.connection;

import dev.pipewright.connection.News.Gone;
import dev.pipewright.connection.News.Happened;
import dev.pipewright.git.PushListener;
import dev.pipewright.git.WatchedRepositories;
import dev.pipewright.model.Connection;
import dev.pipewright.model.GitEvent;
import dev.pipewright.model.GitEvent.BranchPush;
import dev.pipewright.model.GitEvent.TagPush;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Tells of the pushes to the server's own repositories, before those who push are answered. */
public final class HostedPushes implements PushListener {
    private static final String BRANCHES = "refs/heads/";
    private static final String TAGS = "refs/tags/";

    private final WatchedRepositories repositories;
    private final Dispatch dispatch;
    private final Connection connection;

    /** @param account whose repositories they are */
    public HostedPushes(WatchedRepositories repositories, Dispatch dispatch, String account, String region) {
        this.repositories = repositories;
        this.dispatch = dispatch;
        this.connection = Connection.hosted(account, region);
    }

    /**
     * {@inheritDoc}
     *
     * @throws UncheckedIOException when the repository cannot be read; a look at it will find the push
     */
    @Override
    public void pushed(String repository, String ref, String oldId, String newId) {
        try {
            var news = news(repository, ref, oldId, newId);
            if (news.isPresent()) {
                dispatch.told(connection, List.of(news.get()), List.of());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<News> news(String repository, String ref, String oldId, String newId) throws IOException {
        if (!ref.startsWith(BRANCHES) && !ref.startsWith(TAGS)) {
            return Optional.empty();
        }
        if (isNothing(newId)) {
            return Optional.of(new Gone(repository, ref));
        }
        if (ref.startsWith(BRANCHES)) {
            var before = isNothing(oldId) ? Optional.<String>empty() : Optional.of(oldId);
            return Optional.of(happened(new BranchPush(repository, ref.substring(BRANCHES.length()), before, newId)));
        }
        // A tag with a message is an object of its own.
        return repositories.fullCommitId(repository, newId)
                .map(commit -> happened(new TagPush(repository, ref.substring(TAGS.length()), commit)));
    }

    private static News happened(GitEvent event) {
        return new Happened(event, Optional.empty());
    }

    private static boolean isNothing(String id) {
        return id.chars().allMatch(character -> character == '0');
    }
}
