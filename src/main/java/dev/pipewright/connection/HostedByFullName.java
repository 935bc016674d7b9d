package dev.pipewright.connection;

import dev.pipewright.git.WatchedRepositories;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The server's own repositories, which have no owners, under names with any owner and a slash before them. */
record HostedByFullName(WatchedRepositories hosted) implements WatchedRepositories {
    /** The repository's name without an owner. */
    static String name(String fullName) {
        return fullName.substring(fullName.indexOf('/') + 1);
    }

    @Override
    public boolean exists(String repository) {
        return hosted.exists(name(repository));
    }

    @Override
    public Optional<Commit> tip(String repository, String branch) throws IOException {
        return hosted.tip(name(repository), branch);
    }

    @Override
    public Optional<Commit> commit(String repository, String commitId) throws IOException {
        return hosted.commit(name(repository), commitId);
    }

    @Override
    public void archive(String repository, String commitId, OutputStream zip) throws IOException {
        hosted.archive(name(repository), commitId, zip);
    }

    @Override
    public Map<String, String> tips(String repository) throws IOException {
        return hosted.tips(name(repository));
    }

    @Override
    public List<String> changedFiles(String repository, String before, String after) throws IOException {
        return hosted.changedFiles(name(repository), before, after);
    }

    @Override
    public List<String> requestedFiles(String repository, String targetBranch, String commitId) throws IOException {
        return hosted.requestedFiles(name(repository), targetBranch, commitId);
    }

    @Override
    public Optional<String> fullCommitId(String repository, String beginning) throws IOException {
        return hosted.fullCommitId(name(repository), beginning);
    }
}
