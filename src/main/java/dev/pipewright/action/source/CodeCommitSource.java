package dev.pipewright.action.source;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.ObjectStore;
import dev.pipewright.action.Progress;
import dev.pipewright.action.Repositories;
import dev.pipewright.action.Repositories.Commit;
import dev.pipewright.action.SourceProvider;
import dev.pipewright.action.Troubles;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.ConfigurationProperty;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.FailureType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the tip of a branch of a repository that this server hosts, or the commit that the execution was started for.
 */
public final class CodeCommitSource implements SourceProvider {
    private static final ActionType TYPE = new ActionType(
            new ActionTypeId(ActionCategory.Source, ActionOwner.AWS, "CodeCommit", "1"),
            ActionTypeSettings.NONE,
            List.of(
                    ConfigurationProperty.required("RepositoryName"),
                    ConfigurationProperty.required("BranchName"),
                    ConfigurationProperty.optional("PollForSourceChanges"),
                    ConfigurationProperty.optional("OutputArtifactFormat")),
            new ArtifactCount(0, 0),
            new ArtifactCount(1, 1),
            Duration.ofMinutes(60),
            false,
            true);

    private final Repositories repositories;
    private final CommitArtifact artifact;

    /** Writes artifacts to the store, by way of files in a folder. */
    public CodeCommitSource(Repositories repositories, ObjectStore objects, Path temporary) {
        this.repositories = repositories;
        this.artifact = new CommitArtifact(objects, temporary);
    }

    @Override
    public ActionType type() {
        return TYPE;
    }

    /**
     * The id of the commit at the branch's tip.
     *
     * @throws UncheckedIOException where the repository cannot be read
     */
    @Override
    public Optional<String> newest(Map<String, String> configuration) {
        try {
            return repositories
                    .tip(configuration.get("RepositoryName"), configuration.get("BranchName"))
                    .map(Commit::id);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Progress advance(ActionRequest request) {
        var repository = request.setting("RepositoryName");
        var branch = request.setting("BranchName");
        var refused = CommitArtifact.refusedFormat(request);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (!repositories.exists(repository)) {
            return Progress.failed(
                    FailureType.ConfigurationError, "There is no repository \"%s\" on this server.", repository);
        }
        try {
            return artifact.take(
                    repositories, repository, branch, request,
                    () -> CommitArtifact.noBranch(repository, branch),
                    commit -> taken(repository, branch, commit, request));
        } catch (IOException failure) {
            return Troubles.failed("The repository \"%s\" cannot be archived", failure, repository);
        }
    }

    private static Progress taken(String repository, String branch, Commit commit, ActionRequest request) {
        var summary = Texts.summary(commit.message());
        var revision = CommitArtifact.revision(commit, summary, request);
        return Progress.took(
                revision,
                new ExecutionDetails(summary, commit.id(), commit.url(), null, null),
                Map.of(
                        "RepositoryName", repository,
                        "BranchName", branch,
                        "CommitId", commit.id(),
                        "CommitMessage", CommitArtifact.message(commit),
                        "AuthorDate", commit.authorDate().toString(),
                        "CommitterDate", commit.committerDate().toString()));
    }
}
