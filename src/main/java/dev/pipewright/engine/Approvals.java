package dev.pipewright.engine;

import dev.pipewright.model.ActionRun;
import java.util.Map;

/** What manual approvals ask of their answers, and why some can have none. */
public final class Approvals {
    private Approvals() {}

    /** Why an approval that waited when its pipeline was updated cannot be answered any more. */
    static String outOfDate(String pipeline) {
        return "The pipeline %s has been updated, and the approval request you responded to is now out of date."
                .formatted(pipeline);
    }

    /** Whether an approval ended because its pipeline was updated while it waited. */
    public static boolean isOutOfDate(ActionRun approval, String pipeline) {
        return approval.error() != null && approval.error().message().equals(outOfDate(pipeline));
    }

    /** Whether an answer without a summary is refused. */
    static boolean summaryRequired(Map<String, String> configuration) {
        return "true".equalsIgnoreCase(configuration.get("IsSummaryRequired"));
    }
}
