package dev.pipewright.cli;

/** Starts the server; the commands know no more of it than this. */
@FunctionalInterface
public interface ServerStarter {
    /**
     * Starts a server and answers once it takes requests. By then its data directory holds the files that
     * {@link LocalCredentials} and {@link LocalEndpoint} read.
     *
     * @throws CannotStart when the port, the data directory or an option does not allow it; nothing is left running
     */
    RunningServer start(ServerOptions options) throws CannotStart;
}
