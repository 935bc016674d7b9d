package dev.pipewright.sink;

import java.time.Instant;

/**
 * A message for a topic.
 *
 * @param id a UUID that stays the same however often the message is published
 * @param topicArn the SNS topic that it is for
 * @param subject at most 100 characters
 * @param at when it was made
 */
public record Notification(String id, String topicArn, String subject, String message, Instant at) {}
