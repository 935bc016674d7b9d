package dev.pipewright.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.WebhookAuthConfiguration;
import dev.pipewright.model.WebhookAuthenticationType;
import dev.pipewright.model.WebhookDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuthenticationTest {
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private static WebhookDefinition webhook(String authentication, String range, String secret) {
        return new WebhookDefinition(
                "hook", "shop", "Fetch", List.of(), WebhookAuthenticationType.valueOf(authentication),
                new WebhookAuthConfiguration(range, secret));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "GITHUB_HMAC, -, hush", "IP, 192.0.2.0/24, -", "IP, 2001:db8::/32, -", "UNAUTHENTICATED, -, -"
    })
    void each_authentication_takes_its_parameter(String authentication, String range, String secret) {
        assertThat(Authentication.objection(webhook(authentication, range, secret))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "GITHUB_HMAC, -, -, SecretToken",
        "GITHUB_HMAC, 192.0.2.0/24, hush, AllowedIPRange",
        "IP, -, -, AllowedIPRange",
        "IP, 192.0.2.0/24, hush, SecretToken",
        "IP, 192.0.2.1, -, '192.0.2.1'",
        "IP, example.com/8, -, CIDR",
        "UNAUTHENTICATED, 192.0.2.0/24, -, AllowedIPRange",
        "UNAUTHENTICATED, -, hush, SecretToken"
    })
    void any_other_is_refused_by_name(String authentication, String range, String secret, String named) {
        assertThat(Authentication.objection(webhook(authentication, range, secret)))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .contains("'hook'")
                        .contains(named)
                        .doesNotContain("hush"));
    }

    private static DeliveryHead from(String peer, String signature256) {
        return new DeliveryHead(
                peer, Optional.empty(), Optional.empty(), Optional.ofNullable(signature256), Optional.empty(),
                Optional.empty());
    }

    private static boolean admits(WebhookDefinition webhook, DeliveryHead head) {
        return Authentication.admits(webhook, head, BODY);
    }

    @Test
    void a_secret_admits_who_signs_with_it() {
        var webhook = webhook("GITHUB_HMAC", null, "hush");

        assertThat(admits(webhook, from("192.0.2.1", HubSignature.sha256("hush", BODY)))).isTrue();
        assertThat(admits(webhook, from("192.0.2.1", HubSignature.sha256("hash", BODY)))).isFalse();
        assertThat(admits(webhook, from("192.0.2.1", null))).isFalse();
    }

    @Test
    void a_range_admits_who_is_in_it() {
        var webhook = webhook("IP", "192.0.2.0/24", null);

        assertThat(admits(webhook, from("192.0.2.200", null))).isTrue();
        assertThat(admits(webhook, from("192.0.3.200", null))).isFalse();
        assertThat(Authentication.mayAdmit(webhook, from("192.0.3.200", null))).isFalse();
    }

    @Test
    void without_authentication_everybody_is_admitted() {
        assertThat(admits(webhook("UNAUTHENTICATED", null, null), from("203.0.113.1", null))).isTrue();
    }

    @Test
    void a_secret_does_not_show_in_text() {
        assertThat(webhook("GITHUB_HMAC", null, "hush").toString()).doesNotContain("hush");
    }
}
