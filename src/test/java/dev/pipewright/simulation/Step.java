package dev.pipewright.simulation;

import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.engine.Event;
import dev.pipewright.engine.Traffic;
import dev.pipewright.model.Execution;
import java.util.Map;

/**
 * One event and what became of it.
 *
 * @param history every execution that there was before, as it was committed last
 */
record Step(Traffic before, Event event, Advance decision, Map<String, Execution> history) {
    Traffic after() {
        return decision.next();
    }

    /** The execution before this step; null when there was none. */
    Execution earlier(Execution execution) {
        return history.get(execution.id());
    }
}
