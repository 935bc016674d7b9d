package dev.pipewright.webhook;

import dev.pipewright.model.WebhookDefinition;
import java.util.Optional;

/** Who may deliver to a webhook. */
final class Authentication {
    private Authentication() {}

    /** What is wrong with the parameters of a definition's authentication, in one sentence. */
    static Optional<String> objection(WebhookDefinition webhook) {
        var given = webhook.authenticationConfiguration();
        return switch (webhook.authentication()) {
            case GITHUB_HMAC -> given.secretToken() == null
                    ? Optional.of("The webhook '%s' has the authentication GITHUB_HMAC, which needs a SecretToken"
                            .formatted(webhook.name()))
                    : unused(webhook, "AllowedIPRange", given.allowedIPRange());
            case IP -> range(webhook).or(() -> unused(webhook, "SecretToken", given.secretToken()));
            case UNAUTHENTICATED -> unused(webhook, "AllowedIPRange", given.allowedIPRange())
                    .or(() -> unused(webhook, "SecretToken", given.secretToken()));
        };
    }

    private static Optional<String> range(WebhookDefinition webhook) {
        var text = webhook.authenticationConfiguration().allowedIPRange();
        if (text == null) {
            return Optional.of("The webhook '%s' has the authentication IP, which needs an AllowedIPRange"
                    .formatted(webhook.name()));
        }
        return IpRange.parse(text).isPresent()
                ? Optional.empty()
                : Optional.of(("The AllowedIPRange of the webhook '%s' is '%s' and must be a range in CIDR notation,"
                                + " such as 192.0.2.0/24 or 2001:db8::/32")
                        .formatted(webhook.name(), text));
    }

    private static Optional<String> unused(WebhookDefinition webhook, String member, String value) {
        return value == null
                ? Optional.empty()
                : Optional.of("The webhook '%s' has the authentication %s, which takes no %s"
                        .formatted(webhook.name(), webhook.authentication(), member));
    }

    /** Whether a delivery may still be let in once its body is known: what need not wait for the body is checked. */
    static boolean mayAdmit(WebhookDefinition webhook, DeliveryHead head) {
        var given = webhook.authenticationConfiguration();
        return switch (webhook.authentication()) {
            case GITHUB_HMAC -> head.signature().isPresent() || head.signature256().isPresent();
            case IP -> IpRange.parse(given.allowedIPRange()).filter(it -> it.contains(head.peer())).isPresent();
            case UNAUTHENTICATED -> true;
        };
    }

    /** Whether a delivery is let in. */
    static boolean admits(WebhookDefinition webhook, DeliveryHead head, byte[] body) {
        return mayAdmit(webhook, head) && switch (webhook.authentication()) {
            case GITHUB_HMAC -> HubSignature.isValid(
                    webhook.authenticationConfiguration().secretToken(), body, head.signature(), head.signature256());
            case IP, UNAUTHENTICATED -> true;
        };
    }
}
