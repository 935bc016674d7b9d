package dev.pipewright.wire;

/** Where a value stands in an input, written as the service does: {@code pipeline.stages.2.member.name}. */
record MemberPath(MemberPath parent, String step) {
    static final MemberPath ROOT = new MemberPath(null, "");
    private static final int LONGEST_STEP = 200;

    MemberPath member(String name) {
        return new MemberPath(this, name);
    }

    /** The element of a list, counted from 1, or of a map, by its key. */
    MemberPath element(Object position) {
        return new MemberPath(new MemberPath(this, position.toString()), "member");
    }

    @Override
    public String toString() {
        if (parent == null) return step;
        // A step may be the key of a map, so it comes from outside.
        var shown = Excerpt.of(step, LONGEST_STEP);
        return parent.parent == null ? shown : parent + "." + shown;
    }
}
