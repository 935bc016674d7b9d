package dev.pipewright.action.source;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.ObjectStore;
import dev.pipewright.action.Repositories;
import dev.pipewright.action.Repositories.Commit;
import dev.pipewright.action.TemporaryFile;
import dev.pipewright.model.Revision;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** A commit as the artifact of a source action. */
record CommitArtifact(ObjectStore objects, Path temporary) {
    private static final Pattern COMMIT_ID = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
    /** A commit message can have any length; an action's variables together cannot. */
    private static final int LONGEST_MESSAGE = 20_000;

    /** The commit of that id in full; empty where there is none. */
    static Optional<Commit> find(Repositories repositories, String repository, String id) throws IOException {
        return COMMIT_ID.matcher(id).matches() ? repositories.commit(repository, id) : Optional.empty();
    }

    /** Stores the tree of a commit as the action's output artifact. */
    void put(Repositories repositories, String repository, Commit commit, ActionRequest request) throws IOException {
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
