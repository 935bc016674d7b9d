package dev.pipewright.sink;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what is sent over HTTP as Standard Webhooks describes it, so that a receiver can tell that it comes from this
 * server, is whole, and is not an old one sent again.
 */
public final class Signature {
    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private final byte[] secret;

    private Signature(byte[] secret) {
        this.secret = secret;
    }

    /**
     * Signs with a secret in its written form: {@code whsec_} and the Base64 of 24 to 64 bytes.
     *
     * @throws IllegalArgumentException when it is not of that form; the message does not repeat it
     */
    public static Signature with(String written) {
        var wrong = "The secret must be whsec_ and the Base64 of %d to %d bytes".formatted(SHORTEST, LONGEST);
        if (!written.startsWith(PREFIX)) {
            throw new IllegalArgumentException(wrong);
        }
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(written.substring(PREFIX.length()));
        } catch (IllegalArgumentException _) {
            // What the decoder says quotes the secret.
            throw new IllegalArgumentException(wrong);
        }
        if (secret.length < SHORTEST || secret.length > LONGEST) {
            throw new IllegalArgumentException(wrong);
        }
        return new Signature(secret);
    }

    /** The written form of a secret of these bytes. */
    public static String written(byte[] secret) {
        return PREFIX + Base64.getEncoder().encodeToString(secret);
    }

    /** The headers that go with a body. */
    Map<String, String> headers(String id, Instant at, byte[] body) {
        var timestamp = Long.toString(at.getEpochSecond());
        var headers = new LinkedHashMap<String, String>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", timestamp);
        headers.put("webhook-signature", "v1," + Base64.getEncoder().encodeToString(sign(id, timestamp, body)));
        return headers;
    }

    private byte[] sign(String id, String timestamp, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
