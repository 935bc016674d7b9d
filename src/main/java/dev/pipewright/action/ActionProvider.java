package dev.pipewright.action;

import dev.pipewright.model.ActionType;
import java.util.Map;
import java.util.Optional;

/**
 * Does the work of one action type.
 *
 * <p>A provider keeps nothing in memory that matters: after a crash another process calls it with the same request, and
 * it finds its work again by the run's id or the continuation token instead of doing it twice.
 */
public interface ActionProvider {
    /** The type it works for. */
    ActionType type();

    /**
     * What is wrong with values of the configuration, as a sentence, where that can be said before anything runs: a
     * pipeline with them is refused.
     *
     * @param literals the properties whose values hold no variable references, each known to the type
     */
    default Optional<String> trouble(Map<String, String> literals) {
        return Optional.empty();
    }

    /**
     * Begins the action, or looks again when the request carries a token from an earlier answer. Called outside any
     * transaction, on a thread of its own, and at least once per attempt: the same request must lead to the same
     * result. It may take as long as the work takes. What the world does wrong is a {@link Progress#failed}, not an
     * exception.
     *
     * @throws InterruptedException when the server stops; the work that runs elsewhere goes on and is found again later
     */
    Progress advance(ActionRequest request) throws InterruptedException;

    /**
     * The run's outcome is committed: what was kept to tell it again may go. Not called for every run, since a crash
     * may come between.
     */
    default void settled(ActionRequest request) {}

    /**
     * Nobody waits for this run any more: ends what {@link #advance} began, if anything is left of it. May be called
     * more than once, and for a run that never began.
     */
    default void abandon(ActionRequest request) {}
}
