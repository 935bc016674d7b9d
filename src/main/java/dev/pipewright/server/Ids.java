package dev.pipewright.server;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.stream.Collectors;

/** Where ids come from: the only random thing in the server beside keys. */
final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String KEY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Ids() {}

    /** A lower-case UUID. */
    static String uuid() {
        return UUID.randomUUID().toString();
    }

    /** The random part of an access key id: 16 characters. */
    static String accessKey() {
        return letters(KEY_LETTERS, 16);
    }

    /** The part of a webhook's URL that nobody can guess: 43 letters and digits, which is 256 bits. */
    static String address() {
        return letters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 43);
    }

    /** A version id of an object: 32 characters that are safe in a URL. */
    static String version() {
        return letters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.", 32);
    }

    /** A secret of 40 characters, as the service's secret access keys have. */
    static String secret() {
        return letters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 40);
    }

    /** Random bytes. */
    static byte[] bytes(int count) {
        var bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String letters(String alphabet, int count) {
        return RANDOM.ints(count, 0, alphabet.length())
                .mapToObj(index -> String.valueOf(alphabet.charAt(index)))
                .collect(Collectors.joining());
    }
}
