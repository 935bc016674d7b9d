package dev.pipewright.template;

import dev.pipewright.api.Rehearsal;
import dev.pipewright.template.Change.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The way from what a server has to what some files declare. */
public final class Rollout {
    private final List<Change> changes;
    private final List<String> obstacles;

    private Rollout(List<Change> changes, List<String> obstacles) {
        this.changes = changes;
        this.obstacles = obstacles;
    }

    static Rollout plan(
            List<Declared> declared, Rehearsal rehearsal, Live live, Hidden hidden, boolean secrets) {
        var obstacles = new ArrayList<String>();
        var planning = new Planning(rehearsal, live, hidden, secrets, obstacles);
        var changes = declared.stream().map(planning::change).toList();
        return new Rollout(changes, obstacles);
    }

    /** What has to be done for each thing, in order; those that are as they should be among them. */
    public List<Change> changes() {
        return changes;
    }

    /** Why this cannot be done, in sentences; empty when nothing is known that stands in the way. */
    public List<String> obstacles() {
        return List.copyOf(obstacles);
    }

    /** How many calls it takes. */
    public int steps() {
        return changes.stream().mapToInt(change -> change.calls().size()).sum();
    }

    /** Whether everything is as it should be. */
    public boolean isNothing() {
        return changes.stream().allMatch(Change::isNothing);
    }

    /**
     * Does it all, one call after the other; the first that fails ends it, and what was done stays. Doing it again
     * with a new plan goes on from there.
     *
     * @param done is told of each call that has come back
     */
    public void carryOut(Consumer<String> done) {
        for (var change : changes) {
            for (Call call : change.calls()) {
                call.action().run();
                done.accept(change.subject() + " " + call.done());
            }
        }
    }
}
