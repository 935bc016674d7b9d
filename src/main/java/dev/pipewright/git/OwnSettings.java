package dev.pipewright.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * Keeps JGit from reading the Git settings of the machine and of the user who runs the server. Those are meant for a
 * person's working copies: they would change what the server accepts, and finding them starts a process.
 */
final class OwnSettings extends SystemReader.Delegate {
    private OwnSettings(SystemReader machine) {
        super(machine);
    }

    /** Takes effect for all of JGit in this process; further calls change nothing. */
    static synchronized void install() {
        if (SystemReader.getInstance() instanceof OwnSettings) return;
        SystemReader.setInstance(new OwnSettings(SystemReader.getInstance()));
        // Before it trusts a file's time, JGit measures for seconds how finely the disk keeps times. Nobody waits for
        // that: until it is known, files are read once more than needed.
        FS.FileStoreAttributes.setBackground(true);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new NoFile(parent, fs);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new NoFile(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new NoFile(parent, fs);
    }

    /** Settings that are kept in memory; JGit notes there what it has measured of the disk. */
    private static final class NoFile extends FileBasedConfig {
        NoFile(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // There is no file.
        }

        @Override
        public void save() {
            // There is no file.
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
