package dev.pipewright.e2e;

import dev.pipewright.cli.LocalCredentials;
import dev.pipewright.e2e.Program.Said;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A working copy that the real Git commits in and pushes from. */
final class Checkout {
    private static final Map<String, String> WHO = Map.of(
            "GIT_AUTHOR_NAME", "Ada", "GIT_AUTHOR_EMAIL", "ada@example.org",
            "GIT_COMMITTER_NAME", "Ada", "GIT_COMMITTER_EMAIL", "ada@example.org",
            "GIT_CONFIG_GLOBAL", "/dev/null", "GIT_CONFIG_SYSTEM", "/dev/null",
            "GIT_TERMINAL_PROMPT", "0");

    private final Path folder;

    Checkout(Path folder) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        git("init", "-q", "-b", "main").success();
    }

    /** Commits the files as they are to be, and answers the commit's id. */
    String commit(String message, Map<String, String> files) throws IOException, InterruptedException {
        for (var file : files.entrySet()) {
            var path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        git("add", "-A").success();
        git("commit", "-q", "-m", message).success();
        return git("rev-parse", "HEAD").success().strip();
    }

    /** Pushes the branch {@code main}; who looks at the answer knows whether it was taken. */
    Said push(ServerProcess server, String repository) throws IOException, InterruptedException {
        return git("push", "-q", url(server.endpoint(), server.credentials(), repository), "main");
    }

    /** Pushes branches and tags to a repository at any address, with the key of a server in it where one is given. */
    void push(String url, String... refs) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("push", "-q", url));
        arguments.addAll(List.of(refs));
        git(arguments.toArray(String[]::new)).success();
    }

    /** Runs git in the working copy. */
    String run(String... arguments) throws IOException, InterruptedException {
        return git(arguments).success();
    }

    private static String url(URI endpoint, LocalCredentials key, String repository) {
        return "http://%s:%s@%s/git/%s".formatted(
                key.accessKeyId(),
                URLEncoder.encode(key.secretAccessKey(), StandardCharsets.UTF_8),
                endpoint.getAuthority(),
                repository);
    }

    private Said git(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return Program.run(folder, WHO, command);
    }
}
