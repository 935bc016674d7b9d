package dev.pipewright.engine;

import dev.pipewright.engine.Decision.Refuse;
import dev.pipewright.engine.Event.StopRequested;
import dev.pipewright.model.ExecutionStatus;
import java.util.Optional;

/** When an execution cannot be stopped. */
final class Stops {
    private Stops() {}

    static Optional<Refuse> refusal(Traffic traffic, StopRequested event) {
        var execution = traffic.execution(event.executionId());
        if (execution.isEmpty()) {
            return Optional.of(new Refuse(
                    Refusal.EXECUTION_NOT_STOPPABLE,
                    "The execution with ID %s in pipeline '%s' is not in progress and cannot be stopped"
                            .formatted(event.executionId(), traffic.key().name())));
        }
        if (execution.get().status() == ExecutionStatus.Stopping && !event.abandon()) {
            return Optional.of(new Refuse(
                    Refusal.DUPLICATED_STOP_REQUEST,
                    "The execution with ID %s in pipeline '%s' is already in a stopping state. Wait for its actions "
                                    .formatted(event.executionId(), traffic.key().name())
                            + "to end, or stop it with abandon to leave them"));
        }
        return Optional.empty();
    }
}
