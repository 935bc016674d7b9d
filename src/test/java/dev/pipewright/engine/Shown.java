package dev.pipewright.engine;

import static java.util.stream.Collectors.joining;

import dev.pipewright.model.ActionRun;
import dev.pipewright.model.Artifact;
import dev.pipewright.model.Execution;
import dev.pipewright.model.Place;
import dev.pipewright.model.StageRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * What can be looked at in a {@link Trace}.
 *
 * <ul>
 *   <li>{@code show e1}, {@code show e1 Build}, {@code show e1 Build/compile#2}, {@code show e1 Build/entry/check}: the
 *       status, and what is out of the common
 *   <li>{@code due e1 Build/compile}: how long after its start its time is up
 *   <li>{@code trigger e1}: what started it
 *   <li>{@code latest Build}: who entered the stage last; {@code waiting Build}: who waits before it;
 *       {@code entries}: how many entries into stages there were
 * </ul>
 */
final class Shown {
    static final Set<String> WORDS = Set.of("show", "due", "trigger", "latest", "waiting", "entries");

    private final Trace.World world;
    private final Names names;
    private final Ledger ledger;

    Shown(Trace.World world, Names names, Ledger ledger) {
        this.world = world;
        this.names = names;
        this.ledger = ledger;
    }

    String answer(String[] words) {
        return switch (words[0]) {
            case "show" -> {
                var execution = names.execution(words[1]);
                yield words.length == 2
                        ? execution(execution)
                        : words[2].contains("/")
                                ? execution.find(names.run(words[1], words[2])).map(this::run).orElse("no such run")
                                : execution.stageRun(words[2]).map(Shown::stage).orElse("not entered");
            }
            case "due" -> {
                var run = names.run(words[1], words[2]);
                var start = names.execution(words[1]).find(run).orElseThrow().startedAt();
                yield Duration.between(start, ledger.due(run).orElseThrow()).toString();
            }
            case "trigger" -> {
                var trigger = names.execution(words[1]).trigger();
                var detail = trigger.detail();
                for (var execution : names.executions()) {
                    detail = detail.replace("\"" + execution.id() + "\"", names.name(execution.id()));
                }
                yield trigger.type() + " " + detail;
            }
            case "latest" -> {
                var latest = world.traffic().latest().get(words[1]);
                yield latest == null ? "nobody" : names.name(latest);
            }
            case "waiting" -> {
                var waiting = world.traffic().executions().stream()
                        .filter(it -> it.place() == Place.WAITING && it.stageDefinition().name().equals(words[1]))
                        .map(it -> names.name(it.id()))
                        .collect(joining(", "));
                yield waiting.isEmpty() ? "nobody" : waiting;
            }
            case "entries" -> String.valueOf(world.traffic().lastEntry());
            default -> throw new IllegalArgumentException("nothing to look at " + words[0]);
        };
    }

    private String execution(Execution it) {
        var words = new ArrayList<String>();
        words.add(it.status().name());
        if (it.attempt() > 1) {
            words.add("attempt " + it.attempt());
        }
        if (it.stopReason() != null) {
            words.add("since " + it.stopReason());
        }
        if (it.rollback() != null) {
            words.add("took " + it.rollback().sourceRevisions().stream()
                    .map(revision -> revision.action() + " " + revision.revision().revisionId())
                    .toList()
                    + " with " + it.rollback().artifacts().stream().map(Artifact::name).toList());
        }
        if (it.statusSummary() != null) {
            words.add(it.statusSummary());
        }
        return String.join(", ", words);
    }

    private static String stage(StageRun it) {
        var words = new ArrayList<String>();
        words.add(it.status().name());
        if (it.attempt() > 1) {
            words.add("attempt " + it.attempt());
        }
        if (it.retries().latest() != null) {
            words.add("%d automatic, %d manual, last %s".formatted(
                    it.retries().automatic(), it.retries().manual(), it.retries().latest()));
        }
        it.conditions().forEach(condition -> words.add(Names.name(condition.part()) + " " + condition.status()));
        return String.join(", ", words);
    }

    private String run(ActionRun it) {
        var words = new ArrayList<String>();
        words.add(it.status().name());
        if (it.error() != null) {
            words.add(it.error().code());
        }
        if (it.sourceRevision() != null) {
            words.add("take " + it.sourceRevision());
        }
        new TreeMap<>(it.configuration()).forEach((key, value) -> words.add(key + "=" + value));
        it.inputs().forEach(input -> words.add("<" + input.name() + " of " + makers(input)));
        it.outputs().forEach(output -> words.add(">" + output.name() + " of " + makers(output)));
        return String.join(", ", words);
    }

    /** Whoever has this very place as the place of an output: one run, if all is well. */
    private List<String> makers(Artifact artifact) {
        return names.executions().stream()
                .flatMap(execution -> execution.stages().stream())
                .flatMap(stage -> stage.actions().stream())
                .filter(run -> run.outputs().stream().anyMatch(it -> it.location().equals(artifact.location())))
                .map(run -> names.name(run.run()))
                .toList();
    }
}
