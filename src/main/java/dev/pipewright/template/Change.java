package dev.pipewright.template;

import java.util.List;

/**
 * What has to be done for one thing that is declared.
 *
 * @param subject as in {@code pipeline 'demo'}
 * @param isNew whether it is not there yet
 * @param differences what will be different; empty when nothing has to be done
 * @param calls what is done, in order
 */
public record Change(String subject, boolean isNew, List<Difference> differences, List<Call> calls) {
    /**
     * One call to the server.
     *
     * @param done what has happened when it has come back, in words that follow the subject
     */
    public record Call(String done, Runnable action) {}

    /** Whether everything is as it should be. */
    public boolean isNothing() {
        return calls.isEmpty();
    }
}
