package dev.pipewright.simulation;

import dev.pipewright.engine.Decision;
import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.engine.Effect;
import dev.pipewright.engine.Event;
import dev.pipewright.engine.Traffic;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.Execution;
import dev.pipewright.model.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A pipeline and the world around it: what is committed, the effects on their way, the jobs on offer, the timers, and
 * the letters that somebody wrote and nobody has read. Whatever the pipeline is told is checked against the laws.
 */
final class World {
    private final Keeper keeper;
    private final Laws laws = new Laws();
    private final Edges edges;
    private final Consumer<Supplier<String>> script;
    private final Map<String, Execution> history = new LinkedHashMap<>();
    private final Outbox outbox = new Outbox();
    private final Set<RunId> desk = new LinkedHashSet<>();
    private final Map<RunId, Instant> timers = new LinkedHashMap<>();
    private final List<Event> letters = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int executions;

    /** @param script hears of each event and its answer, in words */
    World(Keeper keeper, Edges edges, Consumer<Supplier<String>> script) {
        this.keeper = keeper;
        this.edges = edges;
        this.script = script;
    }

    Traffic traffic() {
        return keeper.traffic();
    }

    /** Every execution that ever was, as it was committed last. */
    Map<String, Execution> history() {
        return history;
    }

    List<RunId> jobs() {
        return List.copyOf(desk);
    }

    List<RunId> dueTimers() {
        return timers.entrySet().stream()
                .filter(timer -> !timer.getValue().isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    Set<RunId> timers() {
        return timers.keySet();
    }

    List<Event> letters() {
        return letters;
    }

    Instant now() {
        return now;
    }

    void setClock(Instant instant) {
        now = instant;
    }

    String nextId() {
        executions++;
        return "e" + executions;
    }

    /** The runs that have not ended. */
    Stream<ActionRun> running() {
        return traffic().executions().stream()
                .filter(execution -> !execution.stages().isEmpty())
                .flatMap(execution -> execution.currentStage().runs())
                .filter(run -> !run.status().ended());
    }

    void tell(Event letter) {
        var event = asTheStoreTakesIt(letter);
        if (event.isPresent()) {
            var before = keeper.traffic();
            var decision = keeper.tell(event.get());
            script.accept(() -> Script.line(event.get(), decision));
            if (decision instanceof Advance it) {
                take(new Step(before, event.get(), it, history));
            }
            if (event.get() instanceof Event.ActionFinished it) {
                desk.remove(it.run());
            }
            repeat(before, event.get(), decision);
        }
    }

    private void take(Step step) {
        laws.check(step);
        edges.collect(step);
        step.decision().changed().forEach(execution -> history.put(execution.id(), execution));
        outbox.commit(step.decision().effects());
    }

    private void repeat(Traffic before, Event event, Decision decision) {
        laws.checkAnswer(before, event, decision);
        if (decision instanceof Advance && !(event instanceof Event.DefinitionUpdated)) {
            asTheStoreTakesIt(event).ifPresent(again -> laws.checkRepetition(traffic(), again, history));
        }
    }

    /**
     * The store lets no id be used twice and counts the versions; and whoever asks for a retry or an override reads
     * the execution in the unit of work in which it is decided, whatever it knew before.
     */
    private Optional<Event> asTheStoreTakesIt(Event event) {
        return switch (event) {
            case Event.Started it when history.containsKey(it.executionId()) -> Optional.empty();
            case Event.RollbackRequested it when history.containsKey(it.executionId()) -> Optional.empty();
            case Event.DefinitionUpdated it -> Optional.of(new Event.DefinitionUpdated(
                    it.at(), it.pipeline().withVersion(traffic().pipeline().version() + 1)));
            case Event.RetryRequested it when !isLive(it.execution()) -> Optional.of(new Event.RetryRequested(
                    it.at(), it.stage(), history.get(it.execution().id()), it.mode()));
            case Event.OverrideRequested it when !isLive(it.execution()) -> Optional.of(new Event.OverrideRequested(
                    it.at(), it.stage(), history.get(it.execution().id()), it.condition()));
            case Event.Started _,
                    Event.ActionProgressed _,
                    Event.ActionFinished _,
                    Event.ActionTimedOut _,
                    Event.ApprovalAnswered _,
                    Event.TransitionDisabled _,
                    Event.TransitionEnabled _,
                    Event.StopRequested _,
                    Event.RetryRequested _,
                    Event.RollbackRequested _,
                    Event.OverrideRequested _ -> Optional.of(event);
        };
    }

    private boolean isLive(Execution execution) {
        return traffic().execution(execution.id()).isPresent();
    }

    /** Carries out some effects, and dies or does not before it has noted that. */
    void carryOut(int effects, boolean dies) {
        for (int i = 0; i < effects && outbox.hasNext(); i++) {
            carryOut(outbox.next());
        }
        if (dies) {
            outbox.die();
        } else {
            outbox.note();
        }
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.OfferJob(var run) -> {
                Law.COMMITTED_FIRST.holds(history.get(run.executionId()).find(run).isPresent(), run);
                desk.add(run);
            }
            case Effect.WithdrawJob(var run) -> desk.remove(run);
            case Effect.SetTimer(var run, var due) -> {
                Law.COMMITTED_FIRST.holds(history.get(run.executionId()).find(run).isPresent(), run);
                timers.put(run, due);
            }
            case Effect.ClearTimer(var run) -> timers.remove(run);
            case Effect.Notify _,
                    Effect.AnnounceExecution _,
                    Effect.AnnounceStage _,
                    Effect.AnnounceAction _ -> {}
        }
    }

    void checkMemory() {
        TrafficLaws.checkMemory(traffic(), history);
    }
}
