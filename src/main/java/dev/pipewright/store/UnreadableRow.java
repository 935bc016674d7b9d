package dev.pipewright.store;

import dev.pipewright.model.ConnectionArn;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.WebhookKey;

/** What lies in the store for one pipeline or execution is damaged. The message names it; others are not affected. */
public final class UnreadableRow extends RuntimeException {
    private UnreadableRow(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    static UnreadableRow ofExecution(PipelineKey pipeline, String executionId, RuntimeException cause) {
        return new UnreadableRow(
                "The store holds execution %s of pipeline %s in a form that cannot be read: %s"
                        .formatted(executionId, pipeline.arn(), firstLine(cause)),
                cause);
    }

    static UnreadableRow ofPipeline(PipelineKey pipeline, String part, RuntimeException cause) {
        return new UnreadableRow(
                "The store holds %s of pipeline %s in a form that cannot be read: %s"
                        .formatted(part, pipeline.arn(), firstLine(cause)),
                cause);
    }

    static UnreadableRow ofActionType(String actionType, RuntimeException cause) {
        return new UnreadableRow(
                "The store holds action type %s in a form that cannot be read: %s"
                        .formatted(actionType, firstLine(cause)),
                cause);
    }

    static UnreadableRow ofWebhook(WebhookKey webhook, RuntimeException cause) {
        return new UnreadableRow(
                "The store holds webhook %s in a form that cannot be read: %s"
                        .formatted(webhook.arn(), firstLine(cause)),
                cause);
    }

    static UnreadableRow ofConnection(ConnectionArn connection, RuntimeException cause) {
        return new UnreadableRow(
                "The store holds connection %s in a form that cannot be read: %s"
                        .formatted(connection, firstLine(cause)),
                cause);
    }

    // The JSON library adds where in the text it was on lines of their own.
    private static String firstLine(RuntimeException cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
