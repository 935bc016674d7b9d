package dev.pipewright.simulation;

import dev.pipewright.engine.Event;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ConditionRun;
import dev.pipewright.model.Execution;
import dev.pipewright.model.Place;
import dev.pipewright.model.StageRun;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The ways from state to state that were taken, each with what it was taken for. */
final class Edges {
    /** What has states. */
    enum Machine {
        EXECUTION,
        STAGE,
        CONDITION,
        ACTION,
        RULE
    }

    /** From one decision to the next; {@code [*]} is before the beginning. */
    record Edge(Machine machine, String from, String to, String cause) {}

    private static final String NOTHING = "[*]";

    /** What another execution does, or a transition, when it makes room. */
    private static final String OTHERS = "room";

    /** What begins inside an execution begins when its turn has come, whatever brought it about. */
    private static final String TURN = "its turn";

    private final Set<Edge> edges = new HashSet<>();

    void collect(Step step) {
        for (var execution : step.decision().changed()) {
            var cause = cause(step, execution);
            var earlier = step.earlier(execution);
            add(Machine.EXECUTION, earlier == null ? NOTHING : state(earlier), state(execution), cause);
            for (int i = 0; i < execution.stages().size(); i++) {
                var was = earlier == null || i >= earlier.stages().size() ? null : earlier.stages().get(i);
                if (was != execution.stages().get(i)) {
                    stage(was, execution.stages().get(i), cause);
                }
            }
        }
    }

    private static String state(Execution execution) {
        return execution.place() == Place.WAITING ? "Waiting" : execution.status().name();
    }

    private void stage(StageRun was, StageRun now, String cause) {
        add(Machine.STAGE, was == null ? NOTHING : was.status().name(), now.status().name(), cause);
        actions(Machine.ACTION, was == null ? List.of() : was.actions(), now.actions(), cause);
        for (int i = 0; i < now.conditions().size(); i++) {
            condition(
                    was == null || i >= was.conditions().size() ? null : was.conditions().get(i),
                    now.conditions().get(i), cause);
        }
    }

    private void condition(ConditionRun was, ConditionRun now, String cause) {
        if (was != now) {
            add(Machine.CONDITION, was == null ? NOTHING : was.status().name(), now.status().name(), cause);
            actions(Machine.RULE, was == null ? List.of() : was.rules(), now.rules(), cause);
        }
    }

    private void actions(Machine machine, List<ActionRun> was, List<ActionRun> now, String cause) {
        for (int i = 0; i < now.size(); i++) {
            var before = i < was.size() ? was.get(i) : null;
            if (before != now.get(i)) {
                add(machine, before == null ? NOTHING : before.status().name(), now.get(i).status().name(), cause);
            }
        }
    }

    private void add(Machine machine, String from, String to, String cause) {
        if (!from.equals(to)) {
            var begins = machine != Machine.EXECUTION && from.equals(NOTHING);
            edges.add(new Edge(machine, from, to, begins ? TURN : cause));
        }
    }

    void addAll(Edges others) {
        edges.addAll(others.edges);
    }

    Set<Edge> all() {
        return edges;
    }

    /** In words that fit an arrow. */
    private static String cause(Step step, Execution execution) {
        return switch (step.event()) {
            case Event.Started it -> own(it.executionId(), execution, "start");
            case Event.ActionProgressed it -> own(it.run().executionId(), execution, "progress");
            case Event.ActionFinished it -> own(it.run().executionId(), execution, "an end");
            case Event.ActionTimedOut it -> own(it.run().executionId(), execution, "an end");
            case Event.ApprovalAnswered it -> own(asked(step, it.token()), execution, "an end");
            case Event.TransitionDisabled _, Event.TransitionEnabled _ -> OTHERS;
            case Event.StopRequested it -> own(it.executionId(), execution, it.abandon() ? "abandon" : "stop");
            case Event.RetryRequested it -> own(it.execution().id(), execution, "retry");
            case Event.RollbackRequested it -> own(it.executionId(), execution, "rollback");
            case Event.OverrideRequested it -> own(it.execution().id(), execution, "override");
            case Event.DefinitionUpdated _ -> "update";
        };
    }

    private static String own(String concerned, Execution execution, String cause) {
        return execution.id().equals(concerned) ? cause : OTHERS;
    }

    private static String asked(Step step, String token) {
        return step.before().executions().stream()
                .filter(execution -> execution.stages().stream()
                        .flatMap(stage -> stage.actions().stream())
                        .anyMatch(run -> run.id().equals(token)))
                .map(Execution::id)
                .findFirst()
                .orElse(null);
    }

    /** The text of one machine's diagram, in the language that Mermaid draws. */
    String diagram(Machine machine) {
        Map<String, Set<String>> arrows = new TreeMap<>();
        for (var edge : edges) {
            if (edge.machine() == machine) {
                arrows.computeIfAbsent(edge.from() + " --> " + edge.to(), _ -> new TreeSet<>()).add(edge.cause());
            }
        }
        var text = new StringBuilder("stateDiagram-v2\n");
        arrows.forEach((arrow, causes) -> text.append("    ")
                .append(arrow)
                .append(" : ")
                .append(String.join(", ", causes))
                .append('\n'));
        return text.toString();
    }
}
