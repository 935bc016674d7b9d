package dev.pipewright.action;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;

/** The Git repositories that this server hosts. */
public interface Repositories {
    /**
     * One commit.
     *
     * @param authorDate when the change was made
     * @param committerDate when the commit was made
     * @param url the server's page about it
     */
    record Commit(
            String id,
            String message,
            String author,
            Instant authorDate,
            Instant committerDate,
            String url) {}

    /** Whether there is a repository of that name. */
    boolean exists(String repository);

    /** The commit at the tip of a branch; empty where the repository or the branch is missing. */
    Optional<Commit> tip(String repository, String branch) throws IOException;

    /** A commit by its full id, whichever branch it was made on; empty where it is missing. */
    Optional<Commit> commit(String repository, String commitId) throws IOException;

    /** Writes the tree of a commit as a zip, with file modes and symbolic links kept. */
    void archive(String repository, String commitId, OutputStream zip) throws IOException;
}
