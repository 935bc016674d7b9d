package dev.pipewright.engine;

import static dev.pipewright.engine.Definitions.orEmpty;

import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ConditionResult;
import dev.pipewright.model.ConfigurationProperty;
import dev.pipewright.model.InputArtifact;
import dev.pipewright.model.Part;
import dev.pipewright.model.Rule;
import dev.pipewright.model.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a condition must hold, and what each of its rules must be. */
final class RuleRules {
    private static final int MOST_RULES = 5;
    private static final Set<String> MAY_SKIP = Set.of("LambdaInvoke", "VariableCheck");

    private RuleRules() {}

    static Stream<Problem> problems(Draft draft) {
        var problems = new ArrayList<Problem>();
        for (var stage : draft.stages()) {
            if (stage.beforeEntry() != null) conditions(draft, stage, Part.BEFORE_ENTRY, problems);
            if (stage.onSuccess() != null) conditions(draft, stage, Part.ON_SUCCESS, problems);
            if (!PlacedRule.conditions(stage, Part.ON_FAILURE).isEmpty()) {
                conditions(draft, stage, Part.ON_FAILURE, problems);
            }
        }
        for (var placed : PlacedRule.of(draft.stages())) rule(draft, placed, problems);
        return problems.stream();
    }

    private static void conditions(Draft draft, Stage stage, Part part, List<Problem> problems) {
        var conditions = PlacedRule.conditions(stage, part);
        if (conditions.size() != 1) {
            problems.add(Problem.structure(
                    "Stage '%s' has %d conditions in %s. There must be exactly one",
                    stage.name(), conditions.size(), PlacedRule.member(part))
                            .at(draft.place(stage), PlacedRule.member(part)));
        }
        for (var condition : conditions) {
            var rules = orEmpty(condition.rules());
            if (rules.isEmpty() || rules.size() > MOST_RULES) {
                problems.add(Problem.structure(
                        "Stage '%s' has a condition with %d rules in %s. The number of rules must be between 1 and %d",
                        stage.name(), rules.size(), PlacedRule.member(part), MOST_RULES)
                                .at(draft.place(stage), PlacedRule.member(part)));
            }
            Draft.repeated(rules.stream().map(Rule::name).toList()).stream()
                    .map(name -> Problem.structure(
                            "Rule names must be unique within a condition. Stage '%s' has more than one rule '%s' in"
                                    + " %s",
                            stage.name(), name, PlacedRule.member(part))
                                    .at(draft.place(stage), PlacedRule.member(part)))
                    .forEach(problems::add);
            result(draft, stage, part, condition.result(), problems);
        }
    }

    private static void result(
            Draft draft, Stage stage, Part part, ConditionResult result, List<Problem> problems) {
        var instead = part == Part.ON_FAILURE ? stage.onFailure().result() : null;
        if (result == null && instead == null) {
            problems.add(Problem.structure(
                    "Stage '%s' has a condition in %s without a result", stage.name(), PlacedRule.member(part))
                            .at(draft.place(stage), PlacedRule.member(part)));
        }
        if (part == Part.ON_FAILURE && result == ConditionResult.RETRY) {
            problems.add(Problem.structure(
                    "Stage '%s' has a condition with the result RETRY in onFailure. Only onFailure itself can have that"
                            + " result, without conditions",
                    stage.name()).at(draft.place(stage), PlacedRule.member(part)));
        }
    }

    private static void rule(Draft draft, PlacedRule placed, List<Problem> problems) {
        var id = placed.rule().ruleTypeId();
        if (placed.condition().result() == ConditionResult.SKIP && !MAY_SKIP.contains(id.provider())) {
            problems.add(Problem.structure(
                    "The result SKIP cannot be used with the provider %s of %s. It can only be used with LambdaInvoke"
                            + " and VariableCheck",
                    id.provider(), placed.words()).at(placed.place(), "ruleTypeId"));
        }
        commands(placed, id, problems);
        inputs(draft, placed, problems);
        var type = draft.catalog().findRule(id);
        if (type.isEmpty()) {
            problems.add(Problem.structure(
                    "RuleType (Category: '%s', Provider: '%s', Owner: '%s', Version: '%s') in %s is not available in"
                            + " region '%s'",
                    id.category(), id.provider(), id.owner(), id.version(), placed.words(),
                    draft.region().toUpperCase(Locale.ROOT).replace('-', '_')).at(placed.place(), "ruleTypeId"));
            return;
        }
        counts(placed, type.get(), problems);
        configuration(draft, placed, type.get(), problems);
    }

