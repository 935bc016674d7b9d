package dev.pipewright.simulation;

import dev.pipewright.engine.Effect;
import java.util.ArrayList;
import java.util.List;

/**
 * Committed effects on their way into the world, in order. A server that dies after it has carried some out and before
 * it has noted that carries them out again.
 */
final class Outbox {
    private final List<Effect> committed = new ArrayList<>();
    private int noted;
    private int done;

    void commit(List<Effect> effects) {
        committed.addAll(effects);
    }

    boolean hasNext() {
        return done < committed.size();
    }

    /** What is to be carried out next. */
    Effect next() {
        return committed.get(done++);
    }

    void note() {
        noted = done;
    }

    void die() {
        done = noted;
    }
}
