package dev.pipewright.action.source;

import dev.pipewright.action.ActionProvider;
import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.Connections;
import dev.pipewright.action.Connections.Connected;
import dev.pipewright.action.ObjectStore;
import dev.pipewright.action.Progress;
import dev.pipewright.action.Repositories.Commit;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Takes the tip of a branch of a repository that a connection leads to, or the commit that the execution was started
 * for. What starts the pipeline are Git events, which are none of its business.
 */
public final class ConnectionSource implements ActionProvider {
    /** A revision's summary is JSON with the message in it, whose escapes can make it several times as long. */
    private static final int LONGEST_SUMMARY = 2048;

    private static final ActionType TYPE = new ActionType(
            new ActionTypeId(ActionCategory.Source, ActionOwner.AWS, "CodeStarSourceConnection", "1"),
            ActionTypeSettings.NONE,
            List.of(
                    ConfigurationProperty.required("ConnectionArn"),
                    ConfigurationProperty.required("FullRepositoryId"),
                    ConfigurationProperty.required("BranchName"),
                    ConfigurationProperty.optional("OutputArtifactFormat"),
                    ConfigurationProperty.optional("DetectChanges")),
            new ArtifactCount(0, 0),
            new ArtifactCount(1, 1),
            Duration.ofMinutes(60),
            false,
            true);

    private final Connections connections;
    private final CommitArtifact artifact;

    /** Writes artifacts to the store, by way of files in a folder. */
    public ConnectionSource(Connections connections, ObjectStore objects, Path temporary) {
        this.connections = connections;
        this.artifact = new CommitArtifact(objects, temporary);
    }

    @Override
    public ActionType type() {
        return TYPE;
    }

    @Override
    public Progress advance(ActionRequest request) {
        var refused = CommitArtifact.refusedFormat(request);
        if (refused.isPresent()) {
            return refused.get();
        }
        try {
            return take(connections.connected(request.setting("ConnectionArn")), request);
        } catch (Connections.Unusable unusable) {
            return Progress.failed(FailureType.ConfigurationError, "%s", unusable.getMessage());
        }
    }

    private Progress take(Connected connected, ActionRequest request) {
        var repository = request.setting("FullRepositoryId");
        var branch = request.setting("BranchName");
        var repositories = connected.repositories();
        if (!repositories.exists(repository)) {
            return Progress.failed(
                    FailureType.ConfigurationError, "There is no repository \"%s\" behind the connection \"%s\".",
                    repository, request.setting("ConnectionArn"));
        }
        try {
            return artifact.take(
                    repositories, repository, branch, request,
                    () -> CommitArtifact.noBranch(repository, branch),
                    commit -> taken(connected, repository, branch, commit, request));
        } catch (IOException failure) {
            return Troubles.failed("The repository \"%s\" cannot be read", failure, repository);
        }
    }

    private static Progress taken(
            Connected connected, String repository, String branch, Commit commit, ActionRequest request) {
        var summary = summary(connected.providerType(), commit.message().strip());
        return Progress.took(
                CommitArtifact.revision(commit, summary, request),
                new ExecutionDetails(summary, commit.id(), commit.url(), null, null),
                Map.of(
                        "ConnectionArn", request.setting("ConnectionArn"),
                        "FullRepositoryName", repository,
                        "BranchName", branch,
                        "CommitId", commit.id(),
                        "CommitMessage", CommitArtifact.message(commit),
                        "AuthorDate", commit.authorDate().toString()));
    }

    /** The summary as the service gives it for such sources: JSON of the provider and the message. */
    private static String summary(String providerType, String message) {
        for (int length = LONGEST_SUMMARY; ; length /= 2) {
            var summary = JsonNodeFactory.instance
                    .objectNode()
                    .put("ProviderType", providerType)
                    .put("CommitMessage", Texts.cut(message, length))
                    .toString();
            if (summary.length() <= LONGEST_SUMMARY) {
                return summary;
            }
        }
    }
}
