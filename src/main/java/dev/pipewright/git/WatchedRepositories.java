package dev.pipewright.git;

import dev.pipewright.action.Repositories;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Repositories of which triggers must know more than a source does. */
public interface WatchedRepositories extends Repositories {
    /** How many changed files are worked out at most: more never count. */
    int MOST_FILES = 100;

    /**
     * What every branch and tag points to now, by its full name such as {@code refs/heads/main}; for a tag with a
     * message, the commit behind it.
     *
     * @throws IOException when the repository is missing or cannot be read
     */
    Map<String, String> tips(String repository) throws IOException;

    /**
     * The files that differ between two commits, in the order of their paths, up to {@link #MOST_FILES}. Where the
     * earlier commit cannot be had any more, those that the later one changed.
     */
    List<String> changedFiles(String repository, String before, String after) throws IOException;

    /**
     * The files that a pull request changes: those that differ between its newest commit and the one at which it left
     * the target branch, up to {@link #MOST_FILES}.
     */
    List<String> requestedFiles(String repository, String targetBranch, String commitId) throws IOException;

    /**
     * The full id of a commit by its first characters, or by the id of a tag that stands for it; empty where none or
     * more than one begin so.
     */
    Optional<String> fullCommitId(String repository, String beginning) throws IOException;
}
