package dev.pipewright.server;

import dev.pipewright.api.codecommit.RepositoryHost;
import dev.pipewright.git.HostedRepositories;
import dev.pipewright.git.RepositoryName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The hosted repositories as the CodeCommit operations see them. */
final class GitHost implements RepositoryHost {
    private final HostedRepositories repositories;

    GitHost(HostedRepositories repositories) {
        this.repositories = repositories;
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> T run(Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new UncheckedIOException("The repositories cannot be used", e);
        }
    }

    @Override
    public Optional<String> objection(String name) {
        return RepositoryName.objection(name);
    }

    @Override
    public boolean create(String name) {
        return run(() -> repositories.create(name));
    }

    @Override
    public boolean exists(String name) {
        return objection(name).isEmpty() && repositories.exists(name);
    }

    @Override
    public List<String> list() {
        return run(repositories::list);
    }

    @Override
    public Optional<String> defaultBranch(String name) {
        return run(() -> {
            var branch = repositories.defaultBranch(name);
            return repositories.tip(name, branch).isPresent() ? Optional.of(branch) : Optional.empty();
        });
    }

    @Override
    public String cloneUrl(String name) {
        return repositories.cloneUrl(name);
    }
}
