package dev.pipewright.model;

/**
 * One thing that a webhook demands of a payload, as {@code WebhookFilterRule} of the API.
 *
 * @param matchEquals the value that must stand there, with {@code {Key}} for values of the target action's
 *     configuration; null when any value will do
 */
public record WebhookFilterRule(String jsonPath, String matchEquals) {}
