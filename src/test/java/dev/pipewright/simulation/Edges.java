package dev.pipewright.simulation;

import dev.pipewright.engine.Announced;
import dev.pipewright.engine.Effect.AnnounceAction;
import dev.pipewright.engine.Effect.AnnounceExecution;
import dev.pipewright.engine.Effect.AnnounceStage;
import dev.pipewright.engine.Event;
import dev.pipewright.model.ConditionRun;
import dev.pipewright.model.Execution;
import dev.pipewright.model.StageRun;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The ways from status to status that were taken, each with what it was taken for. */
final class Edges {
    /** What has a status. */
    enum Machine {
        EXECUTION,
        STAGE,
        ACTION,
        CONDITION,
        RULE
    }

    private record Edge(Machine machine, String from, String to, String cause) {}

    private static final String BEGINNING = "[*]";

    /** What no event asks for, but what follows from one. */
    private static final String FOLLOWS = "follows";

    private final Set<Edge> edges = new HashSet<>();

    void collect(Step step) {
        announced(step);
        for (var execution : step.decision().changed()) {
            var earlier = step.earlier(execution);
            for (int i = 0; i < execution.stages().size(); i++) {
                var was = earlier == null || i >= earlier.stages().size() ? null : earlier.stages().get(i);
                if (was != execution.stages().get(i)) {
                    conditions(step, execution, was, execution.stages().get(i));
                }
            }
        }
    }

    void addAll(Edges others) {
        edges.addAll(others.edges);
    }

    /** One decision may take an execution, a stage or an action through several states, and each is announced. */
    private void announced(Step step) {
        var last = new HashMap<List<Object>, String>();
        for (var effect : step.decision().effects()) {
            if (effect instanceof AnnounceExecution it) {
                var earlier = step.history().get(it.executionId());
                var was = last.put(List.of(it.executionId()), status(it.state()));
                add(
                        Machine.EXECUTION, was != null ? was : earlier == null ? BEGINNING : earlier.status().name(),
                        status(it.state()), word(step, it.executionId()));
            } else if (effect instanceof AnnounceStage it) {
                var earlier = step.history().get(it.executionId());
                var run = earlier == null ? null : earlier.stageRun(it.stage()).orElse(null);
                var was = last.put(List.of(it.executionId(), it.stage()), status(it.state()));
                add(
                        Machine.STAGE, was != null ? was : run == null ? BEGINNING : run.status().name(),
                        status(it.state()), word(step, it.executionId()));
            } else if (effect instanceof AnnounceAction it) {
                var starts = it.state() == Announced.STARTED;
                add(
                        Machine.ACTION, starts ? BEGINNING : "InProgress", status(it.state()),
                        word(step, it.run().executionId()));
            }
        }
    }

    private static String status(Announced state) {
        return switch (state) {
            case STARTED, RESUMED -> "InProgress";
            case SUCCEEDED -> "Succeeded";
            case FAILED -> "Failed";
            case STOPPING -> "Stopping";
            case STOPPED -> "Stopped";
            case CANCELED -> "Cancelled";
            case SUPERSEDED -> "Superseded";
            case SKIPPED -> "Skipped";
            case ABANDONED -> "Abandoned";
        };
    }

    private void conditions(Step step, Execution execution, StageRun was, StageRun now) {
        var word = word(step, execution.id());
        for (int i = 0; i < now.conditions().size(); i++) {
            var before = was == null || i >= was.conditions().size() ? null : was.conditions().get(i);
            if (before != now.conditions().get(i)) {
                condition(before, now.conditions().get(i), word);
            }
        }
    }

    private void condition(ConditionRun was, ConditionRun now, String word) {
        add(Machine.CONDITION, was == null ? BEGINNING : was.status().name(), now.status().name(), word);
        for (int i = 0; i < now.rules().size(); i++) {
            var before = was == null || i >= was.rules().size() ? BEGINNING : was.rules().get(i).status().name();
            add(Machine.RULE, before, now.rules().get(i).status().name(), word);
        }
    }

    private void add(Machine machine, String from, String to, String word) {
        if (!from.equals(to)) {
            edges.add(new Edge(machine, from, to, asksFor(word, machine, from, to) ? word : FOLLOWS));
        }
    }

    /** Whether an event of that name asks for that change, and not just for something that led to it. */
    private static boolean asksFor(String word, Machine machine, String from, String to) {
        return switch (word) {
            case "start", "rollback" -> machine == Machine.EXECUTION && from.equals(BEGINNING);
            case "stop" -> to.equals("Stopping") || machine.compareTo(Machine.ACTION) > 0 && !from.equals(BEGINNING);
            case "abandon" -> !from.equals(BEGINNING) && Set.of("Abandoned", "Stopping", "Stopped").contains(to);
            case "retry" -> !from.equals(BEGINNING) && Set.of("Abandoned", "InProgress").contains(to);
            case "override" ->
                !from.equals(BEGINNING) && Set.of("Abandoned", "Overridden", "InProgress").contains(to);
            case "update" -> to.equals("Cancelled");
            case "answer", "time is up" ->
                machine.compareTo(Machine.STAGE) > 0 && from.equals("InProgress") && !to.equals("Abandoned");
            default -> false;
        };
    }

    private static String word(Step step, String execution) {
        return switch (step.event()) {
            case Event.Started it -> own(it.executionId(), execution, "start");
            case Event.ActionProgressed _ -> FOLLOWS;
            case Event.ActionFinished it -> own(it.run().executionId(), execution, "answer");
            case Event.ActionTimedOut it -> own(it.run().executionId(), execution, "time is up");
            case Event.ApprovalAnswered _ -> "answer";
            case Event.TransitionDisabled _, Event.TransitionEnabled _ -> FOLLOWS;
            case Event.StopRequested it -> own(it.executionId(), execution, it.abandon() ? "abandon" : "stop");
            case Event.RetryRequested it -> own(it.execution().id(), execution, "retry");
            case Event.RollbackRequested it -> own(it.executionId(), execution, "rollback");
            case Event.OverrideRequested it -> own(it.execution().id(), execution, "override");
            case Event.DefinitionUpdated _ -> "update";
        };
    }

    private static String own(String concerned, String execution, String word) {
        return execution.equals(concerned) ? word : FOLLOWS;
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
