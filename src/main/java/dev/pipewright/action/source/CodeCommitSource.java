package dev.pipewright.action.source;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.ObjectStore;
import dev.pipewright.action.Progress;
import dev.pipewright.action.Repositories;
import dev.pipewright.action.Repositories.Commit;
import dev.pipewright.action.SourceProvider;
import dev.pipewright.action.TemporaryFile;
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
import dev.pipewright.model.Revision;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Takes the tip of a branch of a repository that this server hosts, or the commit that the execution was started for.
 */
public final class CodeCommitSource implements SourceProvider {
    private static final Pattern COMMIT_ID = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
    /** A commit message can have any length; an action's variables together cannot. */
    private static final int LONGEST_MESSAGE = 20_000;

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
    private final ObjectStore objects;
    private final Path temporary;

    /** Writes artifacts to the store, by way of files in a folder. */
    public CodeCommitSource(Repositories repositories, ObjectStore objects, Path temporary) {
        this.repositories = repositories;
        this.objects = objects;
        this.temporary = temporary;
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
        var format = request.optionalSetting("OutputArtifactFormat").orElse("CODE_ZIP");
        if (!format.equals("CODE_ZIP")) {
            return Progress.failed(
                    FailureType.ConfigurationError,
                    "The OutputArtifactFormat \"%s\" is not available: this server makes CODE_ZIP artifacts.", format);
        }
        if (!repositories.exists(repository)) {
            return Progress.failed(
                    FailureType.ConfigurationError, "There is no repository \"%s\" on this server.", repository);
        }
        try {
            var wanted = request.run().sourceRevision();
            var commit = wanted == null ? repositories.tip(repository, branch) : commit(repository, wanted);
            if (commit.isEmpty() && wanted == null) {
                return Progress.failed(
                        FailureType.ConfigurationError,
                        "The repository \"%s\" has no branch \"%s\": it was deleted, or nothing was pushed to it yet.",
                        repository, branch);
            }
            if (commit.isEmpty()) {
                return Progress.failed(
                        FailureType.RevisionUnavailable, "The repository \"%s\" has no commit \"%s\".",
                        repository, wanted);
            }
            archive(repository, commit.get(), request);
            return taken(repository, branch, commit.get(), request);
        } catch (IOException failure) {
            return Troubles.failed("The repository \"%s\" cannot be archived", failure, repository);
        }
    }

    private Optional<Commit> commit(String repository, String id) throws IOException {
        return COMMIT_ID.matcher(id).matches() ? repositories.commit(repository, id) : Optional.empty();
    }

    private void archive(String repository, Commit commit, ActionRequest request) throws IOException {
        try (var file = TemporaryFile.in(temporary)) {
            try (var zip = new BufferedOutputStream(Files.newOutputStream(file.path()), 1 << 16)) {
                repositories.archive(repository, commit.id(), zip);
            }
            objects.putArtifact(request, request.onlyOutput(), file.path());
        }
    }

    private static Progress taken(String repository, String branch, Commit commit, ActionRequest request) {
        var message = commit.message().strip();
        var summary = Texts.summary(message);
        var revision = new Revision(
                request.onlyOutput().name(),
                commit.id(),
                commit.committerDate().toString(),
                summary,
                commit.committerDate(),
                commit.url());
        return Progress.took(
                revision,
                new ExecutionDetails(summary, commit.id(), commit.url(), null, null),
                Map.of(
                        "RepositoryName", repository,
                        "BranchName", branch,
                        "CommitId", commit.id(),
                        "CommitMessage", Texts.cut(message, LONGEST_MESSAGE),
                        "AuthorDate", commit.authorDate().toString(),
                        "CommitterDate", commit.committerDate().toString()));
    }
}
