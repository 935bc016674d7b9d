package dev.pipewright.engine;

import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.Place;
import dev.pipewright.model.Transition;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who may enter a stage, and who gives way before it. One execution per stage; a disabled transition holds; nobody
 * overtakes. In PARALLEL mode only the transition counts.
 */
record Doors(List<Transition> closed, Collection<Execution> live) {

    boolean isClosed(String stage, boolean inbound) {
        return closed.stream()
                .anyMatch(transition -> transition.stage().equals(stage) && transition.inbound() == inbound);
    }

    /** Whether a waiting execution may go in now. */
    boolean isOpenTo(Execution execution) {
        if (isClosed(execution.stageDefinition().name(), true)) {
            return false;
        }
        return execution.isParallel()
                || rivals(execution).noneMatch(other ->
                        other.place() == Place.INSIDE || other.number() < execution.number());
    }

    /** Whether a waiting execution gives its place to a younger one. */
    boolean isSuperseded(Execution execution) {
        return execution.pipeline().executionMode() == ExecutionMode.SUPERSEDED
                && rivals(execution).anyMatch(other ->
                        other.place() == Place.WAITING && other.number() > execution.number());
    }

    /** By name: after an update the same stage may stand elsewhere in the definition that one of them runs under. */
    private Stream<Execution> rivals(Execution execution) {
        return live.stream()
                .filter(other -> !other.id().equals(execution.id())
                        && !other.isParallel()
                        && other.stageDefinition().name().equals(execution.stageDefinition().name()));
    }
}
