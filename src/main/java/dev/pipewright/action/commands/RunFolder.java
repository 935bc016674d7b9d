package dev.pipewright.action.commands;

import dev.pipewright.action.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The folder of one run: the workspace, and the files by which the shell and whichever server is alive know of each
 * other. It outlives the server on purpose.
 */
record RunFolder(Path path) {
    /** Only letters, digits and hyphens: the id of a run becomes a folder's name. */
    static final String ID = "[A-Za-z0-9][A-Za-z0-9-]{0,63}";

    /** What the service allows all output variables of an action together. */
    static final int MOST_VARIABLE_BYTES = 122_880;

    /** Where the artifact of that name is unpacked. */
    Path source(String artifact) {
        return path.resolve("src").resolve(artifact);
    }

    Path home() {
        return path.resolve("home");
    }

    Path temporary() {
        return path.resolve("tmp");
    }

    /** Where a zip lies on its way to or from the artifact store. */
    Path zip() {
        return path.resolve("artifact.zip");
    }

    Path supervisorScript() {
        return path.resolve("supervisor.sh");
    }

    Path sessionScript() {
        return path.resolve("session.sh");
    }

    /** Made by the one supervisor that does the work. */
    Path claim() {
        return path.resolve("claim");
    }

    Path outputPipe() {
        return path.resolve("output");
    }

    Path statusFile() {
        return path.resolve("status");
    }

    Path stepFile() {
        return path.resolve("step");
    }

    Path variablesFile() {
        return path.resolve("variables");
    }

    Path resultFile() {
        return path.resolve("result");
    }

    /** Begins anew: whatever is there goes. */
    void makeEmpty() throws IOException {
        Folders.delete(path);
        Files.createDirectories(path.getParent());
        var onlyTheServer = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(path, onlyTheServer);
        Files.createDirectory(home());
        Files.createDirectory(temporary());
        Files.createDirectory(path.resolve("src"));
    }

    /** Removes all but the result. */
    void keepOnlyResult() throws IOException {
        try (var entries = Files.newDirectoryStream(path)) {
            for (var entry : entries) {
                if (!entry.equals(resultFile())) {
                    Folders.delete(entry);
                }
            }
        }
    }

    /** The shell's exit status, once it has ended; what cannot be read counts as a failure. */
    OptionalInt status() throws IOException {
        var text = text(statusFile());
        return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(number(text.get()).orElse(255));
    }

    /** The number of the command that was run last, counted from 1; empty where none was. */
    OptionalInt step() throws IOException {
        return number(text(stepFile()).orElse(""));
    }

    private static OptionalInt number(String text) {
        return text.matches("[0-9]{1,6}\\s*") ? OptionalInt.of(Integer.parseInt(text.strip())) : OptionalInt.empty();
    }

    private static Optional<String> text(Path file) throws IOException {
        return bytes(file, 100).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * The first bytes of one of these files. The commands could put anything in its place: a link is not followed, and
     * a pipe does not make anyone wait.
     */
    static Optional<byte[]> bytes(Path file, int most) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (var stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(stream.readNBytes(most));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    /** The variables that the shell left; empty where they are larger than the service allows. */
    Optional<Map<String, String>> variables() throws IOException {
        var bytes = bytes(variablesFile(), 2 * MOST_VARIABLE_BYTES).orElse(new byte[0]);
        var parts = new String(bytes, StandardCharsets.UTF_8).split("\0", -1);
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i + 1 < parts.length; i += 2) {
            variables.put(parts[i], parts[i + 1]);
        }
        // The zero bytes that part them do not count, but a file that was not read to its end is too large anyway.
        var size = bytes.length - 2 * variables.size();
        return size > MOST_VARIABLE_BYTES ? Optional.empty() : Optional.of(variables);
    }
}
