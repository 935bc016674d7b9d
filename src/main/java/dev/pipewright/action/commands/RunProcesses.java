package dev.pipewright.action.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The processes of one run, found by what the kernel tells of them: the mark in the environment they were started with,
 * the session they belong to, the folder they stand in. Forking, leaving the session or ignoring hang-ups does not hide
 * them.
 */
final class RunProcesses {
    private static final Path PROC = Path.of("/proc");
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int MOST_ROUNDS = 300;

    private final String runId;
    private final Path folder;

    RunProcesses(String runId, Path folder) {
        this.runId = runId;
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** What the kernel tells of a process in {@code /proc/PID/stat}. */
    private record Stat(char state, int session, int terminal) {
        static Optional<Stat> of(Path process) {
            try {
                var line = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
                // The name in parentheses can hold anything, also spaces and parentheses.
                var fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
                return Optional.of(new Stat(
                        fields[0].charAt(0), Integer.parseInt(fields[3]), Integer.parseInt(fields[4])));
            } catch (IOException | RuntimeException gone) {
                return Optional.empty();
            }
        }
    }

    private record Found(ProcessHandle handle, int session, boolean certain) {}

    /** The process that watches over the commands, if it lives. */
    Optional<ProcessHandle> supervisor() {
        // The writer of the log has its mark, too, but only one of them leads the session.
        return marked(Script.supervisorMark(runId)).stream()
                .filter(found -> found.session() == found.handle().pid())
                .map(Found::handle)
                .findFirst();
    }

    /** Whether a process goes on; one that has ended and was not yet buried does not. */
    static boolean lives(ProcessHandle handle) {
        return handle.isAlive()
                && Stat.of(PROC.resolve(Long.toString(handle.pid())))
                        .filter(stat -> stat.state() != 'Z')
                        .isPresent();
    }

    /** Ends all that the commands started: asks, waits for the grace, then kills. Returns when none is left. */
    void endCommands(Duration grace) {
        var asked = ofCommands();
        asked.forEach(ProcessHandle::destroy);
        var end = System.nanoTime() + grace.toNanos();
        while (asked.stream().anyMatch(RunProcesses::lives) && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        for (int round = 0; round < MOST_ROUNDS; round++) {
            var left = ofCommands();
            if (left.isEmpty()) {
                return;
            }
            left.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Waits for the supervisor to write the rest of the log and ends it when that takes longer than the grace. */
    void endSupervisor(Duration grace) {
        var end = System.nanoTime() + grace.toNanos();
        List<ProcessHandle> left = ofSupervisor();
        while (!left.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
            left = left.stream().filter(RunProcesses::lives).toList();
        }
        for (int round = 0; round < MOST_ROUNDS && !left.isEmpty(); round++) {
            left.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(PAUSE.toNanos());
            left = ofSupervisor();
        }
    }

    private List<ProcessHandle> ofSupervisor() {
        return marked(Script.supervisorMark(runId)).stream().map(Found::handle).toList();
    }

    private List<ProcessHandle> ofCommands() {
        return marked(runId).stream().map(Found::handle).toList();
    }

    /**
     * All living processes with the mark. For the commands' own mark also those without it that share a session with a
     * marked one, or that stand in the run's folder without a terminal: a person looking around there is left alone.
     */
    private List<Found> marked(String mark) {
        var wanted = Script.MARK + "=" + mark;
        var byPlace = mark.equals(runId);
        List<Found> found = new ArrayList<>();
        List<Found> others = new ArrayList<>();
        try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var process : processes) {
                var pid = Long.parseLong(process.getFileName().toString());
                var stat = Stat.of(process);
                var handle = ProcessHandle.of(pid);
                if (pid == ProcessHandle.current().pid() || handle.isEmpty() || stat.isEmpty()
                        || stat.get().state() == 'Z') {
                    continue;
                }
                var environment = environment(process);
                var one = new Found(handle.get(), stat.get().session(), environment.contains(wanted));
                if (one.certain() || byPlace && stat.get().terminal() == 0 && standsInFolder(process)
                        && !environment.contains(Script.MARK + "=" + Script.supervisorMark(runId))) {
                    found.add(one);
                } else {
                    others.add(one);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The processes of this machine cannot be listed.", unreadable);
        }
        if (byPlace) {
            Set<Integer> sessions = new HashSet<>();
            found.stream().filter(Found::certain).forEach(one -> sessions.add(one.session()));
            // Between fork and exec a process of the commands is still one of the supervisor's session.
            sessions.remove(sessionOf(ProcessHandle.current()));
            marked(Script.supervisorMark(runId)).forEach(one -> sessions.remove(one.session()));
            others.stream().filter(one -> sessions.contains(one.session())).forEach(found::add);
        }
        return found;
    }

    private static int sessionOf(ProcessHandle handle) {
        return Stat.of(PROC.resolve(Long.toString(handle.pid()))).map(Stat::session).orElse(0);
    }

    private static Set<String> environment(Path process) {
        try {
            var text = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
            return new HashSet<>(Arrays.asList(text.split("\0")));
        } catch (IOException goneOrForeign) {
            return Set.of();
        }
    }

    private boolean standsInFolder(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder);
        } catch (IOException goneOrForeign) {
            return false;
        }
    }
}
