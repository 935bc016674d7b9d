package dev.pipewright.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HubSignatureTest {
    private static final String SECRET = "It's a Secret to Everybody";
    private static final byte[] BODY = "Hello, World!".getBytes(StandardCharsets.UTF_8);
    private static final String SHA256 = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    private static final String SHA1 = "sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59";

    private static boolean isValid(String secret, byte[] body, String sha1, String sha256) {
        return HubSignature.isValid(secret, body, Optional.ofNullable(sha1), Optional.ofNullable(sha256));
    }

    @Test
    void the_signatures_of_github_are_known() {
        assertThat(isValid(SECRET, BODY, null, SHA256)).isTrue();
        assertThat(isValid(SECRET, BODY, SHA1, null)).isTrue();
        assertThat(isValid(SECRET, BODY, SHA1, SHA256)).isTrue();
    }

    @Test
    void another_body_or_another_secret_has_another_signature() {
        var other = "Hello, World?".getBytes(StandardCharsets.UTF_8);

        assertThat(isValid(SECRET, other, null, SHA256)).isFalse();
        assertThat(isValid(SECRET, other, SHA1, null)).isFalse();
        assertThat(isValid(SECRET + " ", BODY, null, SHA256)).isFalse();
        assertThat(isValid(SECRET + " ", BODY, SHA1, null)).isFalse();
    }

    @Test
    void the_better_signature_decides() {
        assertThat(isValid(SECRET, BODY, SHA1, SHA256.replace('7', '8'))).isFalse();
        assertThat(isValid(SECRET, BODY, SHA1.replace('0', '1'), SHA256)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "sha256=", "sha256=7", "sha256=zz", "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        "sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", SHA1, SHA256 + "00"
    })
    void what_is_no_signature_is_not_valid(String text) {
        assertThat(isValid(SECRET, BODY, null, text)).isFalse();
    }

    @Test
    void without_a_signature_nothing_is_valid() {
        assertThat(isValid(SECRET, BODY, null, null)).isFalse();
    }
}
