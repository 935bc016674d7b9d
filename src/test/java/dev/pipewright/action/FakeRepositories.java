package dev.pipewright.action;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Repositories as maps: branches point to commits, and a commit stays when its branch goes. */
public final class FakeRepositories implements Repositories {
    private final Map<String, Map<String, String>> branches = new HashMap<>();
    private final Map<String, Map<String, Commit>> commits = new LinkedHashMap<>();

    public FakeRepositories create(String repository) {
        branches.put(repository, new HashMap<>());
        commits.put(repository, new HashMap<>());
        return this;
    }

    public FakeRepositories push(String repository, String branch, Commit commit) {
        branches.get(repository).put(branch, commit.id());
        commits.get(repository).put(commit.id(), commit);
        return this;
    }

    public void deleteBranch(String repository, String branch) {
        branches.get(repository).remove(branch);
    }

    @Override
    public boolean exists(String repository) {
        return branches.containsKey(repository);
    }

    @Override
    public Optional<Commit> tip(String repository, String branch) {
        return Optional.ofNullable(branches.getOrDefault(repository, Map.of()).get(branch))
                .flatMap(id -> commit(repository, id));
    }

    @Override
    public Optional<Commit> commit(String repository, String commitId) {
        return Optional.ofNullable(commits.getOrDefault(repository, Map.of()).get(commitId));
    }

    @Override
    public void archive(String repository, String commitId, OutputStream zip) throws IOException {
        zip.write(Zips.zip().file("commit", commitId).bytes());
    }
}
