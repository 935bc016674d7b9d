package dev.pipewright.action.deploy.ec2;

import dev.pipewright.model.Instance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/**
 * A machine that answers on a port of this one: it runs what it is told through {@code /bin/sh}, in a home of its own.
 * As with OpenSSH, what runs goes on when its connection is gone.
 */
public final class SshMachine implements AutoCloseable {
    private static final KeyPair USER = pair("ssh-ed25519", 256);
    private static final KeyPair ED25519 = pair("ssh-ed25519", 256);
    private static final KeyPair RSA = pair("ssh-rsa", 2048);

    private final SshServer server = SshServer.setUpDefaultServer();
    private final Path home;
    private final List<String> commands = new CopyOnWriteArrayList<>();

    private SshMachine(Path home) {
        this.home = home;
    }

    /** Starts one; all of them have the same keys, and let the same user in. */
    public static SshMachine start(Path home) throws IOException {
        var machine = new SshMachine(Files.createDirectories(home));
        machine.server.setHost("127.0.0.1");
        machine.server.setPort(0);
        machine.server.setKeyPairProvider(KeyPairProvider.wrap(RSA, ED25519));
        machine.server.setPublickeyAuthenticator((user, key, _) ->
                user.equals("deployer") && KeyUtils.compareKeys(key, USER.getPublic()));
        machine.server.setCommandFactory((_, command) -> machine.new Shell(command));
        machine.server.start();
        return machine;
    }

    private static KeyPair pair(String type, int size) {
        try {
            return KeyUtils.generateKeyPair(type, size);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The private key that opens every machine. */
    public static String identity() {
        return text(USER);
    }

    /** A private key that opens none. */
    static String strangersIdentity() {
        return text(pair("ssh-ed25519", 256));
    }

    private static String text(KeyPair pair) {
        var bytes = new ByteArrayOutputStream();
        try {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", null, bytes);
        } catch (IOException | GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes.toString(StandardCharsets.US_ASCII);
    }

    /** One of the two host keys. */
    public static String hostKey() {
        return PublicKeyEntry.toString(ED25519.getPublic());
    }

    /** The other one. */
    static String rsaHostKey() {
        return PublicKeyEntry.toString(RSA.getPublic());
    }

    public int port() {
        return server.getPort();
    }

    public Path home() {
        return home;
    }

    /** All that it was told to run. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    Instance instance(String id, String name, Map<String, String> tags) {
        return new Instance(id, name, "127.0.0.1", port(), "deployer", hostKey(), tags);
    }

    /** Cuts every connection, as a broken network does. */
    void cut() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private final class Shell implements Command {
        private final String command;
        private InputStream in;
        private OutputStream out;
        private OutputStream err;
        private ExitCallback exit;

        Shell(String command) {
            this.command = command;
        }

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            err = stream;
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) throws IOException {
            commands.add(command);
            // A session of its own, as OpenSSH gives each command.
            var builder = new ProcessBuilder("setsid", "/bin/sh", "-c", command).directory(home.toFile());
            builder.environment().clear();
            builder.environment().putAll(Map.of("HOME", home.toString(), "PATH", System.getenv("PATH")));
            var process = builder.start();
            Thread.ofVirtual().start(() -> copy(in, process.getOutputStream(), true));
            var outputs = List.of(
                    Thread.ofVirtual().start(() -> copy(process.getInputStream(), out, false)),
                    Thread.ofVirtual().start(() -> copy(process.getErrorStream(), err, false)));
            Thread.ofVirtual().start(() -> {
                try {
                    var status = process.waitFor();
                    for (var output : outputs) {
                        output.join();
                    }
                    exit.onExit(status);
                } catch (InterruptedException impossible) {
                    throw new IllegalStateException(impossible);
                }
            });
        }

        private static void copy(InputStream from, OutputStream to, boolean closing) {
            try {
                var buffer = new byte[8192];
                for (int got; (got = from.read(buffer)) >= 0; ) {
                    to.write(buffer, 0, got);
                    to.flush();
                }
                if (closing) {
                    to.close();
                }
            } catch (IOException gone) {
                // Whoever would have read it is no more.
            } catch (UncheckedIOException gone) {
                // The same.
            }
        }

        @Override
        public void destroy(ChannelSession channel) {
            // The process goes on.
        }
    }
}
