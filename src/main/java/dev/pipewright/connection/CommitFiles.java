package dev.pipewright.connection;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** The changed files as the commits of a payload list them, in GitHub's form, which GitLab has too. */
final class CommitFiles {
    private CommitFiles() {}

    /**
     * The files of all commits, each once.
     *
     * @param complete whether the payload has all commits of the push
     * @return empty where they must be worked out from the repository
     */
    static Optional<List<String>> of(Payload payload, boolean complete) {
        var commits = payload.list("commits");
        if (!complete || commits.isEmpty()) return Optional.empty();
        var files = new LinkedHashSet<String>();
        for (var commit : commits) {
            for (var kind : List.of("added", "modified", "removed")) {
                if (!commit.at(kind).json().isArray()) return Optional.empty();
                commit.list(kind).forEach(file -> file.raw().ifPresent(files::add));
            }
        }
        return Optional.of(List.copyOf(files));
    }
}
