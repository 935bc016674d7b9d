package dev.pipewright.git;

import java.io.IOException;

/** There is no commit of that id in the repository. */
public final class MissingCommit extends IOException {
    private static final long serialVersionUID = 1L;

    MissingCommit(String repository, String commitId) {
        super("There is no commit '%s' in the repository '%s'.".formatted(commitId, repository));
    }
}
