package dev.pipewright.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signatures of GitHub and of those who do as it does: an HMAC over the body as it came, under a secret that only
 * the two sides know.
 */
public final class HubSignature {
    private HubSignature() {}

    /**
     * Whether the body was signed with the secret. The better signature decides where both are there. The time it
     * takes does not tell how wrong a signature is.
     *
     * @param sha1 such as {@code sha1=7d38...}
     * @param sha256 such as {@code sha256=7571...}
     */
    public static boolean isValid(
            String secret, byte[] body, Optional<String> sha1, Optional<String> sha256) {
        return sha256.map(text -> isEqual(text, "sha256=", mac("HmacSHA256", secret, body)))
                .or(() -> sha1.map(text -> isEqual(text, "sha1=", mac("HmacSHA1", secret, body))))
                .orElse(false);
    }

    /** The signature as it stands in {@code X-Hub-Signature-256}. */
    static String sha256(String secret, byte[] body) {
        return "sha256=" + HexFormat.of().formatHex(mac("HmacSHA256", secret, body));
    }

    /** The signature as it stands in {@code X-Hub-Signature}. */
    static String sha1(String secret, byte[] body) {
        return "sha1=" + HexFormat.of().formatHex(mac("HmacSHA1", secret, body));
    }

    private static boolean isEqual(String given, String prefix, byte[] expected) {
        if (!given.startsWith(prefix)) {
            return false;
        }
        try {
            return MessageDigest.isEqual(HexFormat.of().parseHex(given, prefix.length(), given.length()), expected);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static byte[] mac(String algorithm, String secret, byte[] body) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
