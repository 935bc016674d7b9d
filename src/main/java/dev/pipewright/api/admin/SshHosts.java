package dev.pipewright.api.admin;

import java.io.IOException;
import java.util.Optional;

/** What those know who speak SSH. */
public interface SshHosts {
    /**
     * The public key that a machine shows to whoever asks; nothing says that it is the right one.
     *
     * @throws IOException with a sentence, when the machine cannot be reached or shows none
     */
    String hostKey(String host, int port) throws IOException;

    /** A host's public key without its comment; empty where the text is none. */
    Optional<String> readHostKey(String text);

    /** The fingerprint of a host's public key, as OpenSSH shows it. */
    String fingerprint(String hostKey);

    /** Why a text cannot be used as a private key, as a sentence without any of it; empty where it can. */
    Optional<String> troubleWithIdentity(String text);
}
