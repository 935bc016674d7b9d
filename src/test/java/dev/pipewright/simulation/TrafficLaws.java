package dev.pipewright.simulation;

import dev.pipewright.engine.Effect.AnnounceStage;
import dev.pipewright.engine.Announced;
import dev.pipewright.engine.Rollbacks;
import dev.pipewright.engine.Traffic;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.Place;
import dev.pipewright.model.Rollback;
import dev.pipewright.model.StageStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The laws about executions beside each other: stages, doors, queues. */
final class TrafficLaws {
    private static final int MOST_EXECUTIONS = 50;

    private final Map<String, Long> lastToEnter = new HashMap<>();

    void check(Step step) {
        entries(step);
        changes(step);
        places(step.after());
        order(step.after());
        if (step.after().executions().size() > step.before().executions().size()
                && step.after().pipeline().executionMode() != ExecutionMode.SUPERSEDED) {
            var size = step.after().executions().size();
            Law.FIFTY_EXECUTIONS.holds(size <= MOST_EXECUTIONS, size);
        }
    }

    private void entries(Step step) {
        for (var effect : step.decision().effects()) {
            if (effect instanceof AnnounceStage it && it.state() == Announced.STARTED) {
                var execution = changed(step, it.executionId());
                if (execution.rollback() != null) {
                    continue;
                }
                Law.CLOSED_DOORS.holds(!isClosed(step.after(), it.stage(), true), it);
                if (!execution.isParallel()) {
                    var last = lastToEnter.put(it.stage(), execution.number());
                    Law.NOBODY_OVERTAKES.holds(last == null || last < execution.number(), it);
                }
            }
        }
    }