    private static void commands(PlacedRule placed, ActionTypeId id, List<Problem> problems) {
        var given = !orEmpty(placed.rule().commands()).isEmpty();
        if (id.provider().equals("Commands")) {
            if (!given) {
                problems.add(Problem.structure("The %s must have a non-empty commands field", placed.words())
                        .at(placed.place()));
            }
        } else if (given) {
            problems.add(Problem.structure(
                    "The %s gives commands. Only rules with the Commands provider can have them", placed.words())
                            .at(placed.place(), "commands"));
        }
    }

    private static void inputs(Draft draft, PlacedRule placed, List<Problem> problems) {
        var producers = ArtifactRules.producers(draft);
        var amongActions = placed.amongActions();
        orEmpty(placed.rule().inputArtifacts()).stream()
                .map(InputArtifact::name)
                .filter(name -> producers.getOrDefault(name, List.of()).stream()
                        .noneMatch(producer -> producer.surelyBefore(amongActions)))
                .map(name -> Problem.structure(
                        "Input Artifact Bundle %s in %s is not declared as Output Artifact Bundle in any of the"
                                + " preceding actions",
                        name, placed.words()).at(placed.place(), "inputArtifacts"))
                .forEach(problems::add);
    }

    private static void counts(PlacedRule placed, ActionType type, List<Problem> problems) {
        var number = orEmpty(placed.rule().inputArtifacts()).size();
        var allowed = type.inputArtifacts();
        if (number < allowed.minimumCount() || number > allowed.maximumCount()) {
            problems.add(Problem.structure(
                    "The %s declares %d input artifacts. The number must be between %d and %d",
                    placed.words(), number, allowed.minimumCount(), allowed.maximumCount())
                            .at(placed.place(), "inputArtifacts"));
        }
    }

    private static void configuration(Draft draft, PlacedRule placed, ActionType type, List<Problem> problems) {
        var before = problems.size();
        var given = orEmpty(placed.rule().configuration());
        var known = type.configurationProperties().stream()
                .map(ConfigurationProperty::name)
                .toList();
        type.configurationProperties().stream()
                .filter(property -> property.required() && !given.containsKey(property.name()))
                .map(property -> Problem.structure(
                        "Rule configuration for %s is missing required configuration '%s'",
                        placed.words(), property.name()).at(placed.place(), "configuration"))
                .forEach(problems::add);
        given.forEach((key, value) -> {
            if (!known.contains(key)) {
                problems.add(Problem.structure(
                        "Rule configuration for %s contains unknown configuration '%s'",
                        placed.words(), Excerpt.of(key)).at(placed.place(), "configuration", key));
            } else if (value == null || value.isEmpty()) {
                problems.add(Problem.structure(
                        "Rule configuration for %s contains an empty value for configuration '%s'",
                        placed.words(), key).at(placed.place(), "configuration", key));
            }
        });
        if (problems.size() == before) {
            literals(draft, placed, type)
                    .map(trouble -> Problem.structure(
                            "Rule configuration for %s is invalid. %s", placed.words(), trouble)
                                    .at(placed.place(), "configuration"))
                    .ifPresent(problems::add);
        }
    }

    private static Optional<String> literals(Draft draft, PlacedRule placed, ActionType type) {
        var literals = new LinkedHashMap<>(orEmpty(placed.rule().configuration()));
        literals.values().removeIf(value -> value.contains("#{"));
        return draft.catalog().trouble(type.id(), literals);
    }
}
