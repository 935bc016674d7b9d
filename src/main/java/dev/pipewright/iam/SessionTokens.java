package dev.pipewright.iam;

import dev.pipewright.wire.Credentials;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Principal;
import dev.pipewright.wire.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes temporary keys and knows them again, without storing any: the session token itself says what the key is good
 * for and until when, under a seal that only this server's master key makes. So they outlive a restart and cost no
 * write.
 */
public final class SessionTokens {
    private static final String PREFIX = "ASIA";
    /** Stands for the role that all of these keys act in, in the place of the id that a role would have. */
    private static final String ROLE_ID = "AROAPIPEWRIGHTJOBKEY";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final SecretKeySpec masterKey;
    private final InstantSource clock;
    private final Supplier<String> ids;

    /**
     * @param masterKey at least 32 random bytes
     * @param ids unguessable ids of 16 characters from {@code A-Z2-7}
     */
    public SessionTokens(byte[] masterKey, InstantSource clock, Supplier<String> ids) {
        if (masterKey.length < 32) {
            throw new IllegalArgumentException(
                    "the master key has %d bytes, fewer than 32".formatted(masterKey.length));
        }
        this.masterKey = new SecretKeySpec(masterKey, "HmacSHA256");
        this.clock = clock;
        this.ids = ids;
    }

    private record Session(String key, String account, String arn, long expires, List<Grant> grants) {}

    /** A key that is good for the grants and nothing else, for so long. */
    public TemporaryKey issue(String account, String arn, List<Grant> grants, Duration duration) {
        var id = PREFIX + ids.get();
        var expires = Instant.ofEpochSecond(clock.instant().plus(duration).getEpochSecond());
        var session = new Session(id, account, arn, expires.getEpochSecond(), grants);
        var payload = ENCODER.encodeToString(JSON.writeValueAsBytes(session));
        return new TemporaryKey(id, secret(id), payload + "." + seal(payload), expires);
    }

    /** Whether a key of that id would be one of these. */
    public boolean isTemporary(String accessKeyId) {
        return accessKeyId.startsWith(PREFIX);
    }

    /**
     * The key that a token belongs to.
     *
     * @throws Fault {@code ExpiredTokenException} when its time is over, {@code UnrecognizedClientException} when the
     *     token is missing, not of this server, or not of this key
     */
    public Credentials.Key open(String accessKeyId, Optional<String> sessionToken) {
        var session = sessionToken.flatMap(this::read).filter(it -> it.key().equals(accessKeyId));
        if (session.isEmpty()) {
            throw new Fault(
                    "UnrecognizedClientException", 403, "The security token included in the request is invalid.");
        }
        if (!clock.instant().isBefore(Instant.ofEpochSecond(session.get().expires()))) {
            throw new Fault("ExpiredTokenException", 403, "The security token included in the request is expired");
        }
        var grants = List.copyOf(session.get().grants());
        return new Credentials.Key(
                accessKeyId,
                secret(accessKeyId),
                new Principal(
                        session.get().account(),
                        session.get().arn(),
                        ROLE_ID + ":" + session.get().arn().substring(session.get().arn().lastIndexOf('/') + 1),
                        access -> grants.contains(new Grant(access.action(), access.resource()))
                                ? Verdict.ALLOWED
                                : Verdict.NOT_IN_SESSION));
    }

    private Optional<Session> read(String token) {
        var dot = token.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        var payload = token.substring(0, dot);
        var sealed = seal(payload).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(sealed, token.substring(dot + 1).getBytes(StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Base64.getUrlDecoder().decode(payload), Session.class));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IllegalStateException("a session token under our seal cannot be read", e);
        }
    }

    private String secret(String accessKeyId) {
        return Base64.getEncoder().encodeToString(mac("secret " + accessKeyId));
    }

    private String seal(String payload) {
        return ENCODER.encodeToString(mac("token " + payload));
    }

    private byte[] mac(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(masterKey);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
