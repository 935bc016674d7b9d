package dev.pipewright.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Something in a definition that the service would refuse, with the sentence that says what.
 *
 * @param place where in the definition: names of members, positions in lists from 0 and keys of maps, from the outside
 *     in. What is missing has the place of what misses it; the pipeline itself has an empty place.
 */
public record Problem(Kind kind, String message, List<String> place) {
    /** Which of the API's errors it is; the error's name is the constant's followed by {@code Exception}. */
    public enum Kind {
        InvalidStructure,
        InvalidStageDeclaration,
        InvalidActionDeclaration,
        InvalidBlockerDeclaration
    }

    /** The same problem with its place. */
    Problem at(List<String> outer, Object... inner) {
        var steps = new ArrayList<>(outer);
        for (var step : inner) steps.add(step.toString());
        return new Problem(kind, message, List.copyOf(steps));
    }

    static Problem structure(String message, Object... values) {
        return new Problem(Kind.InvalidStructure, message.formatted(values), List.of());
    }

    static Problem stage(String message, Object... values) {
        return new Problem(Kind.InvalidStageDeclaration, message.formatted(values), List.of());
    }

    static Problem action(String message, Object... values) {
        return new Problem(Kind.InvalidActionDeclaration, message.formatted(values), List.of());
    }

    static Problem blocker(String message, Object... values) {
        return new Problem(Kind.InvalidBlockerDeclaration, message.formatted(values), List.of());
    }
}
