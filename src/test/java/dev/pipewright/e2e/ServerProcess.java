package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.cli.LocalCredentials;
import dev.pipewright.cli.LocalEndpoint;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, as people run it: to be killed, interrupted and started again. */
final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path data;
    private final Path log;
    private final URI endpoint;

    private ServerProcess(Process process, Path data, Path log, URI endpoint) {
        this.process = process;
        this.data = data;
        this.log = log;
        this.endpoint = endpoint;
    }

    /** Starts a server on the directory, at a port that is free, and waits until it takes requests. */
    static ServerProcess start(Path data) throws Exception {
        return start(List.of(), data, data);
    }

    /** Starts a server with more options, and with variables in its environment. */
    static ServerProcess start(Path data, Map<String, String> environment, String... options) throws Exception {
        return start(List.of(), environment, data, data, options);
    }

    /**
     * Starts a server by way of another program that becomes it, such as {@code unshare}.
     *
     * @param data the directory as the server knows it
     * @param seen the same directory as this process sees it; {@code PID} in it stands for the server's process
     */
    static ServerProcess start(List<String> wrapper, Path data, Path seen) throws Exception {
        return start(wrapper, Map.of(), data, seen);
    }

    private static ServerProcess start(
            List<String> wrapper, Map<String, String> environment, Path data, Path seen, String... options)
            throws Exception {
        // Every start is told by a file of its own: a killed server leaves its endpoint file behind.
        var log = Files.createTempFile("server", ".log");
        // A build that was started in the background hands down that interrupts are to be ignored.
        var command = new ArrayList<>(List.of("env", "--default-signal=INT", "setsid"));
        command.addAll(wrapper);
        command.addAll(Program.pipewrightCommand("serve", "--data", data.toString(), "--port", "0"));
        command.addAll(List.of(options));
        var builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            Until.holds("the server on " + data + " serves", PATIENCE, () -> {
                assertThat(process.isAlive()).as("the server lives: %s", Files.readString(log)).isTrue();
                return Files.readString(log).contains("Pipewright serves ");
            });
            var own = Path.of(seen.toString().replace("PID", Long.toString(process.pid())));
            return new ServerProcess(process, own, log, LocalEndpoint.read(own).orElseThrow());
        } catch (Exception | AssertionError failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    URI endpoint() {
        return endpoint;
    }

    /** The data directory as this process sees it. */
    Path data() {
        return data;
    }

    LocalCredentials credentials() throws IOException {
        return LocalCredentials.read(data).orElseThrow();
    }

    /** What the server has written to the terminal. */
    String log() throws IOException {
        return Files.readString(log);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The end that no program can prepare for. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Sends a signal to the server alone and answers its exit status. */
    int terminate() throws Exception {
        return signal("-TERM", Long.toString(process.pid()));
    }

    /** Sends what Ctrl-C sends, and to whom it does: the whole process group. */
    int interrupt() throws Exception {
        return signal("-INT", "-" + process.pid());
    }

    private int signal(String signal, String target) throws Exception {
        Program.run(Path.of("."), Map.of(), List.of("/bin/kill", signal, "--", target)).success();
        assertThat(process.waitFor(15, TimeUnit.SECONDS)).as("ends soon after %s: %s", signal, log()).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.deleteIfExists(log);
    }
}