    private static Execution changed(Step step, String id) {
        return step.decision().changed().stream()
                .filter(execution -> execution.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static void changes(Step step) {
        var told = new HashSet<String>();
        for (var execution : step.decision().changed()) {
            Law.CHANGES_ARE_TOLD.holds(told.add(execution.id()), execution.id());
            var earlier = step.earlier(execution);
            if (execution.status() == ExecutionStatus.Superseded) {
                var between = execution.stages().stream()
                        .allMatch(stage -> stage.status() == StageStatus.Succeeded
                                || stage.status() == StageStatus.Skipped);
                Law.SUPERSEDED_BETWEEN_STAGES.holds(
                        between && execution.pipeline().executionMode() == ExecutionMode.SUPERSEDED, execution.id());
            }
            if (execution.rollback() == null) {
                for (int left = earlier == null ? 0 : earlier.stage(); left < execution.stage(); left++) {
                    var stage = execution.pipeline().stages().get(left).name();
                    Law.CLOSED_DOORS.holds(!isClosed(step.after(), stage, false), execution.id() + " leaves " + stage);
                }
            }
        }
        long last = 0;
        for (var execution : step.after().executions()) {
            Law.CHANGES_ARE_TOLD.holds(
                    !execution.status().ended() && execution.number() > last, execution.id());
            last = execution.number();
            if (!told.contains(execution.id())) {
                Law.CHANGES_ARE_TOLD.holds(execution.equals(step.earlier(execution)), execution.id());
            }
        }
        for (var execution : step.before().executions()) {
            Law.CHANGES_ARE_TOLD.holds(
                    told.contains(execution.id()) || step.after().execution(execution.id()).isPresent(),
                    execution.id());
        }
    }

    private static void places(Traffic traffic) {
        var inside = new HashSet<String>();
        var oldest = new HashMap<String, Long>();
        for (var execution : traffic.executions()) {
            var stage = execution.stageDefinition().name();
            if (execution.isParallel()) {
                Law.FIVE_ACTIONS.holds(
                        execution.stages().isEmpty()
                                || execution.currentStage().actions().stream()
                                                .filter(run -> !run.status().ended())
                                                .count()
                                        <= 5,
                        execution.id());
            } else if (execution.place() == Place.INSIDE) {
                Law.ONE_OCCUPANT.holds(inside.add(stage), stage);
            } else {
                var first = oldest.putIfAbsent(stage, execution.number()) == null;
                Law.ONE_WAITS.holds(
                        first || execution.pipeline().executionMode() != ExecutionMode.SUPERSEDED, stage);
            }
        }
        for (var execution : traffic.executions()) {
            Law.NOBODY_IS_FORGOTTEN.holds(hasReason(traffic, execution, inside, oldest), execution.id());
        }
    }

    private static boolean hasReason(
            Traffic traffic, Execution execution, Set<String> inside, Map<String, Long> oldest) {
        var stage = execution.stageDefinition().name();
        if (execution.place() == Place.INSIDE) {
            var rests = execution.currentStage().status() == StageStatus.Succeeded
                    || execution.currentStage().status() == StageStatus.Skipped;
            return rests
                    ? isClosed(traffic, stage, false)
                    : execution.currentStage().runs().anyMatch(run -> !run.status().ended());
        }
        return isClosed(traffic, stage, true)
                || !execution.isParallel()
                        && (inside.contains(stage) || oldest.get(stage) < execution.number());
    }

    /** From the youngest to the oldest: none waits where a younger one has come past. */
    private static void order(Traffic traffic) {
        int furthest = -1;
        for (var execution : traffic.executions().reversed()) {
            if (execution.isParallel() || execution.rollback() != null
                    || !execution.pipeline().version().equals(traffic.pipeline().version())) {
                continue;
            }
            if (execution.place() == Place.WAITING) {
                Law.NOBODY_OVERTAKES.holds(furthest <= 2 * execution.stage(), execution.id());
            }
            furthest = Math.max(furthest, 2 * execution.stage() + (execution.place() == Place.INSIDE ? 1 : 0));
        }
    }

    /** What the traffic remembers, against all that ever happened. Takes longer than the rest. */
    static void checkMemory(Traffic traffic, Map<String, Execution> history) {
        var latest = new HashMap<String, String>();
        var entries = new HashMap<String, Long>();
        long last = 0;
        for (var execution : history.values()) {
            for (var stage : execution.stages()) {
                if (stage.entry() > 0 && stage.entry() > entries.getOrDefault(stage.stage(), 0L)) {
                    entries.put(stage.stage(), stage.entry());
                    latest.put(stage.stage(), execution.id());
                    last = Math.max(last, stage.entry());
                }
            }
        }
        Law.LATEST_IS_KNOWN.holds(traffic.latest().equals(latest) && traffic.lastEntry() == last, traffic.latest());
        var targets = new HashMap<String, Rollback>();
        if (traffic.pipeline().executionMode() != ExecutionMode.PARALLEL) {
            for (var stage : traffic.pipeline().stages()) {
                if (Rollbacks.isAutomatic(stage)) {
                    target(traffic, stage.name(), List.copyOf(history.values()), targets);
                }
            }
        }
        Law.TARGETS_ARE_KNOWN.holds(traffic.targets().equals(targets), traffic.targets().keySet());
    }

    private static void target(
            Traffic traffic, String stage, List<Execution> history, Map<String, Rollback> targets) {
        long best = 0;
        for (var execution : history) {
            var run = execution.stageRun(stage);
            if (run.isPresent()
                    && run.get().status() == StageStatus.Succeeded
                    && run.get().entry() > best
                    && execution.rollback() == null
                    && execution.pipeline().version().equals(traffic.pipeline().version())) {
                best = run.get().entry();
                targets.put(stage, Rollbacks.to(execution, stage));
            }
        }
    }

    static boolean isClosed(Traffic traffic, String stage, boolean inbound) {
        for (var transition : traffic.closed()) {
            if (transition.inbound() == inbound && transition.stage().equals(stage)) {
                return true;
            }
        }
        return false;
    }
}
