package dev.pipewright.model;

import java.util.List;
import java.util.Optional;

/** One stage of a pipeline, member for member as {@code StageDeclaration} of the API; absent members are null. */
public record Stage(
        String name,
        List<Blocker> blockers,
        List<Action> actions,
        OnFailure onFailure,
        Conditions onSuccess,
        Conditions beforeEntry) {

    /** The one condition that the API allows for each part; empty where there is none. */
    public Optional<Condition> condition(Part part) {
        var conditions = switch (part) {
            case ACTIONS -> null;
            case BEFORE_ENTRY -> beforeEntry == null ? null : beforeEntry.conditions();
            case ON_SUCCESS -> onSuccess == null ? null : onSuccess.conditions();
            case ON_FAILURE -> onFailure == null ? null : onFailure.conditions();
        };
        return conditions == null ? Optional.empty() : conditions.stream().findFirst();
    }
}
