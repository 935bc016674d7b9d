package dev.pipewright.connection;

import dev.pipewright.git.WatchedRepositories;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One repository as a map of its branches and tags; which files a commit changed is told beforehand. */
final class FakeHosted implements WatchedRepositories {
    final Map<String, String> tips = new TreeMap<>();
    final Map<String, List<String>> changed = new TreeMap<>();
    final List<String> asked = new ArrayList<>();
    /** What happens after the branches were read, before anybody can act upon them. */
    Runnable afterLook = () -> {};

    /** What happens after the changed files were worked out. */
    Runnable afterAsked = () -> {};

    volatile boolean broken;
    /** A commit of which nobody can say what it has changed. */
    String unknown = "";

    @Override
    public boolean exists(String repository) {
        return true;
    }

    @Override
    public Optional<Commit> tip(String repository, String branch) {
        return Optional.empty();
    }

    @Override
    public Optional<Commit> commit(String repository, String commitId) {
        return Optional.empty();
    }

    @Override
    public void archive(String repository, String commitId, OutputStream zip) {}

    @Override
    public Map<String, String> tips(String repository) throws IOException {
        refuseWhenBroken();
        var seen = Map.copyOf(tips);
        afterLook.run();
        return seen;
    }

    @Override
    public List<String> changedFiles(String repository, String before, String after) throws IOException {
        refuseWhenBroken();
        if (after.equals(unknown)) throw new IOException("there is no commit " + after);
        asked.add(before + ".." + after);
        afterAsked.run();
        return changed.getOrDefault(after, List.of());
    }

    @Override
    public List<String> requestedFiles(String repository, String targetBranch, String commitId) throws IOException {
        return changedFiles(repository, targetBranch, commitId);
    }

    @Override
    public Optional<String> fullCommitId(String repository, String beginning) {
        return Optional.of(beginning);
    }

    private void refuseWhenBroken() throws IOException {
        if (broken) throw new IOException("the disk is gone");
    }
}
