package dev.pipewright.model;

import java.time.Instant;

/**
 * A closed way into or out of a stage.
 *
 * @param inbound true for the way into the stage, false for the way out
 * @param changedBy the ARN of who closed it
 */
public record Transition(String stage, boolean inbound, String reason, String changedBy, Instant changedAt) {}
