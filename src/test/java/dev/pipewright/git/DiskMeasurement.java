package dev.pipewright.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.eclipse.jgit.util.FS;

/**
 * JGit measures a disk once in a process, for seconds, with files in the first folder that it sees on it. Tests let it
 * have a folder of its own before they make a repository, or it would write into one that they remove.
 */
public final class DiskMeasurement {
    private DiskMeasurement() {}

    /** Begins the measurement of the disk where tests have their folders; nobody waits for its end. */
    public static synchronized void begin() {
        OwnSettings.install();
        try {
            var folder = Files.createTempDirectory("measured-");
            folder.toFile().deleteOnExit();
            FS.getFileStoreAttributes(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
