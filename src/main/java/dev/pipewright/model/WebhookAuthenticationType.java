package dev.pipewright.model;

/** How a webhook tells its senders from others, spelled as in the API. */
public enum WebhookAuthenticationType {
    /** By GitHub's signature over the body, made with a secret that both know. */
    GITHUB_HMAC,
    /** By the address that the connection comes from. */
    IP,
    /** Not at all: whoever knows the URL is let in. */
    UNAUTHENTICATED
}
