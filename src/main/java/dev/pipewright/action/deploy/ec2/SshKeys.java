package dev.pipewright.action.deploy.ec2;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.util.security.SecurityUtils;

/** The keys of SSH as the files of OpenSSH spell them. */
public final class SshKeys {
    private SshKeys() {}

    /** A text that is no key; the message is a sentence, which does not repeat the text. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String sentence) {
            super(sentence, null, false, false);
        }
    }

    /**
     * A host's public key: its type and its base64 text, as in the files {@code /etc/ssh/*.pub}, whose comment is left
     * out of the answer.
     */
    public static String hostKey(String text) throws Unreadable {
        return PublicKeyEntry.toString(publicKey(text));
    }

    /** The fingerprint of a host's public key, as OpenSSH shows it. */
    public static String fingerprint(String hostKey) throws Unreadable {
        return KeyUtils.getFingerPrint(publicKey(hostKey));
    }

    static String text(PublicKey key) {
        return PublicKeyEntry.toString(key);
    }

    static PublicKey publicKey(String text) throws Unreadable {
        try {
            var entry = AuthorizedKeyEntry.parseAuthorizedKeyEntry(text.strip());
            if (entry != null && entry.getLoginOptions().isEmpty()) {
                var key = entry.resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
                if (key != null) {
                    return key;
                }
            }
        } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
            // Said below, in one way for all that can be wrong.
        }
        throw new Unreadable("A host key is a type and a base64 text, such as \"ssh-ed25519 AAAA...\".");
    }

    /** Whether a text is a private key that this server can use. */
    public static void checkIdentity(String text) throws Unreadable {
        identity(text);
    }

    static KeyPair identity(String text) throws Unreadable {
        var encrypted = new boolean[1];
        FilePasswordProvider noPassword = (_, _, _) -> {
            encrypted[0] = true;
            return null;
        };
        try (var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
            var pairs = SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName("identity"), bytes, noPassword);
            if (pairs != null) {
                for (var pair : pairs) {
                    return pair;
                }
            }
        } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
            // Said below. What the exceptions say may hold parts of the key.
        }
        throw new Unreadable(encrypted[0]
                ? "The private key is encrypted: this server has nobody to ask for its passphrase."
                : "The private key is not one that OpenSSH writes.");
    }

    /** The signature algorithms with which a machine can prove that it has a key. */
    static List<String> algorithms(PublicKey key) {
        var type = KeyUtils.getKeyType(key);
        return type.equals("ssh-rsa") ? List.of("rsa-sha2-512", "rsa-sha2-256") : List.of(type);
    }
}
