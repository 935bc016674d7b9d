package dev.pipewright.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A small file system in memory that only one program sees, and that goes away with it: mounted in a name space of its
 * own, which needs no rights beyond those of an ordinary user where the machine allows user name spaces.
 */
final class Mount {
    private Mount() {}

    /**
     * What to put before a command so that it finds the file system at an existing folder.
     *
     * @param before shell commands that prepare the file system, with the folder as {@code $1}
     */
    static List<String> wrapper(Path folder, String size, String before) {
        var command = new ArrayList<>(List.of("unshare", "--mount"));
        if (!"root".equals(System.getProperty("user.name"))) command.add("--map-root-user");
        command.addAll(List.of(
                "sh", "-c",
                "mount -t tmpfs -o size=" + size + " tmpfs \"$1\" && { " + before + "; } && shift && exec \"$@\"",
                "sh", folder.toString()));
        return command;
    }

    /** The folder as another process may see it, in what {@link ServerProcess#start} takes for its process. */
    static Path seenFromOutside(Path folder) {
        return Path.of("/proc/PID/root" + folder.toAbsolutePath());
    }
}
