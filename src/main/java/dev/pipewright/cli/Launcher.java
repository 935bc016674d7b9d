package dev.pipewright.cli;

import java.nio.file.Path;

/** How the person at the terminal calls this program again. */
final class Launcher {
    private Launcher() {}

    /** A command line for the same program on the same data directory, that works from any directory. */
    static String command(String command, Path data) {
        var directory = data.toAbsolutePath().normalize().toString();
        return Shell.quote(program()) + " " + command + " --data " + Shell.quote(directory);
    }

    /** The launcher script's path; its name alone where something else started this process. */
    private static String program() {
        return System.getProperty("pipewright.launcher", "pipewright");
    }
}
