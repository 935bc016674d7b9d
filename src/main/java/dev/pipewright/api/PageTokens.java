package dev.pipewright.api;

import dev.pipewright.wire.Fault;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The {@code nextToken}s of lists: where a page ended, under a seal that ties it to what was listed. A token says a key
 * of the last item and no offset, so that items which come and go meanwhile neither hide nor repeat others.
 */
public final class PageTokens {
    private static final int SEAL = 16;

    private final SecretKeySpec key;

    /** @param key at least 32 random bytes, the same after a restart */
    public PageTokens(byte[] key) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    /**
     * A token for the page that follows.
     *
     * @param listing what is listed: the operation and all that narrows it, the same for every page
     * @param position the key of the last item of this page
     */
    String after(String listing, String position) {
        var bytes = position.getBytes(StandardCharsets.UTF_8);
        var token = Arrays.copyOf(seal(listing, bytes), SEAL + bytes.length);
        System.arraycopy(bytes, 0, token, SEAL, bytes.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /**
     * The position in a token; empty for the first page.
     *
     * @throws Fault {@code InvalidNextTokenException} for a token that was not made for this listing
     */
    Optional<String> position(String listing, String token) {
        if (token == null) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException _) {
            throw Faults.invalidNextToken();
        }
        if (bytes.length < SEAL) {
            throw Faults.invalidNextToken();
        }
        var position = Arrays.copyOfRange(bytes, SEAL, bytes.length);
        if (!MessageDigest.isEqual(seal(listing, position), Arrays.copyOf(bytes, SEAL))) {
            throw Faults.invalidNextToken();
        }
        return Optional.of(new String(position, StandardCharsets.UTF_8));
    }

    private byte[] seal(String listing, byte[] position) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(listing.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(position), SEAL);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
