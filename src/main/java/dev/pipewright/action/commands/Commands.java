package dev.pipewright.action.commands;

import dev.pipewright.action.ActionProvider;
import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.Folders;
import dev.pipewright.action.LogStore;
import dev.pipewright.action.ObjectStore;
import dev.pipewright.action.Progress;
import dev.pipewright.action.Troubles;
import dev.pipewright.action.archive.Archive;
import dev.pipewright.action.archive.ArchiveRefused;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.model.Artifact;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.ConfigurationProperty;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs shell commands as a plain process of this machine, in a fresh folder and a clean environment.
 *
 * <p>The process does not depend on the server: it writes its log and its exit status to files, so that a server that
 * is started again finds the process, or what it left, and goes on waiting. Only where there is neither, because the
 * machine was started again or something ended the process meanwhile, do the commands run from the beginning.
 *
 * <p>This keeps commands from harming each other by accident; it is no sandbox. They run as the server's own user.
 */
public final class Commands implements ActionProvider {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);
    private static final ActionType TYPE = new ActionType(
            new ActionTypeId(ActionCategory.Compute, ActionOwner.AWS, "Commands", "1"),
            ActionTypeSettings.NONE,
            List.of(
                    ConfigurationProperty.optional("EnvironmentType"),
                    ConfigurationProperty.optional("ComputeType"),
                    ConfigurationProperty.optional("VpcId"),
                    ConfigurationProperty.optional("Subnets"),
                    ConfigurationProperty.optional("SecurityGroupIds")),
            new ArtifactCount(1, 10),
            new ArtifactCount(0, 1),
            Duration.ofMinutes(55),
            true,
            true);

    private final ObjectStore objects;
    private final LogStore logs;
    private final Path root;
    private final InstantSource clock;
    private final Settings settings;
    /** The runs that a thread of this server is busy with, and whether anybody still waits for them. */
    private final Map<String, Boolean> busy = new ConcurrentHashMap<>();

    /** Keeps its runs below a folder that belongs to it alone. */
    public Commands(ObjectStore objects, LogStore logs, Path root, InstantSource clock, Settings settings) {
        this.objects = objects;
        this.logs = logs;
        this.root = root.toAbsolutePath().normalize();
        this.clock = clock;
        this.settings = settings;
    }

    @Override
    public ActionType type() {
        return TYPE;
    }

    /** How a wait for the commands ended. */
    enum Sight {
        ENDED,
        KILLED,
        OVERDUE,
        RUNNING
    }

    /**
     * {@inheritDoc}
     *
     * <p>The first call answers soon, so that the log can be followed; the next one, which brings the token, answers at
     * the end. An interrupted call leaves the commands running.
     */
    @Override
    public Progress advance(ActionRequest request) throws InterruptedException {
        var id = request.run().id();
        if (busy.putIfAbsent(id, true) != null) {
            return new Progress.Working(id, Duration.ofSeconds(1), details(request, null));
        }
        try {
            return attend(request);
        } catch (CommandsFailed failed) {
            clearAway(id);
            return new Progress.Done(
                    new Outcome.Failed(failed.type(), failed.getMessage(), details(request, null)));
        } catch (IOException failure) {
            clearAway(id);
            return Troubles.failed("The commands of \"%s\" cannot be run", failure, request.action().name());
        } catch (UncheckedIOException failure) {
            clearAway(id);
            return Troubles.failed(
                    "The commands of \"%s\" cannot be run", failure.getCause(), request.action().name());
        } finally {
            busy.remove(id);
        }
    }

    private Progress attend(ActionRequest request) throws IOException, CommandsFailed, InterruptedException {
        var folder = folder(request.run().id());
        var kept = KeptResult.read(folder.resultFile());
        if (kept.isPresent()) {
            folder.keepOnlyResult();
            return new Progress.Done(kept.get());
        }
        var processes = new RunProcesses(request.run().id(), folder.path());
        var supervisor = processes.supervisor();
        if (supervisor.isEmpty() && folder.status().isEmpty()) {
            supervisor = Optional.of(begin(request, folder, processes));
        }
        var patience = request.continuationToken().isPresent() ? Duration.ofDays(365) : settings.firstLook();
        var sight = watch(folder, supervisor, processes, request.deadline(), patience);
        return switch (sight) {
            case RUNNING -> new Progress.Working(request.run().id(), Duration.ZERO, details(request, null));
            case ENDED, KILLED, OVERDUE -> new Progress.Done(finish(sight, request, folder, processes));
        };
    }

    private RunFolder folder(String runId) throws CommandsFailed {
        if (!runId.matches(RunFolder.ID)) {
            throw new CommandsFailed(
                    FailureType.ConfigurationError, "The run's id \"%s\" cannot be the name of a folder.",
                    Archive.shown(runId));
        }
        return new RunFolder(root.resolve(runId));
    }

    /** Makes the workspace and starts the commands in it. */
    private ProcessHandle begin(ActionRequest request, RunFolder folder, RunProcesses processes)
            throws IOException, CommandsFailed {
        new Declaration(request).check();
        if (!clock.instant().isBefore(request.deadline())) {
            throw new CommandsFailed(
                    FailureType.JobFailed, "The commands did not begin by their deadline %s.", request.deadline());
        }
        var environment = BuildEnvironment.of(request, folder, System.getenv());
        // After a crash something may be left of the run even though its supervisor is gone.
        processes.endCommands(settings.grace());
        folder.makeEmpty();
        try {
            for (var input : request.run().inputs()) {
                fetch(input, folder, objects.as(request.pipeline().account()));
            }
            var log = logFile(request);
            log.say("Running %d %s of %s in pipeline %s."
                    .formatted(
                            request.run().commands().size(),
                            request.run().commands().size() == 1 ? "command" : "commands",
                            request.action().name(),
                            request.pipeline().name()));
            writeScripts(request, folder, log);
            return launch(request.run().id(), folder, environment);
        } catch (IOException | CommandsFailed | RuntimeException failure) {
            Folders.delete(folder.path());
            throw failure;
        }
    }

    private void fetch(Artifact input, RunFolder folder, ObjectStore own) throws IOException, CommandsFailed {
        var place = input.location();
        var found = own.find(place.bucket(), place.key(), Optional.empty());
        if (found.isEmpty()) {
            throw new CommandsFailed(
                    FailureType.JobFailed,
                    "The artifact \"%s\" is not there: the bucket \"%s\" has no object \"%s\".",
                    input.name(), place.bucket(), place.key());
        }
        try (var bytes = own.open(found.get())) {
            Files.copy(bytes, folder.zip());
        }
        try (var archive = Archive.open(folder.zip(), settings.archives())) {
            archive.unpackTo(folder.source(input.name()), settings.archives());
        } catch (ArchiveRefused refused) {
            throw new CommandsFailed(
                    FailureType.JobFailed,
                    "The artifact \"%s\" cannot be unpacked: %s", input.name(), refused.getMessage());
        } finally {
            Files.delete(folder.zip());
        }
    }

    private void writeScripts(ActionRequest request, RunFolder folder, RunLog log) throws IOException {
        var run = request.run();
        var declaration = new Declaration(request);
        var session = Script.session(
                folder, declaration.workingFolder(folder), run.commands(), declaration.outputVariables());
        var supervisor = Script.supervisor(folder, run.id(), log.file(), settings.logBytes());
        for (var script : List.of(folder.sessionScript(), folder.supervisorScript())) {
            // Commands can hold secrets, so their file is closed to others before they are in it.
            Files.createFile(
                    script, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(folder.sessionScript(), session);
        Files.writeString(folder.supervisorScript(), supervisor);
    }

    private ProcessHandle launch(String id, RunFolder folder, Map<String, String> environment)
            throws IOException, CommandsFailed {
        var builder = new ProcessBuilder(
                        Script.program("setsid"), "/bin/sh", folder.supervisorScript().toString())
                .directory(folder.path().toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        synchronized (busy) {
            // Together with abandon: whatever is started before it looks for processes is found by it.
            if (!busy.getOrDefault(id, false)) {
                throw new CommandsFailed(FailureType.JobFailed, "The run was abandoned before its commands began.");
            }
            return builder.start().toHandle();
        }
    }

    private Sight watch(
            RunFolder folder,
            Optional<ProcessHandle> supervisor,
            RunProcesses processes,
            Instant deadline,
            Duration patience)
            throws CommandsFailed, InterruptedException {
        var start = System.nanoTime();
        var pause = SHORTEST_PAUSE;
        var watched = supervisor;
        while (true) {
            var lives = watched.filter(RunProcesses::lives).isPresent();
            if (folder.status().isPresent()) {
                return Sight.ENDED;
            }
            if (!lives) {
                watched = processes.supervisor();
                // It may have ended between the looks.
                if (watched.isEmpty()) {
                    return folder.status().isPresent() ? Sight.ENDED : Sight.KILLED;
                }
            }
            if (!clock.instant().isBefore(deadline)) {
                return Sight.OVERDUE;
            }
            if (System.nanoTime() - start >= patience.toNanos()) {
                return Sight.RUNNING;
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** Clears up after the commands and says how they ended; may be repeated until the outcome is kept. */
    private Outcome finish(Sight end, ActionRequest request, RunFolder folder, RunProcesses processes)
            throws IOException {
        processes.endCommands(settings.grace());
        processes.endSupervisor(settings.grace());
        var log = logFile(request);
        Outcome outcome;
        try {
            var variables = new Results(objects, request, folder, log).collect(end);
            var count = request.run().commands().size();
            var summary = count == 1 ? "The command succeeded." : "All %d commands succeeded.".formatted(count);
            outcome = new Outcome.Succeeded(details(request, summary), variables, List.of());
            log.say(summary);
        } catch (CommandsFailed failed) {
            outcome = new Outcome.Failed(failed.type(), failed.getMessage(), details(request, null));
            log.say(failed.getMessage());
        }
        if (busy.getOrDefault(request.run().id(), false)) {
            // Even this folder the commands may have removed.
            Files.createDirectories(folder.path());
            KeptResult.keep(folder.resultFile(), outcome);
            folder.keepOnlyResult();
        }
        return outcome;
    }

    private static String logGroup(ActionRequest request) {
        return "/aws/codepipeline/" + request.pipeline().name();
    }

    private RunLog logFile(ActionRequest request) {
        return new RunLog(logs.as(request.pipeline().account())
                .file(logGroup(request), request.run().id())
                .toAbsolutePath());
    }

    private ExecutionDetails details(ActionRequest request, String summary) {
        var pipeline = request.pipeline();
        var arn = logs.arn(pipeline.account(), pipeline.region(), logGroup(request), request.run().id());
        return new ExecutionDetails(summary, BuildEnvironment.buildId(request), null, null, arn);
    }

    /** {@inheritDoc} Ends every process of the run and removes its folder; the log stays. */
    @Override
    public void abandon(ActionRequest request) {
        var id = request.run().id();
        if (!id.matches(RunFolder.ID)) {
            return;
        }
        synchronized (busy) {
            busy.computeIfPresent(id, (_, _) -> false);
        }
        try {
            endAndRemove(id);
        } catch (IOException failure) {
            throw new UncheckedIOException("The folder of the run " + id + " cannot be removed.", failure);
        }
    }

    private void endAndRemove(String id) throws IOException {
        var folder = new RunFolder(root.resolve(id));
        var processes = new RunProcesses(id, folder.path());
        // A supervisor that has not come to its commands yet must not begin them now.
        processes.endSupervisor(Duration.ZERO);
        processes.endCommands(settings.grace());
        Folders.delete(folder.path());
    }

    /** After a failure that is told as the outcome nobody asks again, so nothing may go on or stay. */
    private void clearAway(String id) {
        if (!id.matches(RunFolder.ID)) {
            return;
        }
        try {
            endAndRemove(id);
        } catch (IOException | UncheckedIOException failure) {
            LOG.warn("What is left of the run {} could not be removed", id, failure);
        }
    }

    /** {@inheritDoc} Removes what is left of the run but its log. */
    @Override
    public void settled(ActionRequest request) {
        var runId = request.run().id();
        var folder = new RunFolder(root.resolve(runId));
        try {
            if (runId.matches(RunFolder.ID) && Files.exists(folder.resultFile())) {
                Folders.delete(folder.path());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The folder " + folder.path() + " cannot be removed.", failure);
        }
    }

    /**
     * Ends and removes what is left of runs that nobody waits for any more, and says how many there were. A server that
     * died may have left them so: it had no time to be told.
     *
     * @param awaited whether a run of that id is in progress
     */
    public int sweep(Predicate<String> awaited) throws IOException {
        if (Files.notExists(root)) {
            return 0;
        }
        int swept = 0;
        try (var folders = Files.newDirectoryStream(root)) {
            for (var folder : folders) {
                var id = folder.getFileName().toString();
                if (id.matches(RunFolder.ID) && !busy.containsKey(id) && !awaited.test(id)) {
                    endAndRemove(id);
                    swept++;
                }
            }
        }
        return swept;
    }
}
