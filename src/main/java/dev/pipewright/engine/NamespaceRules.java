package dev.pipewright.engine;

import static dev.pipewright.engine.Definitions.orEmpty;

import dev.pipewright.model.OutputArtifact;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Under which names actions leave their output variables. */
final class NamespaceRules {
    private NamespaceRules() {}

    static Stream<Problem> problems(Draft draft) {
        var named = draft.actions().stream()
                .filter(placed -> placed.action().namespace() != null)
                .toList();
        var problems = new ArrayList<Problem>();
        var seen = new HashSet<String>();
        var repeated = named.stream()
                .filter(placed -> !seen.add(placed.action().namespace()))
                .toList();
        var again = repeated.stream()
                .map(placed -> "StageName=[%s], ActionName=[%s], Namespace=[%s]"
                        .formatted(placed.stage().name(), placed.name(), placed.action().namespace()))
                .collect(Collectors.joining("\n"));
        if (!again.isEmpty()) {
            problems.add(Problem.action(
                    "Namespaces must be unique across the pipeline definition. The following occur more than once in "
                            + "the pipeline.\n%s",
                    again).at(repeated.getFirst().place(), "namespace"));
        }
        var artifacts = draft.actions().stream()
                .flatMap(placed -> orEmpty(placed.action().outputArtifacts()).stream())
                .map(OutputArtifact::name)
                .collect(Collectors.toSet());
        for (var placed : named) {
            var namespace = placed.action().namespace();
            if (namespace.equals(Variables.EXECUTION_NAMESPACE)) {
                problems.add(Problem.action(
                        "Namespace '%s' in action '%s' is reserved for the variables of the pipeline execution",
                        namespace, placed.name()).at(placed.place(), "namespace"));
            }
            if (namespace.equals(Variables.PIPELINE_NAMESPACE)
                    && !orEmpty(draft.pipeline().variables()).isEmpty()) {
                problems.add(Problem.action(
                        "Namespace '%s' in action '%s' is reserved for the variables that the pipeline declares",
                        namespace, placed.name()).at(placed.place(), "namespace"));
            }
            if (artifacts.contains(namespace)) {
                problems.add(Problem.action(
                        "Namespace '%s' in action '%s' is also the name of an artifact. The two must differ",
                        namespace, placed.name()).at(placed.place(), "namespace"));
            }
        }
        return problems.stream();
    }
}
