package dev.pipewright.action.commands;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The two shell scripts of a run. Nothing from outside is ever part of their text but between single quotes. */
final class Script {
    /** The variable that every process of a run carries in its environment. */
    static final String MARK = "PIPEWRIGHT_RUN";

    private Script() {}

    /** The mark of the processes that belong to the runner itself, not to the commands. */
    static String supervisorMark(String runId) {
        return "supervisor:" + runId;
    }

    /** The text as one word of the shell. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String quoted(Path path) {
        return quoted(path.toString());
    }

    /**
     * Runs the session, takes its output to the log as long as the log may grow, and leaves its exit status. It needs
     * no server for that: pipes to a server would break with it.
     */
    static String supervisor(RunFolder folder, String runId, Path log, long logBytes) {
        return """
                # Only one of several that were started by mistake goes on.
                set -C
                : > %1$s || exit 1
                set +C
                %2$s %3$s || exit 1
                {
                    # A file that may not grow ends the writer of the log, not the commands: what they print from then
                    # on is read and thrown away.
                    if ! ( trap '' XFSZ; ulimit -f %4$d; exec %5$s >> %6$s ) 2> /dev/null; then
                        printf '\\n%%s\\n' %7$s >> %6$s
                        exec %5$s > /dev/null
                    fi
                } < %3$s &
                logger=$!
                %8$s=%9$s %10$s %11$s %12$s < /dev/null > %3$s 2>&1 &
                wait "$!"
                printf '%%s\\n' "$?" > %13$s.new
                %14$s %13$s.new %13$s
                wait "$logger"
                """
                .formatted(
                        quoted(folder.claim()),
                        program("mkfifo"),
                        quoted(folder.outputPipe()),
                        (logBytes + 511) / 512,
                        program("cat"),
                        quoted(log),
                        quoted("[pipewright] The log is cut here: it has reached %,d bytes.".formatted(logBytes)),
                        MARK,
                        quoted(runId),
                        program("setsid"),
                        shell(),
                        quoted(folder.sessionScript()),
                        quoted(folder.statusFile()),
                        program("mv"));
    }

    /**
     * Runs the commands one after the other in one shell, as a build specification of version 0.2 does: what one of
     * them sets, the next one sees, and the first that fails ends it. At the end the shell tells the variables asked
     * for.
     */
    static String session(RunFolder folder, Path workingFolder, List<String> commands, List<String> variables) {
        var script = new StringBuilder();
        script.append("pipewright_begin() {\n")
                .append("    printf '%s\\n' \"$1\" >| ").append(quoted(folder.stepFile())).append('\n')
                .append("    printf '[pipewright] Running command %s\\n' \"$2\"\n")
                .append("}\n")
                .append("pipewright_end() {\n")
                .append("    if [ \"$1\" -ne 0 ]; then exit \"$1\"; fi\n")
                .append("}\n")
                .append("pipewright_tell() {\n")
                .append("    {\n")
                .append("        :\n");
        for (var name : variables) {
            script.append("        if [ -n \"${%1$s+set}\" ]; then printf '%%s\\0%%s\\0' %1$s \"$%1$s\"; fi\n"
                    .formatted(name));
        }
        script.append("    } >| ").append(quoted(folder.variablesFile())).append('\n')
                .append("}\n")
                // A command may end the shell early and well.
                .append("trap pipewright_tell EXIT\n")
                .append("cd ").append(quoted(workingFolder)).append(" || exit 1\n");
        for (int i = 0; i < commands.size(); i++) {
            var command = quoted(commands.get(i));
            script.append("pipewright_begin ").append(i + 1).append(' ').append(command).append('\n')
                    .append("eval ").append(command).append('\n')
                    .append("pipewright_end \"$?\"\n");
        }
        // A command may have set its own trap.
        script.append("pipewright_tell\n");
        return script.toString();
    }

    /** The shell that runs the commands: bash where the machine has it. */
    static String shell() {
        return Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh";
    }

    /** Where the machine keeps a program; the commands' own search path is theirs and may be anything. */
    static String program(String name) {
        var inUsr = Path.of("/usr/bin", name);
        return Files.isExecutable(inUsr) ? inUsr.toString() : "/bin/" + name;
    }
}
