package dev.pipewright.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
    @Test
    void signs_as_the_example_of_standard_webhooks() {
        var headers = Signature.with("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .headers(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1614265330),
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));
        assertThat(headers)
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2hvcnQ=", "whsec_not*Base64*at*all"})
    void a_secret_of_another_form_is_refused_without_being_repeated(String secret) {
        assertThatThrownBy(() -> Signature.with(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The secret must be whsec_ and the Base64 of 24 to 64 bytes");
    }

    @Test
    void a_written_secret_can_be_read() {
        assertThat(Signature.written(new byte[32])).isEqualTo("whsec_" + "A".repeat(43) + "=");
        assertThat(Signature.with(Signature.written(new byte[32]))).isNotNull();
    }
}
