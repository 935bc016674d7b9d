package dev.pipewright.model;

/**
 * What a webhook's authentication needs, member for member as {@code WebhookAuthConfiguration} of the API.
 *
 * @param allowedIPRange a range in CIDR notation, for {@code IP}; null for the others
 * @param secretToken for {@code GITHUB_HMAC}; null for the others
 */
public record WebhookAuthConfiguration(String allowedIPRange, String secretToken) {
    /** The same with another secret. */
    public WebhookAuthConfiguration withSecretToken(String token) {
        return new WebhookAuthConfiguration(allowedIPRange, token);
    }

    /** Without the secret, so that it reaches no log. */
    @Override
    public String toString() {
        return "WebhookAuthConfiguration[allowedIPRange=%s, secretToken=%s]"
                .formatted(allowedIPRange, secretToken == null ? "none" : "given");
    }
}
