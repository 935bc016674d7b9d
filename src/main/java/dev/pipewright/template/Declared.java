package dev.pipewright.template;

import java.util.List;
import java.util.Optional;

/** One thing that a file says should be, as the input of the operation that makes it. */
sealed interface Declared {
    /** The input, member for member, with the places in the file. */
    Node.Mapping input();

    /** What an input says in the member of that path, if it is a text. */
    default Optional<String> text(String... path) {
        return input().find(List.of(path)).filter(Node.Scalar.class::isInstance).map(node ->
                ((Node.Scalar) node).text());
    }

    /**
     * A pipeline, for CreatePipeline.
     *
     * @param closed the inbound transitions that are to be disabled, reasons by stage; empty where the file does not
     *     speak of transitions
     * @param restarts whether the pipeline is to be started after an update
     */
    record OfPipeline(Node.Mapping input, Optional<List<Closed>> closed, boolean restarts) implements Declared {
        String name() {
            return text("pipeline", "name").orElse("");
        }
    }

    /** An inbound transition that is to be disabled. */
    record Closed(Mark mark, String stage, String reason) {}

    /** A custom action type, for CreateCustomActionType. */
    record OfActionType(Node.Mapping input) implements Declared {}

    /** A webhook, for PutWebhook; {@code registers} has it registered at its third party. */
    record OfWebhook(Node.Mapping input, boolean registers) implements Declared {
        String name() {
            return text("webhook", "name").orElse("");
        }
    }
}
