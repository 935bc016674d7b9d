package dev.pipewright.action.commands;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.archive.Archive;
import dev.pipewright.action.archive.Glob;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.OutputArtifact;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What the pipeline says of an action that runs commands, as far as it has a meaning of its own here. */
record Declaration(ActionRequest request) {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern ARTIFACT = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    /**
     * Looks whether the action can be run at all.
     *
     * @throws CommandsFailed with a sentence that names what cannot be
     */
    void check() throws CommandsFailed {
        var environmentType = request.optionalSetting("EnvironmentType").orElse("LINUX_CONTAINER");
        if (environmentType.startsWith("WINDOWS")) {
            throw new CommandsFailed(
                    FailureType.ConfigurationError,
                    "The EnvironmentType \"%s\" is not available: this server runs commands on Linux.",
                    environmentType);
        }
        for (var input : request.run().inputs()) {
            if (!ARTIFACT.matcher(input.name()).matches()) {
                throw new CommandsFailed(
                        FailureType.ConfigurationError, "The artifact name \"%s\" cannot be the name of a folder.",
                        Archive.shown(input.name()));
            }
        }
        for (var name : outputVariables()) {
            if (!VARIABLE.matcher(name).matches()) {
                throw new CommandsFailed(
                        FailureType.ConfigurationError,
                        "The output variable \"%s\" cannot be the name of a shell variable.", Archive.shown(name));
            }
        }
        for (var output : outputs()) {
            if (output.files() == null || output.files().isEmpty()) {
                throw new CommandsFailed(
                        FailureType.ConfigurationError,
                        "The output artifact \"%s\" names no files: a Commands action must say which files it holds.",
                        output.name());
            }
            for (var pattern : output.files()) {
                try {
                    Glob.of(pattern);
                } catch (IllegalArgumentException bad) {
                    throw new CommandsFailed(FailureType.ConfigurationError, "%s", bad.getMessage());
                }
            }
        }
    }

    /** The shell variables whose values the action has as its output variables. */
    List<String> outputVariables() {
        var names = request.action().outputVariables();
        return names == null ? List.of() : names;
    }

    /** The artifacts that the action makes. */
    List<OutputArtifact> outputs() {
        var outputs = request.action().outputArtifacts();
        return outputs == null ? List.of() : outputs;
    }

    /** Where the commands begin: the first input artifact is unpacked there. */
    Path workingFolder(RunFolder folder) {
        var inputs = request.run().inputs();
        return inputs.isEmpty() ? folder.path().resolve("src") : folder.source(inputs.getFirst().name());
    }
}
