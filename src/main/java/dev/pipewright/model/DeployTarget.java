package dev.pipewright.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the targets of a deploy action, and how far the deployment to it has come.
 *
 * @param targetType what kind of target it is, such as {@code EC2}
 * @param startTime null before it has begun
 * @param endTime null before it has ended
 * @param events in the order in which they began
 */
public record DeployTarget(
        String targetId,
        String targetType,
        DeployTargetStatus status,
        Instant startTime,
        Instant endTime,
        List<DeployTargetEvent> events) {
    public DeployTarget {
        events = List.copyOf(events);
    }

    /** A target to which nothing was done yet. */
    public static DeployTarget pending(String targetId, String targetType) {
        return new DeployTarget(targetId, targetType, DeployTargetStatus.Pending, null, null, List.of());
    }

    /** The same target, just begun on, as if nothing had been done to it before. */
    public DeployTarget begun(Instant at) {
        return new DeployTarget(targetId, targetType, DeployTargetStatus.InProgress, at, null, List.of());
    }

    /** The same target, at its end. */
    public DeployTarget ended(DeployTargetStatus how, Instant at) {
        return new DeployTarget(targetId, targetType, how, startTime, at, events);
    }

    /** The same target with an event, in the place of an earlier one of the same name. */
    public DeployTarget with(DeployTargetEvent event) {
        var all = new ArrayList<>(events);
        all.removeIf(each -> each.name().equals(event.name()));
        all.add(event);
        return new DeployTarget(targetId, targetType, status, startTime, endTime, all);
    }
}
