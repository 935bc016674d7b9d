package dev.pipewright.model;

import java.util.List;

/** One stage of a pipeline, member for member as {@code StageDeclaration} of the API; absent members are null. */
public record Stage(
        String name,
        List<Blocker> blockers,
        List<Action> actions,
        OnFailure onFailure,
        Conditions onSuccess,
        Conditions beforeEntry) {}
