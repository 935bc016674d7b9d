package dev.pipewright.engine;

import static dev.pipewright.engine.Definitions.orEmpty;
import static dev.pipewright.model.ConditionResult.FAIL;
import static dev.pipewright.model.ConditionResult.RETRY;
import static dev.pipewright.model.ConditionResult.ROLLBACK;
import static dev.pipewright.model.ConditionResult.SKIP;

import dev.pipewright.model.Condition;
import dev.pipewright.model.ConditionResult;
import dev.pipewright.model.Conditions;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.Stage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a stage's conditions, and its answer to a failure, may lead to. */
final class ConditionRules {
    private static final Set<ConditionResult> AT_ENTRY = EnumSet.of(FAIL, SKIP);
    private static final Set<ConditionResult> AFTER_SUCCESS = EnumSet.of(ROLLBACK, FAIL);
    private static final Set<ConditionResult> AFTER_FAILURE = EnumSet.of(ROLLBACK, RETRY);

    private ConditionRules() {}

    static Stream<Problem> problems(Draft draft) {
        var problems = new ArrayList<Problem>();
        for (var stage : draft.stages()) {
            results(draft, stage, "beforeEntry", resultsOf(conditionsOf(stage.beforeEntry())), AT_ENTRY, problems);
            results(draft, stage, "onSuccess", resultsOf(conditionsOf(stage.onSuccess())), AFTER_SUCCESS, problems);
            results(draft, stage, "onFailure", failureResults(stage), AFTER_FAILURE, problems);
            retry(draft, stage, problems);
            if (draft.pipeline().executionMode() == ExecutionMode.PARALLEL && rollsBack(stage)) {
                problems.add(Problem.structure(
                        "Stage '%s' has the result ROLLBACK, which cannot be used with execution mode PARALLEL",
                        stage.name()).at(draft.place(stage)));
            }
        }
        return problems.stream();
    }

    private static void results(
            Draft draft,
            Stage stage,
            String place,
            List<ConditionResult> given,
            Set<ConditionResult> allowed,
            List<Problem> problems) {
        given.stream()
                .filter(result -> !allowed.contains(result))
                .distinct()
                .map(result -> Problem.structure(
                        "Stage '%s' has the result %s in %s. The results allowed there are %s",
                        stage.name(), result, place, allowed).at(draft.place(stage), place))
                .forEach(problems::add);
    }

    private static void retry(Draft draft, Stage stage, List<Problem> problems) {
        var onFailure = stage.onFailure();
        if (onFailure == null) return;
        if (onFailure.result() == RETRY && !orEmpty(onFailure.conditions()).isEmpty()) {
            problems.add(Problem.structure(
                    "Stage '%s' has both conditions and the result RETRY in onFailure. Only one of the two can be used",
                    stage.name()).at(draft.place(stage), "onFailure", "result"));
        }
        if (onFailure.retryConfiguration() != null && onFailure.result() != RETRY) {
            problems.add(Problem.structure(
                    "Stage '%s' has a retryConfiguration in onFailure. It can only be used with the result RETRY",
                    stage.name()).at(draft.place(stage), "onFailure", "retryConfiguration"));
        }
    }

    private static boolean rollsBack(Stage stage) {
        return failureResults(stage).contains(ROLLBACK)
                || resultsOf(conditionsOf(stage.onSuccess())).contains(ROLLBACK);
    }

    private static List<ConditionResult> failureResults(Stage stage) {
        if (stage.onFailure() == null) return List.of();
        var results = new ArrayList<>(resultsOf(orEmpty(stage.onFailure().conditions())));
        if (stage.onFailure().result() != null) results.add(stage.onFailure().result());
        return results;
    }

    private static List<Condition> conditionsOf(Conditions conditions) {
        return conditions == null ? List.of() : orEmpty(conditions.conditions());
    }

    private static List<ConditionResult> resultsOf(List<Condition> conditions) {
        return conditions.stream()
                .map(Condition::result)
                .filter(result -> result != null)
                .toList();
    }
}
