package dev.pipewright.api;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param more whether there is another page
 */
record Page<T>(List<T> items, boolean more) {
    /** The first so many of what was found, for which one more than that was looked for. */
    static <T> Page<T> of(List<T> found, int most) {
        return new Page<>(found.stream().limit(most).toList(), found.size() > most);
    }

    /** The token for the next page, made from the last item of this one; null on the last page. */
    String next(Function<T, String> token) {
        return more ? token.apply(items.getLast()) : null;
    }
}
