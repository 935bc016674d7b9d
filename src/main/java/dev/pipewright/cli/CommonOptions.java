package dev.pipewright.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that every command takes. */
final class CommonOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".pipewright",
            description = "The directory that holds everything the server knows (default: ./.pipewright).")
    private Path data;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "4567",
            description = "The port to serve on, or where to look for a server that is not running yet"
                    + " (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this help.")
    private boolean help;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * The data directory as given, which is how people know it.
     *
     * @throws ParameterException when its name is empty, as from a shell variable that is not set
     */
    Path data() {
        if (data.toString().isEmpty()) {
            throw new ParameterException(command.commandLine(), "--data is empty and must name a directory");
        }
        return data;
    }

    /**
     * The port.
     *
     * @throws ParameterException when it is none
     */
    int port() {
        if (port >= 0 && port <= 65535) return port;
        throw new ParameterException(command.commandLine(), "--port is " + port + " and must be from 0 to 65535");
    }

    /** The administrator's key of the data directory. */
    LocalCredentials credentials() {
        try {
            return LocalCredentials.read(data()).orElseThrow(this::nothingHere);
        } catch (IOException unreadable) {
            throw new Complaint(unreadable.getMessage());
        }
    }

    /** Where the server on the data directory is, or would be by {@code --port} while none runs. */
    URI endpoint() {
        try {
            return LocalEndpoint.read(data()).orElseGet(() -> URI.create("http://127.0.0.1:" + port()));
        } catch (IOException unreadable) {
            throw new Complaint(unreadable.getMessage());
        }
    }

    /** The way to the server's own operations. */
    SignedJson administration() {
        return new SignedJson(endpoint(), credentials(), "pipewright", "Pipewright_20261122");
    }

    private Complaint nothingHere() {
        var what = Files.isDirectory(data) ? "holds no credentials" : "does not exist";
        return new Complaint(
                "The data directory %s %s yet: start a server on it first, with: pipewright serve --data %s",
                data, what, Shell.quote(data.toString()));
    }
}
