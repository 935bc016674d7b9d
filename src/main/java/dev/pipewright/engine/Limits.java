package dev.pipewright.engine;

import dev.pipewright.engine.Decision.Refuse;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionMode;
import java.util.Optional;

/** How much may be under way at once, as the service's quotas have it. */
final class Limits {
    /** Executions of a pipeline in QUEUED or PARALLEL mode, those that wait among them. */
    static final int MOST_EXECUTIONS = 50;

    /** Actions of one execution in PARALLEL mode. */
    static final int MOST_ACTIONS = 5;

    private Limits() {}

    /** Why no further execution can come under way now. */
    static Optional<Refuse> full(Traffic traffic) {
        var mode = traffic.pipeline().executionMode();
        if (mode == ExecutionMode.SUPERSEDED || traffic.executions().size() < MOST_EXECUTIONS) {
            return Optional.empty();
        }
        return Optional.of(new Refuse(
                Refusal.CONCURRENT_EXECUTIONS_LIMIT_EXCEEDED,
                "The pipeline '%s' has %d executions under way, and %d is the most in execution mode %s"
                        .formatted(
                                traffic.key().name(), traffic.executions().size(), MOST_EXECUTIONS, mode)));
    }

    /** How many further actions of an execution may start now. */
    static long actions(Execution execution) {
        if (!execution.isParallel()) {
            return Long.MAX_VALUE;
        }
        return MOST_ACTIONS
                - execution.currentStage().actions().stream()
                        .filter(run -> !run.status().ended())
                        .count();
    }
}
