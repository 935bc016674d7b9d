package dev.pipewright.store;

import dev.pipewright.model.RunId;
import dev.pipewright.model.WebhookKey;

/** The places of sealed texts, as the columns named {@code place} have them. */
final class Places {
    private Places() {}

    static String ofDefinition(long pipelineId, int version) {
        return "pipeline_version/" + pipelineId + "/" + version;
    }

    /** @param execution the number of the execution's row */
    static String ofRun(long execution, RunId run) {
        return switch (run.part()) {
            case ACTIONS ->
                "action_run/" + execution + "/" + run.stage() + "/" + run.action() + "/" + run.attempt();
            case BEFORE_ENTRY, ON_SUCCESS, ON_FAILURE ->
                "rule_run/" + execution + "/" + run.stage() + "/" + run.part().name() + "/" + run.action() + "/"
                        + run.attempt();
        };
    }

    static String ofWebhook(WebhookKey key) {
        return "webhook/%s/%s/%s".formatted(key.account(), key.region(), key.name());
    }

    /** @param column which of its secrets */
    static String ofConnection(String id, String column) {
        return "connection/" + id + "/" + column;
    }

    static String ofAccessKey(String id) {
        return "access_key/" + id;
    }

    static String ofInstance(String id) {
        return "instance/" + id;
    }
}
