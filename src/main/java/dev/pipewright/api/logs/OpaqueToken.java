package dev.pipewright.api.logs;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Tokens that say where a page ended. They hold no more than a place, which grants nothing to who makes one up. */
final class OpaqueToken {
    private OpaqueToken() {}

    static String of(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws dev.pipewright.wire.Fault {@code InvalidParameterException} for what does not look as it has to */
    static MatchResult read(String token, Pattern form) {
        try {
            var matcher = form.matcher(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
            if (matcher.matches()) {
                return matcher.toMatchResult();
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw LogFaults.invalidToken();
    }
}
