package dev.pipewright.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.wire.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionTokensTest {
    private static final Grant READ = new Grant("s3:GetObject", "arn:aws:s3:::bucket/in");

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final AtomicInteger ids = new AtomicInteger();
    private final SessionTokens tokens = tokens((byte) 7);

    private SessionTokens tokens(byte fill) {
        var key = new byte[32];
        java.util.Arrays.fill(key, fill);
        return new SessionTokens(key, () -> now, () -> "ABCDEFGHIJKLMNO" + ids.incrementAndGet());
    }

    private TemporaryKey issue() {
        return tokens.issue("000000000000", "arn:aws:sts::000000000000:job/1", List.of(READ), Duration.ofMinutes(15));
    }

    @Test
    void a_key_opens_what_was_granted_and_nothing_else() {
        var issued = issue();

        var key = tokens.open(issued.accessKeyId(), Optional.of(issued.sessionToken()));

        assertThat(key.secretAccessKey()).isEqualTo(issued.secretAccessKey());
        assertThat(key.principal().grants().allow("s3:GetObject", "arn:aws:s3:::bucket/in")).isTrue();
        assertThat(key.principal().grants().allow("s3:PutObject", "arn:aws:s3:::bucket/in")).isFalse();
        assertThat(key.principal().grants().allow("s3:GetObject", "arn:aws:s3:::bucket/input")).isFalse();
        assertThat(key.principal().grants().allow("codepipeline:ListPipelines", "*")).isFalse();
    }

    @Test
    void a_restart_with_the_same_master_key_still_knows_it() {
        var issued = issue();

        assertThat(tokens((byte) 7).open(issued.accessKeyId(), Optional.of(issued.sessionToken())).principal().arn())
                .isEqualTo("arn:aws:sts::000000000000:job/1");
    }

    @Test
    void its_time_ends() {
        var issued = issue();
        now = now.plus(Duration.ofMinutes(15));

        assertRefused("ExpiredTokenException", tokens, issued.accessKeyId(), issued.sessionToken());
    }

    @Test
    void a_token_of_another_key_is_refused() {
        assertRefused("UnrecognizedClientException", tokens, issue().accessKeyId(), issue().sessionToken());
    }

    @Test
    void a_changed_token_is_refused() {
        var issued = issue();
        var token = issued.sessionToken();
        var changed = (token.startsWith("e") ? "f" : "e") + token.substring(1);

        assertRefused("UnrecognizedClientException", tokens, issued.accessKeyId(), changed);
        assertRefused("UnrecognizedClientException", tokens, issued.accessKeyId(), "no dot");
        assertRefused("UnrecognizedClientException", tokens, issued.accessKeyId(), null);
    }

    @Test
    void a_token_of_another_server_is_refused() {
        var issued = issue();

        assertRefused(
                "UnrecognizedClientException", tokens((byte) 8), issued.accessKeyId(), issued.sessionToken());
    }

    private static void assertRefused(String type, SessionTokens tokens, String key, String token) {
        assertThatThrownBy(() -> tokens.open(key, Optional.ofNullable(token)))
                .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.type()).isEqualTo(type));
    }
}
