package dev.pipewright.api.codecommit;

import java.util.List;
import java.util.Optional;

/**
 * The repositories that the operations work on. What goes wrong with the disk is an {@link
 * java.io.UncheckedIOException}.
 */
public interface RepositoryHost {
    /** What is wrong with a name, as a sentence; empty for a name that a repository may have. */
    Optional<String> objection(String name);

    /** Makes an empty repository; false when there is one of that name already, which stays as it is. */
    boolean create(String name);

    /** Whether there is a repository of that name; never for a name that none may have. */
    boolean exists(String name);

    /** The names of all repositories in alphabetical order. */
    List<String> list();

    /** The branch that a clone checks out; empty when nothing was pushed yet. */
    Optional<String> defaultBranch(String name);

    /** What {@code git clone} takes. */
    String cloneUrl(String name);
}
