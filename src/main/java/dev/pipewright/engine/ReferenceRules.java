package dev.pipewright.engine;

import static dev.pipewright.engine.Definitions.orEmpty;

import dev.pipewright.engine.Variables.Reference;
import dev.pipewright.model.VariableDeclaration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether every variable reference names something that surely has a value when its action starts. */
final class ReferenceRules {
    private static final String FORMAT =
            "Valid format for a pipeline execution variable reference is a namespace and a key separated by a period "
                    + "(.). ";

    private final Map<String, Placed> producers = new HashMap<>();
    private final Set<String> pipelineVariables;

    private ReferenceRules(Draft draft) {
        for (var placed : draft.actions()) {
            if (placed.action().namespace() != null) producers.putIfAbsent(placed.action().namespace(), placed);
        }
        pipelineVariables = orEmpty(draft.pipeline().variables()).stream()
                .map(VariableDeclaration::name)
                .collect(Collectors.toSet());
    }

    static Stream<Problem> problems(Draft draft) {
        var rules = new ReferenceRules(draft);
        var ofActions = draft.actions().stream()
                .flatMap(placed -> Variables.references(placed.action()).stream()
                        .flatMap(reference -> rules.trouble(placed, reference).stream()
                                .map(trouble -> Problem.action("%s\n%s", trouble, line(placed, reference))
                                        .at(placed.place(), "configuration", reference.where().key()))));
        var ofRules = PlacedRule.of(draft.stages()).stream()
                .flatMap(rule -> {
                    var placed = rule.amongActions();
                    return Variables.references(placed.action()).stream()
                            .flatMap(reference -> rules.trouble(placed, reference).stream()
                                    .map(trouble -> Problem.structure(
                                                    "%s\n%s", trouble, ruleLine(placed, reference))
                                            .at(rule.place(), "configuration", reference.where().key())));
                });
        return Stream.concat(ofActions, ofRules);
    }

    private Optional<String> trouble(Placed placed, Reference reference) {
        if (!reference.wellFormed()) {
            return Optional.of(FORMAT + "The following pipeline execution variables do not have this format.");
        }
        return switch (reference.namespace()) {
            case Variables.EXECUTION_NAMESPACE -> ofExecution(reference);
            case Variables.PIPELINE_NAMESPACE -> ofPipeline(placed, reference);
            default -> ofAction(placed, reference);
        };
    }

    private Optional<String> ofExecution(Reference reference) {
        return reference.key().equals(Variables.PIPELINE_EXECUTION_ID)
                ? Optional.empty()
                : Optional.of("The only variable in the namespace codepipeline is PipelineExecutionId.");
    }

    private Optional<String> ofPipeline(Placed placed, Reference reference) {
        // Where the pipeline declares no variables, the name is free for an action.
        if (pipelineVariables.isEmpty() && producers.containsKey(Variables.PIPELINE_NAMESPACE)) {
            return ofAction(placed, reference);
        }
        if (placed.isSource()) {
            return Optional.of("Variables at the pipeline level cannot be used in source actions.");
        }
        return pipelineVariables.contains(reference.key())
                ? Optional.empty()
                : Optional.of("The following variables at the pipeline level are not declared in the pipeline.");
    }

    private Optional<String> ofAction(Placed placed, Reference reference) {
        var producer = producers.get(reference.namespace());
        if (producer == null) {
            return Optional.of(FORMAT
                    + "The following pipeline execution variables are referencing a namespace that does not exist.");
        }
        return producer.surelyBefore(placed)
                ? Optional.empty()
                : Optional.of(FORMAT
                        + "The following pipeline execution variables are referencing a namespace of an action that "
                                + "does not surely run before.");
    }

    private static String line(Placed placed, Reference reference) {
        return line("StageName=[%s], ActionName=[%s], ActionConfigurationKey=[%s], VariableReferenceText=[%s]",
                placed, reference);
    }

    private static String ruleLine(Placed placed, Reference reference) {
        return line("StageName=[%s], RuleName=[%s], RuleConfigurationKey=[%s], VariableReferenceText=[%s]",
                placed, reference);
    }

    private static String line(String form, Placed placed, Reference reference) {
        var text = reference.text();
        return form.formatted(
                placed.stage().name(),
                placed.name(),
                reference.where().key(),
                Excerpt.of(text.substring("#{".length(), text.length() - "}".length())));
    }
}
