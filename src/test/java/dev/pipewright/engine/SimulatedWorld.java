package dev.pipewright.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.Execution;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Outcome;
import dev.pipewright.model.Place;
import dev.pipewright.model.RunId;
import dev.pipewright.model.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A pipeline in a world of chance: first hostile, then kind. Every step is checked against what must always hold. */
final class SimulatedWorld {
    private static final String BY = "arn:aws:iam::000000000000:user/chance";

    private final Random chance;
    private Traffic traffic;
    private Instant now = Trace.START;
    private int started;
    private final Map<RunId, Integer> offered = new HashMap<>();
    private final Set<RunId> withdrawn = new HashSet<>();
    private final Map<RunId, Instant> timers = new HashMap<>();
    private final List<Event> sent = new ArrayList<>();
    private final Map<String, Execution> ended = new HashMap<>();
    private final Map<RunId, ActionRun> endedRuns = new HashMap<>();
    private final Map<String, Long> lastToEnter = new HashMap<>();

    SimulatedWorld(Random chance) {
        this.chance = chance;
        traffic = Traffic.none(Trace.KEY, Sample.pipeline(structure(), 1));
    }

    Traffic traffic() {
        return traffic;
    }

    private String structure() {
        var stages = IntStream.range(0, 1 + chance.nextInt(4))
                .mapToObj(stage -> "Stage" + stage + ": "
                        + IntStream.range(0, 1 + chance.nextInt(4))
                                .mapToObj(action -> "act" + action + "@" + (1 + chance.nextInt(3))
                                        + (chance.nextInt(5) == 0 ? "?" : ""))
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining(" | "));
        return "Source: " + (chance.nextBoolean() ? "get" : "get, fetch") + " | " + stages;
    }

    /** Anything may happen: late, doubled, lost or failing results, closed doors, updates. */
    void hostileStep() {
        now = now.plus(Duration.ofSeconds(chance.nextInt(7200)));
        tell(switch (chance.nextInt(12)) {
            case 0, 1 -> start();
            case 2, 3, 4, 5 -> finish(anyRun(), chance.nextInt(4) > 0);
            case 6 -> again();
            case 7 -> new Event.TransitionDisabled(now, anyStage(), chance.nextInt(3) > 0, "closed", BY);
            case 8 -> new Event.TransitionEnabled(now, anyStage(), chance.nextInt(3) > 0, BY);
            case 9 -> timeOut(anyRun());
            case 10 -> answer(anyRun());
            case 11 -> chance.nextInt(6) == 0 ? update() : finish(anyRun(), true);
            default -> throw new AssertionError();
        });
    }

    /** Doors open and whatever still runs succeeds. */
    void kindStep() {
        now = now.plusSeconds(1);
        for (var transition : traffic.closed()) {
            tell(new Event.TransitionEnabled(now, transition.stage(), transition.inbound(), BY));
        }
        for (var run : running()) {
            tell(finish(run.run(), true));
        }
    }

    private Event start() {
        started++;
        return new Event.Started(
                now, "e" + started, "salt" + started, new Trigger(Trigger.START_PIPELINE_EXECUTION, BY), Map.of(),
                Map.of());
    }

    /** Something told before; but ids are never used twice, which the store's primary key sees to. */
    private Event again() {
        var event = sent.isEmpty() ? start() : sent.get(chance.nextInt(sent.size()));
        return event instanceof Event.Started it && ended.containsKey(it.executionId()) ? start() : event;
    }

    private Event finish(RunId run, boolean well) {
        return new Event.ActionFinished(
                now, run, well ? Outcome.succeeded() : Outcome.failed(FailureType.JobFailed, "bad luck"));
    }

    private Event timeOut(RunId run) {
        return new Event.ActionTimedOut(now, run);
    }

    private Event answer(RunId run) {
        var token = RunIds.actionExecutionId("salt" + run.executionId().substring(1), run);
        return new Event.ApprovalAnswered(
                now, run.stage(), run.action(), token, chance.nextBoolean(), "as chance has it", BY);
    }

    private Event update() {
        return new Event.DefinitionUpdated(
                now, Sample.pipeline(structure(), traffic.pipeline().version() + 1));
    }

    private String anyStage() {
        var stages = traffic.pipeline().stages();
        return stages.get(chance.nextInt(stages.size())).name();
    }

    private List<ActionRun> running() {
        return traffic.executions().stream()
                .flatMap(execution -> execution.stages().stream())
                .flatMap(stage -> stage.actions().stream())
                .filter(run -> !run.status().ended())
                .toList();
    }

