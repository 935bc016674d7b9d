package dev.pipewright.model;

import java.util.List;
import java.util.Map;

/** How an action ended. */
public sealed interface Outcome {
    /** What the action told last. */
    ExecutionDetails details();

    /**
     * The action did its work.
     *
     * @param outputVariables what later actions can refer to through the action's namespace
     * @param revisions what a source action took, one for each output artifact it knows of
     */
    record Succeeded(ExecutionDetails details, Map<String, String> outputVariables, List<Revision> revisions)
            implements Outcome {
        public Succeeded {
            outputVariables = Map.copyOf(outputVariables);
            revisions = List.copyOf(revisions);
        }
    }

    /** The action did not do its work. */
    record Failed(FailureType type, String message, ExecutionDetails details) implements Outcome {}

    /** A success with nothing to tell. */
    static Outcome succeeded() {
        return new Succeeded(ExecutionDetails.NONE, Map.of(), List.of());
    }

    /** A failure with a sentence that says why. */
    static Outcome failed(FailureType type, String message) {
        return new Failed(type, message, ExecutionDetails.NONE);
    }
}
