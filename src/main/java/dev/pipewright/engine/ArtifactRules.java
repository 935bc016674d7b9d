package dev.pipewright.engine;

import static dev.pipewright.engine.Definitions.orEmpty;

import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.InputArtifact;
import dev.pipewright.model.OutputArtifact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who makes which artifact, and whether it is surely there when somebody reads it. */
final class ArtifactRules {
    private ArtifactRules() {}

    static Stream<Problem> problems(Draft draft) {
        var problems = new ArrayList<Problem>();
        for (var placed : draft.actions()) counts(draft, placed, problems);
        outputs(draft, problems);
        inputs(draft, problems);
        return problems.stream();
    }

    private static void counts(Draft draft, Placed placed, List<Problem> problems) {
        draft.catalog().find(placed.type()).ifPresent(type -> {
            var action = placed.action();
            count(placed, "input", orEmpty(action.inputArtifacts()).size(), type.inputArtifacts(), problems);
            count(placed, "output", orEmpty(action.outputArtifacts()).size(), type.outputArtifacts(), problems);
        });
    }

    private static void count(
            Placed placed, String direction, int number, ArtifactCount allowed, List<Problem> problems) {
        if (number < allowed.minimumCount()) {
            problems.add(Problem.action(
                    "Action %s declares %d %s artifacts which is less than the minimum count (%d)",
                    placed.name(), number, direction, allowed.minimumCount())
                            .at(placed.place(), direction + "Artifacts"));
        }
        if (number > allowed.maximumCount()) {
            problems.add(Problem.action(
                    "Action %s declares %d %s artifacts which is more than the maximum count (%d)",
                    placed.name(), number, direction, allowed.maximumCount())
                            .at(placed.place(), direction + "Artifacts"));
        }
    }

    private static void outputs(Draft draft, List<Problem> problems) {
        var names = draft.actions().stream()
                .flatMap(placed -> orEmpty(placed.action().outputArtifacts()).stream())
                .map(OutputArtifact::name)
                .toList();
        Draft.repeated(names).stream()
                .map(name -> Problem.action(
                        "Output Artifact Bundle name must be unique within the pipeline. %s has been used more than "
                                + "once.",
                        name).at(again(draft, name), "outputArtifacts"))
                .forEach(problems::add);
    }

    /** Where an artifact is made for the second time. */
    private static List<String> again(Draft draft, String artifact) {
        return producers(draft).get(artifact).get(1).place();
    }

    private static void inputs(Draft draft, List<Problem> problems) {
        var producers = producers(draft);
        for (var placed : draft.actions()) {
            orEmpty(placed.action().inputArtifacts()).stream()
                    .map(InputArtifact::name)
                    .filter(name -> producers.getOrDefault(name, List.of()).stream()
                            .noneMatch(producer -> producer.surelyBefore(placed)))
                    .map(name -> Problem.action(
                            "Input Artifact Bundle %s in action %s is not declared as Output Artifact Bundle in any "
                                    + "of the preceding actions",
                            name, placed.name()).at(placed.place(), "inputArtifacts"))
                    .forEach(problems::add);
        }
    }

    /** By artifact, the actions that make it. */
    static Map<String, List<Placed>> producers(Draft draft) {
        var producers = new HashMap<String, List<Placed>>();
        for (var placed : draft.actions()) {
            orEmpty(placed.action().outputArtifacts())
                    .forEach(output -> producers
                            .computeIfAbsent(output.name(), _ -> new ArrayList<>())
                            .add(placed));
        }
        return producers;
    }
}
