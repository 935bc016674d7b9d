package dev.pipewright.model;

import java.util.List;

/**
 * One execution in one stage.
 *
 * @param attempt counts from 1
 * @param actions every attempt at every action so far, oldest first
 */
public record StageRun(String stage, StageStatus status, int attempt, List<ActionRun> actions) {
    public StageRun {
        actions = List.copyOf(actions);
    }
}
