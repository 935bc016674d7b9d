package dev.pipewright.engine;

import dev.pipewright.model.Execution;
import dev.pipewright.model.Part;
import dev.pipewright.model.RunId;
import java.util.ArrayList;
import java.util.List;

/** What things are called in a {@link Trace}: {@code e1}, {@code e1 Build/compile#2}, {@code e1 Build/entry/check}. */
final class Names {
    private final Trace.World world;
    private final List<String> started = new ArrayList<>();

    Names(Trace.World world) {
        this.world = world;
    }

    /** The id for an execution that somebody starts now. */
    String next() {
        return "e" + (started.size() + 1);
    }

    void started(String id) {
        started.add(id);
    }

    String id(String name) {
        int number = Integer.parseInt(name.substring(1));
        return number <= started.size() ? started.get(number - 1) : name;
    }

    String name(String id) {
        int index = started.indexOf(id);
        return index < 0 ? id : "e" + (index + 1);
    }

    Execution execution(String name) {
        return world.execution(id(name)).orElseThrow(() -> new IllegalArgumentException("no execution " + name));
    }

    List<Execution> executions() {
        return started.stream().map(id -> world.execution(id).orElseThrow()).toList();
    }

    RunId run(String execution, String place) {
        var nameAndAttempt = place.split("#");
        int attempt = nameAndAttempt.length > 1 ? Integer.parseInt(nameAndAttempt[1]) : 1;
        var parts = nameAndAttempt[0].split("/");
        return parts.length == 2
                ? new RunId(id(execution), parts[0], parts[1], attempt)
                : new RunId(id(execution), parts[0], part(parts[1]), parts[2], attempt);
    }

    String name(RunId run) {
        var part = run.part() == Part.ACTIONS ? "" : name(run.part()) + "/";
        var attempt = run.attempt() == 1 ? "" : "#" + run.attempt();
        return name(run.executionId()) + " " + run.stage() + "/" + part + run.action() + attempt;
    }

    static Part part(String word) {
        return switch (word) {
            case "entry" -> Part.BEFORE_ENTRY;
            case "success" -> Part.ON_SUCCESS;
            case "failure" -> Part.ON_FAILURE;
            default -> throw new IllegalArgumentException("no condition " + word);
        };
    }

    static String name(Part part) {
        return switch (part) {
            case ACTIONS -> "actions";
            case BEFORE_ENTRY -> "entry";
            case ON_SUCCESS -> "success";
            case ON_FAILURE -> "failure";
        };
    }
}
