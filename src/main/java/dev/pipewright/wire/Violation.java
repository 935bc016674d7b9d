package dev.pipewright.wire;

import java.util.List;

/**
 * One way in which an input is not what its operation takes.
 *
 * @param place where in the input: names of members, positions in lists from 0 and keys of maps, from the outside in
 * @param sentence what is wrong, as it stands in the error that the operation answers
 * @param isOfForm whether something is missing, of the wrong type or no known choice, so that rules which take these
 *     for granted cannot judge the input
 */
public record Violation(List<String> place, String sentence, boolean isOfForm) {
    public Violation {
        place = List.copyOf(place);
    }
}
