package dev.pipewright.api;

import dev.pipewright.engine.Problem;
import dev.pipewright.wire.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * Why the server would refuse an input.
 *
 * @param place where in the input: names of members, positions in lists from 0 and keys of maps, from the outside in
 * @param sentence as it stands in the error that the operation answers
 */
public record Objection(List<String> place, String sentence) {
    static Objection of(Violation violation) {
        return new Objection(violation.place(), violation.sentence());
    }

    static Objection of(Problem problem) {
        var place = new ArrayList<>(List.of("pipeline"));
        place.addAll(problem.place());
        return new Objection(place, problem.message());
    }
}