    /** Mostly a run that is under way, now and then one that is over or never was. */
    private RunId anyRun() {
        var running = running();
        if (!running.isEmpty() && chance.nextInt(5) > 0) {
            return running.get(chance.nextInt(running.size())).run();
        }
        return new RunId("e" + (1 + chance.nextInt(started + 1)), anyStage(), "act" + chance.nextInt(4), 1);
    }

    private void tell(Event event) {
        sent.add(event);
        if (Engine.decide(traffic, event) instanceof Advance it) {
            assertThat(Engine.decide(traffic, event)).as("the same question, the same answer").isEqualTo(it);
            var before = traffic;
            traffic = it.next();
            it.effects().forEach(this::carryOut);
            it.changed().forEach(execution -> check(before, execution));
            checkTraffic(it);
        }
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.OfferJob it -> offered.merge(it.run(), 1, Integer::sum);
            case Effect.WithdrawJob it -> withdrawn.add(it.run());
            case Effect.SetTimer it -> timers.put(it.run(), it.due());
            case Effect.ClearTimer it -> timers.remove(it.run());
            case Effect.AnnounceStage it when it.state() == Announced.STARTED ->
                checkNobodyOvertakes(it);
            case Effect.AnnounceExecution _, Effect.AnnounceStage _, Effect.AnnounceAction _, Effect.Notify _ -> {}
        }
    }

    private void checkNobodyOvertakes(Effect.AnnounceStage entered) {
        var number = Long.parseLong(entered.executionId().substring(1));
        var last = lastToEnter.put(entered.stage(), number);
        assertThat(last == null || last < number).as("%s enters %s after %s", number, entered.stage(), last).isTrue();
    }

    private void check(Traffic before, Execution execution) {
        assertThat(ended).as("an ended execution stays ended").doesNotContainKey(execution.id());
        if (execution.status().ended()) {
            ended.put(execution.id(), execution);
            assertThat(traffic.execution(execution.id())).as("an ended execution is not live").isEmpty();
        }
        for (var stage : execution.stages()) {
            for (var run : stage.actions()) {
                checkRun(execution, run);
            }
        }
        var earlier = before.execution(execution.id()).map(it -> it.stages().size()).orElse(0);
        assertThat(execution.stages()).as("no stage run is forgotten").hasSizeGreaterThanOrEqualTo(earlier);
    }

    private void checkRun(Execution execution, ActionRun run) {
        if (endedRuns.containsKey(run.run())) {
            assertThat(run).as("an ended run stays as it is").isEqualTo(endedRuns.get(run.run()));
        }
        if (run.status().ended()) {
            endedRuns.put(run.run(), run);
            assertThat(timers).as("an ended run has no timer").doesNotContainKey(run.run());
        } else {
            assertThat(execution.status().ended()).as("nothing runs in an ended execution").isFalse();
            assertThat(timers).as("a run in progress has a timer").containsKey(run.run());
            var approval = execution.pipeline().action(run.run().stage(), run.run().action())
                    .filter(Engine::isApproval).isPresent();
            assertThat(offered.getOrDefault(run.run(), 0)).as("one job for %s", run.run()).isEqualTo(approval ? 0 : 1);
        }
        var definition = execution.pipeline().stage(run.run().stage()).orElseThrow();
        var order = definition.actions().stream()
                .filter(action -> action.name().equals(run.run().action())).findFirst().orElseThrow().runOrder();
        definition.actions().stream()
                .filter(action -> action.runOrder() < order)
                .forEach(action -> assertThat(execution.find(
                                new RunId(execution.id(), definition.name(), action.name(), 1)))
                        .as("%s runs after %s succeeded", run.run(), action.name())
                        .hasValueSatisfying(it -> assertThat(it.status()).isEqualTo(ActionStatus.Succeeded)));
    }

    private void checkTraffic(Advance decision) {
        var inside = decision.next().executions().stream().filter(it -> it.place() == Place.INSIDE).toList();
        assertThat(inside.stream().map(it -> it.currentStage().stage()))
                .as("one occupant per stage")
                .doesNotHaveDuplicates();
        var waiting = decision.next().executions().stream().filter(it -> it.place() == Place.WAITING).toList();
        assertThat(waiting.stream().map(it -> it.stageDefinition().name()))
                .as("one waits at a door")
                .doesNotHaveDuplicates();
    }
}
