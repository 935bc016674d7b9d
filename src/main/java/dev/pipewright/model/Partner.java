package dev.pipewright.model;

import java.time.Instant;

/**
 * Somebody outside who works for action types of the owner {@code ThirdParty}.
 *
 * @param id a lower-case UUID, which partners know as their {@code clientId}
 * @param account the account that registered the partner
 */
public record Partner(String id, String account, String name, Instant createdAt) {}
