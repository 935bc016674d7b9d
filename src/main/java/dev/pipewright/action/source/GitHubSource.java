package dev.pipewright.action.source;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.GitHub;
import dev.pipewright.action.ObjectStore;
import dev.pipewright.action.Progress;
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
 * Takes the tip of a branch of a repository at GitHub, which the action's own token opens, or the commit that the
 * execution was started for. The service calls it GitHub version 1.
 */
public final class GitHubSource implements SourceProvider {
    private static final ActionType TYPE = new ActionType(
            new ActionTypeId(ActionCategory.Source, ActionOwner.ThirdParty, "GitHub", "1"),
            ActionTypeSettings.NONE,
            List.of(
                    ConfigurationProperty.required("Owner"),
                    ConfigurationProperty.required("Repo"),
                    ConfigurationProperty.required("Branch"),
                    ConfigurationProperty.requiredSecret("OAuthToken"),
                    ConfigurationProperty.optional("PollForSourceChanges")),
            new ArtifactCount(0, 0),
            new ArtifactCount(1, 1),
            Duration.ofMinutes(60),
            false,
            true);

    private final GitHub gitHub;
    private final CommitArtifact artifact;

    /** Writes artifacts to the store, by way of files in a folder. */
    public GitHubSource(GitHub gitHub, ObjectStore objects, Path temporary) {
        this.gitHub = gitHub;
        this.artifact = new CommitArtifact(objects, temporary);
    }

    @Override
    public ActionType type() {
        return TYPE;
    }

    @Override
    public Optional<String> trouble(Map<String, String> literals) {
        return GitHubNames.trouble(literals);
    }

    /**
     * The id of the commit at the branch's tip.
     *
     * @throws UncheckedIOException where GitHub does not answer or refuses, and where the configuration names nothing
     *     that can be at GitHub
     */
    @Override
    public Optional<String> newest(Map<String, String> configuration) {
        try {
            var trouble = GitHubNames.trouble(configuration);
            if (trouble.isPresent()) {
                throw new IOException(trouble.get());
            }
            return gitHub.newest(
                    configuration.get("OAuthToken"),
                    configuration.get("Owner") + "/" + configuration.get("Repo"),
                    configuration.get("Branch"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Progress advance(ActionRequest request) {
        var trouble = GitHubNames.trouble(request.run().configuration());
        if (trouble.isPresent()) {
            return Progress.failed(FailureType.ConfigurationError, "%s", trouble.get());
        }
        var repository = request.setting("Owner") + "/" + request.setting("Repo");
        var branch = request.setting("Branch");
        var repositories = gitHub.with(request.setting("OAuthToken"));
        try {
            return artifact.take(
                    repositories, repository, branch, request,
                    () -> Progress.failed(
                            FailureType.ConfigurationError,
                            "There is no branch \"%s\" of a repository \"%s\" that the OAuthToken opens.",
                            branch, repository),
                    commit -> taken(branch, commit, request));
        } catch (IOException failure) {
            return Troubles.failed("The repository \"%s\" cannot be read", failure, repository);
        }
    }

    private static Progress taken(String branch, Commit commit, ActionRequest request) {
        var summary = Texts.summary(commit.message());
        return Progress.took(
                CommitArtifact.revision(commit, summary, request),
                new ExecutionDetails(summary, commit.id(), commit.url(), null, null),
                Map.of(
                        "RepositoryName", request.setting("Repo"),
                        "BranchName", branch,
                        "CommitId", commit.id(),
                        "CommitUrl", commit.url(),
                        "CommitMessage", CommitArtifact.message(commit),
                        "AuthorDate", commit.authorDate().toString(),
                        "CommitterDate", commit.committerDate().toString()));
    }
}
