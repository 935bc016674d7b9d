package dev.pipewright.runtime;

import dev.pipewright.action.ActionProvider;
import dev.pipewright.model.ActionTypeId;
import java.util.Map;
import java.util.Set;

/** The providers that work inside the server, as they are at the moment of asking. */
public interface Workforce {
    /** The types of which jobs are to be taken. */
    Set<ActionTypeId> types();

    /** Who works for a type of which a job was taken, also if no more are taken of it. */
    ActionProvider of(ActionTypeId type);

    /** One that stays as it is. */
    static Workforce of(Map<ActionTypeId, ActionProvider> providers) {
        var all = Map.copyOf(providers);
        return new Workforce() {
            @Override
            public Set<ActionTypeId> types() {
                return all.keySet();
            }

            @Override
            public ActionProvider of(ActionTypeId type) {
                return all.get(type);
            }
        };
    }
}
