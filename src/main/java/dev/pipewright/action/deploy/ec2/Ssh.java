package dev.pipewright.action.deploy.ec2;

import dev.pipewright.model.Instance;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * Speaks SSH to machines. It uses the keys that it is given and nothing of the server's own user: no configuration, no
 * agent, no list of known hosts.
 */
public final class Ssh implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int MISSED_HEARTBEATS = 3;
    private static final AttributeRepository.AttributeKey<PublicKey> PINNED = new AttributeRepository.AttributeKey<>();
    private static final AttributeRepository.AttributeKey<CompletableFuture<PublicKey>> ASKED =
            new AttributeRepository.AttributeKey<>();

    private final SshClient client;

    private Ssh(SshClient client) {
        this.client = client;
    }

    /** Makes ready for connections; nothing is opened yet. */
    public static Ssh start() {
        var client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setAgentFactory(null);
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        client.setServerKeyVerifier(verifier());
        client.addSessionListener(new OnlyTheKnownKey());
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, HEARTBEAT);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, MISSED_HEARTBEATS);
        client.start();
        return new Ssh(client);
    }

    private static ServerKeyVerifier verifier() {
        return (session, _, key) -> {
            var context = session.getConnectionContext();
            var asked = context.getAttribute(ASKED);
            if (asked != null) {
                asked.complete(key);
                return false;
            }
            return KeyUtils.compareKeys(context.getAttribute(PINNED), key);
        };
    }

    /** Asks a machine only for the key by which it is known: one with several would show another. */
    private static final class OnlyTheKnownKey implements SessionListener {
        @Override
        public void sessionNegotiationOptionsCreated(Session session, Map<KexProposalOption, String> proposal) {
            var context = session instanceof ClientSession own ? own.getConnectionContext() : null;
            var pinned = context == null ? null : context.getAttribute(PINNED);
            var algorithms = pinned == null
                    ? Stream.of(proposal.get(KexProposalOption.SERVERKEYS).split(","))
                            .filter(each -> !each.contains("-cert-") && !each.equals("ssh-rsa"))
                    : SshKeys.algorithms(pinned).stream();
            proposal.put(KexProposalOption.SERVERKEYS, algorithms.collect(Collectors.joining(",")));
        }
    }

    /**
     * Opens a connection to a machine that shows the key by which it is known.
     *
     * @param identity the private key of the machine's user
     * @throws IOException with a sentence, when the machine cannot be reached, shows another key or refuses the
     *     identity
     */
    Machine open(Instance instance, String identity) throws IOException {
        PublicKey pinned;
        KeyPair pair;
        try {
            pinned = SshKeys.publicKey(instance.hostKey());
            pair = SshKeys.identity(identity);
        } catch (SshKeys.Unreadable unreadable) {
            throw new IOException(unreadable.getMessage());
        }
        var place = "%s:%d".formatted(instance.host(), instance.port());
        ClientSession session;
        try {
            session = client.connect(
                            instance.userName(),
                            instance.host(),
                            instance.port(),
                            AttributeRepository.ofKeyValuePair(PINNED, pinned),
                            null)
                    .verify(PATIENCE)
                    .getSession();
        } catch (IOException | RuntimeException unreachable) {
            throw new IOException("%s cannot be reached: %s".formatted(place, obstacle(unreachable)), unreachable);
        }
        try {
            session.setKeyIdentityProvider(KeyIdentityProvider.wrapKeyPairs(pair));
            session.auth().verify(PATIENCE);
            return new Machine(session);
        } catch (IOException | RuntimeException refused) {
            var shown = Optional.ofNullable(session.getServerKey());
            session.close(true);
            throw new IOException(
                    shown.isPresent() && KeyUtils.compareKeys(pinned, shown.get())
                            ? "%s does not let the user \"%s\" in with the private key: %s".formatted(
                                    place, instance.userName(), reason(refused))
                            : "%s did not prove that it has the host key it is known by: %s".formatted(
                                    place, reason(refused)),
                    refused);
        }
    }

    /** Why there is no connection; the library names its own objects in what it says itself. */
    private static String obstacle(Exception failure) {
        Throwable first = failure;
        while (first.getCause() != null && first.getCause() != first) {
            first = first.getCause();
        }
        return switch (first) {
            case UnresolvedAddressException _, UnknownHostException _ -> "there is no host of this name.";
            case TimeoutException _ -> "there was no answer within %d seconds.".formatted(PATIENCE.toSeconds());
            case Exception other -> reason(other);
            default -> reason(failure);
        };
    }

    private static String reason(Exception failure) {
        var message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        var line = message.strip().replaceAll("\\p{Cntrl}+", " ");
        return (line.length() > 300 ? line.substring(0, 300) + "..." : line) + (line.endsWith(".") ? "" : ".");
    }

    /**
     * The public key that a machine shows to whoever asks, for somebody to compare: nothing says that it is the right
     * one.
     *
     * @throws IOException with a sentence, when the machine cannot be reached or shows none
     */
    public String hostKey(String host, int port) throws IOException {
        var asked = new CompletableFuture<PublicKey>();
        try {
            var session = client.connect(
                            "nobody", host, port, AttributeRepository.ofKeyValuePair(ASKED, asked), null)
                    .verify(PATIENCE)
                    .getSession();
            try {
                session.auth().verify(PATIENCE);
            } catch (IOException | RuntimeException refusedByOurselves) {
                // The verifier says no to every key, once it has seen it.
            } finally {
                session.close(true);
            }
        } catch (IOException | RuntimeException unreachable) {
            throw new IOException(
                    "%s:%d cannot be reached: %s".formatted(host, port, obstacle(unreachable)), unreachable);
        }
        var key = asked.getNow(null);
        if (key == null) {
            throw new IOException("%s:%d shows no SSH host key.".formatted(host, port));
        }
        return SshKeys.text(key);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
