package dev.pipewright.action.deploy.ec2;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;

/** An open connection to a machine. */
final class Machine implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Set<ClientChannelEvent> ENDS = EnumSet.of(
            ClientChannelEvent.CLOSED, ClientChannelEvent.EXIT_STATUS, ClientChannelEvent.EXIT_SIGNAL);

    private final ClientSession session;

    Machine(ClientSession session) {
        this.session = session;
    }

    /** How a script ended. */
    sealed interface End {}

    /** It came to its own end, well or badly. */
    record Exit(int status) implements End {}

    /** A signal ended it. */
    record Signal(String name) implements End {}

    /** It was not waited for any longer. */
    record GivenUp() implements End {}

    /**
     * Runs a script of the machine's {@code /bin/sh} as the user of this connection.
     *
     * @param input what the script reads
     * @param output where all goes that it prints
     * @param patience while it says yes, the end is waited for
     * @throws IOException when the connection is lost
     */
    End run(String script, InputStream input, OutputStream output, BooleanSupplier patience) throws IOException {
        try (var channel = session.createExecChannel("exec /bin/sh -c " + Quoted.of(script))) {
            channel.setIn(input);
            channel.setRedirectErrorStream(true);
            channel.setOut(output);
            channel.open().verify(PATIENCE);
            while (channel.waitFor(ENDS, LOOK).stream().noneMatch(ENDS::contains)) {
                if (!patience.getAsBoolean()) {
                    return new GivenUp();
                }
            }
            // What a script leaves running in the background may hold the channel open for good.
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LAST_OUTPUT);
            if (channel.getExitStatus() != null) {
                return new Exit(channel.getExitStatus());
            }
            if (channel.getExitSignal() != null) {
                return new Signal(channel.getExitSignal());
            }
            throw lost(null);
        } catch (IllegalStateException closed) {
            throw lost(closed);
        }
    }

    private static IOException lost(Exception cause) {
        return new IOException("The connection was lost.", cause);
    }

    /** Closes the connection at once; what runs on the machine is not told. */
    @Override
    public void close() {
        session.close(true);
    }
}
