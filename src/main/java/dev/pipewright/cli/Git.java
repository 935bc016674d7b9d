package dev.pipewright.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The machine's Git in one working tree, deaf to the settings that its owner made for other work. */
final class Git {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    // The secret reaches Git through the environment: an argument could be read by everyone on the machine, and a
    // helper of the owner's would keep it. The empty helper in front takes those helpers out.
    private static final List<String> KEY_FROM_ENVIRONMENT = List.of(
            "-c",
            "credential.helper=",
            "-c",
            "credential.helper=!f() { echo username=$PIPEWRIGHT_KEY_ID; echo password=$PIPEWRIGHT_SECRET; }; f");
    private static final List<String> PLAIN_SETTINGS = List.of(
            "-c", "user.name=Pipewright demo", "-c", "user.email=demo@pipewright.invalid", "-c", "commit.gpgSign=false",
            "-c", "core.hooksPath=/dev/null", "-c", "core.autocrlf=false");

    private final Path tree;
    private final LocalCredentials credentials;

    Git(Path tree, LocalCredentials credentials) {
        this.tree = tree;
        this.credentials = credentials;
    }

    /** Makes sure that there is a Git. */
    static void require() throws InterruptedException {
        try {
            var version = new ProcessBuilder("git", "--version").redirectErrorStream(true).start();
            version.getInputStream().readAllBytes();
            if (version.waitFor() == 0) return;
        } catch (IOException missing) {
            // Falls through to the same sentence as a Git that does not work.
        }
        throw new Complaint("The demo pushes with Git, which is not installed here: install it (on Debian or Ubuntu"
                + " the package git) and start again.");
    }

    /**
     * Runs one Git command.
     *
     * @return what it printed, without the line break at the end
     * @throws Complaint when it fails, with the last line that it said about that
     */
    String run(String... arguments) throws InterruptedException {
        var said = Path.of("");
        try {
            said = Files.createTempFile("pipewright-git-", ".err");
            var process = start(arguments, said);
            process.getOutputStream().close();
            var printed = process.getInputStream().readAllBytes();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new Complaint("git %s did not end within %d s.", arguments[0], PATIENCE.toSeconds());
            }
            if (process.exitValue() != 0) throw failed(arguments[0], Files.readString(said));
            return new String(printed, StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException broken) {
            throw new Complaint("git %s could not be run in %s: %s", arguments[0], tree, broken.getMessage());
        } finally {
            said.toFile().delete();
        }
    }

    private Process start(String[] arguments, Path errors) throws IOException {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(PLAIN_SETTINGS);
        command.addAll(KEY_FROM_ENVIRONMENT);
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(tree.toFile()).redirectError(errors.toFile());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("GIT_"));
        environment.putAll(Map.of(
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_TERMINAL_PROMPT", "0",
                "LC_ALL", "C",
                "no_proxy", "*",
                "PIPEWRIGHT_KEY_ID", credentials.accessKeyId(),
                "PIPEWRIGHT_SECRET", credentials.secretAccessKey()));
        return builder.start();
    }

    private static Complaint failed(String subcommand, String errors) {
        var lines = errors.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        var telling = lines.stream()
                .filter(line -> line.startsWith("fatal:") || line.contains("[rejected]") || line.startsWith("remote:"))
                .findFirst()
                .orElse(lines.isEmpty() ? "it did not say why" : lines.getLast());
        return new Complaint("git %s failed: %s", subcommand, telling);
    }
}
