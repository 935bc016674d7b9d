package dev.pipewright.action;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is gone when the work is done. What a killed server leaves behind in the folder belongs to nobody: the
 * next one empties the folder at its start.
 */
public final class TemporaryFile implements AutoCloseable {
    private final Path path;

    private TemporaryFile(Path path) {
        this.path = path;
    }

    /** Makes an empty file that only the server can read, and the folder for it where there is none. */
    public static TemporaryFile in(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new TemporaryFile(Files.createTempFile(folder, "part-", ".tmp"));
    }

    /** Where the file is, until it is closed. */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
