package dev.pipewright.action.source;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.ObjectStore;
import dev.pipewright.action.Progress;
import dev.pipewright.action.Repositories;
import dev.pipewright.action.Repositories.Commit;
import dev.pipewright.action.TemporaryFile;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Revision;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A commit as the artifact of a source action. */
record CommitArtifact(ObjectStore objects, Path temporary) {
    private static final Pattern COMMIT_ID = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
    /** A commit message can have any length; an action's variables together cannot. */
    private static final int LONGEST_MESSAGE = 20_000;

    /** Why the action cannot have the format that it asks for; empty when it can. */
    static Optional<Progress> refusedFormat(ActionRequest request) {
        return request.optionalSetting("OutputArtifactFormat")
                .filter(format -> !format.equals("CODE_ZIP"))
                .map(format -> Progress.failed(
                        FailureType.ConfigurationError,
                        "The OutputArtifactFormat \"%s\" is not available: this server makes CODE_ZIP artifacts.",
                        format));
    }

    /**
     * Stores the commit that the execution is to take, or else the tip of the branch.
     *
     * @param noBranch the answer when the tip is wanted and there is none
     * @param taken the answer when the artifact is stored
     * @throws IOException when the repository or the store cannot be read or written
     */
    Progress take(
            Repositories repositories,
            String repository,
            String branch,
            ActionRequest request,
            Supplier<Progress> noBranch,
            Function<Commit, Progress> taken)
            throws IOException {
        var wanted = request.run().sourceRevision();
        var commit = wanted == null
                ? repositories.tip(repository, branch)
                : find(repositories, repository, wanted);
        if (commit.isEmpty()) {
            return wanted == null
                    ? noBranch.get()
                    : Progress.failed(
                            FailureType.RevisionUnavailable, "The repository \"%s\" has no commit \"%s\".",
                            repository, wanted);
        }
        put(repositories, repository, commit.get(), request);
        return taken.apply(commit.get());
    }

    /** The answer when a repository that is there has no such branch. */
    static Progress noBranch(String repository, String branch) {
        return Progress.failed(
                FailureType.ConfigurationError,
                "The repository \"%s\" has no branch \"%s\": it was deleted, or nothing was pushed to it yet.",
                repository, branch);
    }

    /** The commit of that id in full; empty where there is none. */
    private static Optional<Commit> find(Repositories repositories, String repository, String id) throws IOException {
        return COMMIT_ID.matcher(id).matches() ? repositories.commit(repository, id) : Optional.empty();
    }

    /** Stores the tree of a commit as the action's output artifact. */
    private void put(Repositories repositories, String repository, Commit commit, ActionRequest request)
            throws IOException {
        try (var file = TemporaryFile.in(temporary)) {
            try (var zip = new BufferedOutputStream(Files.newOutputStream(file.path()), 1 << 16)) {
                repositories.archive(repository, commit.id(), zip);
            }
            objects.putArtifact(request, request.onlyOutput(), file.path());
        }
    }

    /** What the execution says it took. */
    static Revision revision(Commit commit, String summary, ActionRequest request) {
        return new Revision(
                request.onlyOutput().name(),
                commit.id(),
                commit.committerDate().toString(),
                summary,
                commit.committerDate(),
                commit.url());
    }

    /** The commit's message, as far as a variable takes it. */
    static String message(Commit commit) {
        return Texts.cut(commit.message().strip(), LONGEST_MESSAGE);
    }
}
