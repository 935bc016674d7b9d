package dev.pipewright.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.engine.Decision.Ignore;
import dev.pipewright.engine.Decision.Refuse;
import dev.pipewright.model.Execution;
import dev.pipewright.model.Pipeline;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The engine with nothing around it; it remembers the executions that have ended, as the store does. */
final class Straight implements Trace.World {
    private Traffic traffic;
    private final boolean doubled;
    private final Map<String, Execution> seen = new HashMap<>();

    Straight(Pipeline pipeline, boolean doubled) {
        traffic = Traffic.none(Trace.KEY, pipeline);
        this.doubled = doubled;
    }

    @Override
    public Decision tell(Supplier<Event> event) {
        var first = decide(event.get());
        if (doubled && first instanceof Advance) {
            assertThat(again(event.get())).as("the same event again").satisfies(Straight::isHarmless);
        }
        return first;
    }

    private static void isHarmless(Decision again) {
        switch (again) {
            case Ignore _, Refuse _ -> {}
            case Advance it -> assertThat(it.effects()).isEmpty();
        }
    }

    /** An id is used once: the store's key sees to it when the execution is over. */
    private Decision again(Event event) {
        return switch (event) {
            case Event.Started it when isOver(it.executionId()) ->
                new Ignore("the store has it");
            case Event.RollbackRequested it when isOver(it.executionId()) ->
                new Ignore("the store has it");
            case Event _ -> decide(event);
        };
    }

    private boolean isOver(String id) {
        return seen.containsKey(id) && traffic.execution(id).isEmpty();
    }

    private Decision decide(Event event) {
        var decision = Engine.decide(traffic, event);
        if (decision instanceof Advance it) {
            traffic = it.next();
            it.changed().forEach(execution -> seen.put(execution.id(), execution));
        }
        return decision;
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public Optional<Execution> execution(String id) {
        return Optional.ofNullable(seen.get(id));
    }

    @Override
    public void lineEnds() {}
}
