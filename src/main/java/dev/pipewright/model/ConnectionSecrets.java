package dev.pipewright.model;

import java.util.Optional;

/**
 * What a connection knows and never tells.
 *
 * @param userName the user name that goes with the token; empty for the provider's usual one
 * @param token what repositories are read with; empty for public ones
 * @param webhookSecret what the host proves its events with; empty while it may tell none
 */
public record ConnectionSecrets(Optional<String> userName, Optional<String> token, Optional<String> webhookSecret) {
    public static final ConnectionSecrets NONE =
            new ConnectionSecrets(Optional.empty(), Optional.empty(), Optional.empty());

    /** Says only which of them there are. */
    @Override
    public String toString() {
        return "ConnectionSecrets[token=%s, webhookSecret=%s]"
                .formatted(token.isPresent() ? "****" : "none", webhookSecret.isPresent() ? "****" : "none");
    }
}
