package dev.pipewright.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a value stands in an input, written as the service does: {@code pipeline.stages.2.member.name}.
 *
 * @param place the step in the input itself; null where only the service's way of writing has one
 */
record MemberPath(MemberPath parent, String step, String place) {
    static final MemberPath ROOT = new MemberPath(null, "", null);
    private static final int LONGEST_STEP = 200;

    MemberPath member(String name) {
        return new MemberPath(this, name, name);
    }

    /** The element of a list, counted from 1. */
    MemberPath element(int position) {
        return element(String.valueOf(position), String.valueOf(position - 1));
    }

    /** The element of a map. */
    MemberPath element(String key) {
        return element(key, key);
    }

    private MemberPath element(String step, String place) {
        return new MemberPath(new MemberPath(this, step, place), "member", null);
    }

    /** The steps in the input itself, from the outside in, with positions counted from 0. */
    List<String> places() {
        var places = new ArrayList<String>();
        for (var path = this; path != null; path = path.parent) {
            if (path.place != null) places.addFirst(path.place);
        }
        return places;
    }

    @Override
    public String toString() {
        if (parent == null) return step;
        // A step may be the key of a map, so it comes from outside.
        var shown = Excerpt.of(step, LONGEST_STEP);
        return parent.parent == null ? shown : parent + "." + shown;
    }
}
