package dev.pipewright.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A tiny site generator in shell, which builds and tests on any machine. Its working tree stays in the data directory,
 * so that people can change it and push again.
 */
final class SampleProject {
    private static final List<String> FILES =
            List.of("README.md", "build.sh", "test.sh", "content/index.txt", "content/news.txt");

    private final Path tree;
    private final Git git;

    SampleProject(Path data, LocalCredentials credentials) {
        this.tree = data.toAbsolutePath().normalize().resolve("demo-workspace");
        this.git = new Git(tree, credentials);
    }

    /** The working tree. */
    Path tree() {
        return tree;
    }

    /** Commits a release: all files the first time, one more line of news every other time. */
    Commit commitRelease() throws InterruptedException {
        var first = !Files.exists(tree.resolve(".git"));
        try {
            if (first) writeFiles();
            if (first) git.run("init", "-q");
            if (first) git.run("symbolic-ref", "HEAD", "refs/heads/" + SamplePipeline.BRANCH);
            var release = first ? 1 : Integer.parseInt(git.run("rev-list", "--count", "HEAD")) + 1;
            var news = tree.resolve("content/news.txt");
            Files.writeString(news, Files.readString(news) + "Release " + release + " is out.\n");
            git.run("add", "--all");
            git.run("commit", "-q", "-m", first ? "Write the first pages" : "Announce release " + release);
        } catch (IOException broken) {
            throw new Complaint("The sample project could not be written to %s: %s", tree, broken.getMessage());
        }
        return new Commit(git.run("rev-parse", "HEAD"), git.run("log", "-1", "--format=%s"));
    }

    /** Pushes, and sets the working tree up so that a plain {@code git push} works there from now on. */
    void push(URI endpoint, String cloneUrl, String credentialHelper) throws InterruptedException {
        var helper = "credential." + endpoint + ".helper";
        git.run("config", "remote.origin.url", cloneUrl);
        git.run("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*");
        git.run("config", "branch." + SamplePipeline.BRANCH + ".remote", "origin");
        git.run("config", "branch." + SamplePipeline.BRANCH + ".merge", "refs/heads/" + SamplePipeline.BRANCH);
        git.run("config", "--replace-all", helper, "");
        git.run("config", "--add", helper, credentialHelper);
        git.run("push", "-q", "origin", "HEAD:refs/heads/" + SamplePipeline.BRANCH);
    }

    private void writeFiles() throws IOException {
        for (var name : FILES) {
            var file = tree.resolve(name);
            Files.createDirectories(file.getParent());
            try (var content = SampleProject.class.getResourceAsStream("demo/" + name)) {
                if (content == null) throw new IllegalStateException("the jar lacks the demo's file " + name);
                Files.write(file, content.readAllBytes());
            }
        }
    }
}
