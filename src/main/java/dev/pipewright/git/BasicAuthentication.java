package dev.pipewright.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pipewright.wire.Credentials;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Principal;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/** HTTP's Basic authentication, with an access key's id as the user and its secret as the password. */
final class BasicAuthentication {
    static final String CHALLENGE = "Basic realm=\"Pipewright\", charset=\"UTF-8\"";

    private final Credentials credentials;

    BasicAuthentication(Credentials credentials) {
        this.credentials = credentials;
    }

    /** Whose key it is, or the sentence that says what is wrong. */
    sealed interface Answer {
        record Known(Principal principal) implements Answer {}

        record Unknown(String sentence) implements Answer {}
    }

    /**
     * Checks a request's {@code Authorization}.
     *
     * @param authorization null when the request has none
     */
    Answer check(String authorization) {
        if (authorization == null) {
            return new Answer.Unknown(
                    "Sign in with an access key id as the user and its secret access key as the password.");
        }
        var pair = decode(authorization);
        var colon = pair.orElse("").indexOf(':');
        if (colon < 0) return new Answer.Unknown("The Authorization header is not one of HTTP's Basic authentication.");
        var accessKeyId = pair.get().substring(0, colon);
        var secret = pair.get().substring(colon + 1);
        try {
            // Temporary keys need a session token, for which Basic authentication has no place.
            var key = credentials.find(accessKeyId, Optional.empty());
            // An unknown id costs the same time as a wrong secret.
            var same = sameText(key.map(Credentials.Key::secretAccessKey).orElse("no such key"), secret);
            if (key.isPresent() && same) return new Answer.Known(key.get().principal());
        } catch (Fault fault) {
            return new Answer.Unknown(fault.getMessage());
        }
        return new Answer.Unknown(
                "The access key id is not known, or the secret access key is not the one of this id.");
    }

    private static Optional<String> decode(String authorization) {
        if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) return Optional.empty();
        try {
            return Optional.of(new String(Base64.getDecoder().decode(authorization.substring(6).strip()), UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean sameText(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(UTF_8), given.getBytes(UTF_8));
    }
}
