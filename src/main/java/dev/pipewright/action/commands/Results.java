package dev.pipewright.action.commands;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.ObjectStore;
import dev.pipewright.action.Troubles;
import dev.pipewright.action.archive.Harvest;
import dev.pipewright.action.commands.Commands.Sight;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.OutputArtifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;

/** What commands that have ended leave: output variables and artifacts, or the sentence that says why they failed. */
final class Results {
    private static final int SHOWN_COMMAND = 200;

    private final ObjectStore objects;
    private final ActionRequest request;
    private final Declaration declaration;
    private final RunFolder folder;
    private final RunLog log;

    Results(ObjectStore objects, ActionRequest request, RunFolder folder, RunLog log) {
        this.objects = objects;
        this.request = request;
        this.declaration = new Declaration(request);
        this.folder = folder;
        this.log = log;
    }

    /**
     * Stores the output artifacts; may be repeated.
     *
     * @param end how the wait for the commands ended; not {@code RUNNING}
     * @return the output variables
     * @throws CommandsFailed when the commands failed, or one of their results cannot be had
     */
    Map<String, String> collect(Sight end) throws IOException, CommandsFailed {
        if (end == Sight.OVERDUE) {
            throw new CommandsFailed(
                    FailureType.JobFailed,
                    "The commands did not end by their deadline %s and were ended.%s",
                    request.deadline(), lastOutput());
        }
        if (Files.notExists(folder.path())) {
            throw new CommandsFailed(FailureType.JobFailed, "The commands removed the folder that they ran in.");
        }
        var status = folder.status();
        if (end == Sight.KILLED || status.isEmpty()) {
            throw new CommandsFailed(
                    FailureType.JobFailed,
                    "The shell that ran the commands was killed from outside and left no exit status.%s",
                    lastOutput());
        }
        if (status.getAsInt() != 0) {
            throw failedCommand(status.getAsInt());
        }
        var variables = folder.variables()
                .orElseThrow(() -> new CommandsFailed(
                        FailureType.JobFailed,
                        "The output variables have more than the %,d bytes that they may have together.",
                        RunFolder.MOST_VARIABLE_BYTES));
        for (var output : declaration.outputs()) {
            deliver(output);
        }
        return variables;
    }

    private CommandsFailed failedCommand(int status) throws IOException {
        var meaning = meaningOf(status);
        var commands = request.run().commands();
        var step = folder.step();
        if (step.isEmpty() || step.getAsInt() < 1 || step.getAsInt() > commands.size()) {
            return new CommandsFailed(
                    FailureType.JobFailed,
                    "The shell ended before the first command with exit status %d%s.%s",
                    status, meaning, lastOutput());
        }
        var command = commands.get(step.getAsInt() - 1).replaceAll("\\p{Cntrl}", " ");
        return new CommandsFailed(
                FailureType.JobFailed,
                "The command \"%s\" failed with exit status %d%s.%s",
                command.length() <= SHOWN_COMMAND ? command : command.substring(0, SHOWN_COMMAND) + "...",
                status, meaning, lastOutput());
    }

    private static String meaningOf(int status) {
        if (status == 126) {
            return " (not executable)";
        }
        if (status == 127) {
            return " (command not found)";
        }
        return status > 128 && status <= 128 + 64 ? " (ended by signal %d)".formatted(status - 128) : "";
    }

    private String lastOutput() throws IOException {
        var tail = log.tail();
        return tail.isEmpty() ? "" : " The log ends with: " + tail;
    }

    private void deliver(OutputArtifact output) throws IOException, CommandsFailed {
        var artifact = request.run().outputs().stream()
                .filter(it -> it.name().equals(output.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no place for the artifact " + output.name()));
        Harvest harvest;
        try {
            harvest = Harvest.of(declaration.workingFolder(folder), output.files());
        } catch (IllegalArgumentException bad) {
            throw new CommandsFailed(FailureType.JobFailed, "%s", bad.getMessage());
        } catch (NoSuchFileException | NotDirectoryException gone) {
            throw new CommandsFailed(
                    FailureType.JobFailed,
                    "The output artifact \"%s\" cannot be made: the commands removed their working folder.",
                    output.name());
        } catch (IOException unreadable) {
            throw new CommandsFailed(
                    FailureType.JobFailed,
                    "The output artifact \"%s\" cannot be made: %s", output.name(), Troubles.reason(unreadable));
        }
        try {
            harvest.pack(folder.zip());
            objects.putArtifact(request, artifact, folder.zip());
        } catch (IOException failure) {
            throw new CommandsFailed(
                    FailureType.SystemUnavailable,
                    "The output artifact \"%s\" cannot be stored: %s", output.name(), Troubles.reason(failure));
        } finally {
            Files.deleteIfExists(folder.zip());
        }
        log.say("Stored %,d files as the output artifact %s.".formatted(harvest.size(), output.name()));
    }
}
