package dev.pipewright.wire;

import java.util.Optional;

/** Looks up the keys that requests are signed with. */
public interface Credentials {
    /** A key that is in force, and whose it is. */
    record Key(String accessKeyId, String secretAccessKey, Principal principal) {}

    /**
     * The key of that id. Never says why there is none but by the faults it throws.
     *
     * @param sessionToken the token that the request carries, which temporary keys need
     * @throws Fault {@code ExpiredTokenException} or {@code UnrecognizedClientException} for a token that is over, or
     *     not of this key
     */
    Optional<Key> find(String accessKeyId, Optional<String> sessionToken);
}
