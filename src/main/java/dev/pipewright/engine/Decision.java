package dev.pipewright.engine;

import dev.pipewright.model.Execution;
import java.util.List;

/** The engine's answer to an event. */
public sealed interface Decision {
    /**
     * The pipeline moves: commit what changed and the effects together.
     *
     * @param next the traffic from now on, without the executions that ended
     * @param changed every execution that is new or differs from before, those that ended among them
     */
    record Advance(Traffic next, List<Execution> changed, List<Effect> effects) implements Decision {
        public Advance {
            changed = List.copyOf(changed);
            effects = List.copyOf(effects);
        }
    }

    /** Late or duplicate news. Nothing changes and nobody needs to be told. */
    record Ignore(String reason) implements Decision {}

    /** A caller asked for something the rules forbid, and must hear which rule. */
    record Refuse(Refusal refusal, String message) implements Decision {}
}
