package dev.pipewright.sink;

import dev.pipewright.model.StateChange;
import java.io.IOException;
import java.util.List;

/** A place where events go. Each may come to it more than once, always with the same id. */
public interface EventSink extends AutoCloseable {
    /** What tells it from every other sink, and is the same after a restart. It holds no secret. */
    String name();

    /** How many events it takes at once, at most. */
    int most();

    /**
     * Delivers events, in this order. When it returns they have arrived; when it throws, some of them may have.
     *
     * @param changes at least one and at most {@link #most}
     * @throws IOException when it is not possible now; the message is a sentence that says why
     * @throws Refused when this one event is refused for what it is; only where {@link #most} is 1
     */
    void deliver(List<StateChange> changes) throws IOException, Refused;

    @Override
    void close();
}
