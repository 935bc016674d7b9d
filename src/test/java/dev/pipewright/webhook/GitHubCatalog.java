package dev.pipewright.webhook;

import dev.pipewright.action.source.GitHubSource;
import dev.pipewright.engine.ActionCatalog;
import java.util.List;

/** The action types of a server that has sources from GitHub; nobody fetches anything through it. */
final class GitHubCatalog {
    private GitHubCatalog() {}

    static ActionCatalog catalog() {
        return ActionCatalog.of(List.of(new GitHubSource(null, null, null).type()));
    }
}
