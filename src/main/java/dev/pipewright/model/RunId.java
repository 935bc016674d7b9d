package dev.pipewright.model;

/**
 * One attempt at one action of one execution. Action names repeat between stages and attempts repeat actions, so
 * nothing less names a run.
 *
 * @param attempt counts from 1
 */
public record RunId(String executionId, String stage, String action, int attempt) {
    @Override
    public String toString() {
        return stage + "/" + action + "#" + attempt;
    }
}
