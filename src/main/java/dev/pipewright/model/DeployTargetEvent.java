package dev.pipewright.model;

import java.time.Instant;

/**
 * One part of a deployment to one target.
 *
 * @param name such as {@code BEFORE_DEPLOY}
 * @param endTime null while it is going on
 * @param commandId under which the run's log has the event's output; null where nothing was run
 * @param message what there is to say of it; null where there is nothing
 */
public record DeployTargetEvent(
        String name,
        DeployTargetStatus status,
        Instant startTime,
        Instant endTime,
        String commandId,
        String message) {}
