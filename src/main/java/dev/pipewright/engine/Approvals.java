package dev.pipewright.engine;

import java.util.Map;

/** What the configuration of a manual approval asks of its answer. */
final class Approvals {
    private Approvals() {}

    /** Why an approval that waited when its pipeline was updated cannot be answered any more. */
    static String outOfDate(String pipeline) {
        return "The pipeline %s has been updated, and the approval request you responded to is now out of date."
                .formatted(pipeline);
    }

    /** Whether an answer without a summary is refused. */
    static boolean summaryRequired(Map<String, String> configuration) {
        return "true".equalsIgnoreCase(configuration.get("IsSummaryRequired"));
    }
}
