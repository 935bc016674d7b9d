package dev.pipewright.api;

import dev.pipewright.wire.Fault;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The {@code nextToken}s of lists: where a page ended, under a seal that ties it to what was listed. A token says a key
 * of the last item and no offset, so that items which come and go meanwhile neither hide nor repeat others.
 */
public final class PageTokens {
    private static final int SEAL = 16;

    private final SecretKeySpec key;
    private final Supplier<Fault> refusal;

    /** @param key at least 32 random bytes, the same after a restart */
    public PageTokens(byte[] key) {
        this(new SecretKeySpec(key, "HmacSHA256"), Faults::invalidNextToken);
    }

    private PageTokens(SecretKeySpec key, Supplier<Fault> refusal) {
        this.key = key;
        this.refusal = refusal;
    }

    /** The same tokens for a service that has another error for those that are not its own. */
    public PageTokens refusing(Supplier<Fault> error) {
        return new PageTokens(key, error);
    }

    /**
     * A token for the page that follows.
     *
     * @param listing what is listed: the operation and all that narrows it, the same for every page
     * @param position the key of the last item of this page
     */
    public String after(String listing, String position) {
        var bytes = position.getBytes(StandardCharsets.UTF_8);
        var token = Arrays.copyOf(seal(listing, bytes), SEAL + bytes.length);
        System.arraycopy(bytes, 0, token, SEAL, bytes.length);
        return text(token);
    }

    /**
     * The position in a token; empty for the first page.
     *
     * @throws Fault {@code InvalidNextTokenException}, or what stands in its place, for a token that was not made for
     *     this listing; only the very text that was made counts
     */
    public Optional<String> position(String listing, String token) {
        if (token == null) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException _) {
            throw refusal.get();
        }
        if (bytes.length < SEAL || !text(bytes).equals(token)) {
            throw refusal.get();
        }
        var position = Arrays.copyOfRange(bytes, SEAL, bytes.length);
        if (!MessageDigest.isEqual(seal(listing, position), Arrays.copyOf(bytes, SEAL))) {
            throw refusal.get();
        }
        return Optional.of(new String(position, StandardCharsets.UTF_8));
    }

    private static String text(byte[] token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
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
