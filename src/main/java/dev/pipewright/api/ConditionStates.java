package dev.pipewright.api;

import dev.pipewright.model.ActionRun;
import dev.pipewright.model.Condition;
import dev.pipewright.model.ConditionRun;
import dev.pipewright.model.Part;
import dev.pipewright.model.Rule;
import dev.pipewright.model.Stage;
import dev.pipewright.model.StageRun;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ConditionExecution;
import software.amazon.awssdk.services.codepipeline.model.ConditionState;
import software.amazon.awssdk.services.codepipeline.model.RuleExecution;
import software.amazon.awssdk.services.codepipeline.model.RuleState;
import software.amazon.awssdk.services.codepipeline.model.StageConditionState;
import software.amazon.awssdk.services.codepipeline.model.StageConditionsExecution;

/** How the conditions of a stage stand in the execution that entered it last. */
record ConditionStates(Stage definition, Optional<StageRun> run) {
    /** The state of one of them; null where the stage has no such condition. */
    StageConditionState of(Part part) {
        return definition.condition(part).map(condition -> state(part, condition)).orElse(null);
    }

    /** The API allows one condition for each part, and lists it all the same. */
    private StageConditionState state(Part part, Condition condition) {
        var latest = latest(part);
        return StageConditionState.builder()
                .latestExecution(latest.map(ConditionStates::ofStage).orElse(null))
                .conditionStates(ConditionState.builder()
                        .latestExecution(latest.map(ConditionStates::ofCondition).orElse(null))
                        .ruleStates(condition.rules().stream()
                                .map(rule -> rule(rule, latest))
                                .toList())
                        .build())
                .build();
    }

    /** The newest evaluation, if need be of an earlier attempt: an entry condition that held is not asked again. */
    private Optional<ConditionRun> latest(Part part) {
        return run.stream()
                .flatMap(stage -> stage.conditions().stream())
                .filter(condition -> condition.part() == part)
                .reduce((_, later) -> later);
    }

    private static StageConditionsExecution ofStage(ConditionRun run) {
        return StageConditionsExecution.builder()
                .status(run.status().name())
                .summary(run.summary())
                .build();
    }

    private static ConditionExecution ofCondition(ConditionRun run) {
        return ConditionExecution.builder()
                .status(run.status().name())
                .summary(run.summary())
                .lastStatusChange(run.changedAt())
                .build();
    }

    private static RuleState rule(Rule rule, Optional<ConditionRun> condition) {
        return RuleState.builder()
                .ruleName(rule.name())
                .latestExecution(condition.stream()
                        .flatMap(it -> it.rules().stream())
                        .filter(run -> run.run().action().equals(rule.name()))
                        .findFirst()
                        .map(ConditionStates::execution)
                        .orElse(null))
                .build();
    }

    private static RuleExecution execution(ActionRun run) {
        var details = run.details();
        return RuleExecution.builder()
                .ruleExecutionId(run.id())
                .status(run.status().name())
                .summary(details.summary())
                .lastStatusChange(run.changedAt())
                .lastUpdatedBy(run.updatedBy())
                .externalExecutionId(details.externalExecutionId())
                .externalExecutionUrl(details.externalExecutionUrl())
                .errorDetails(RunShapes.error(run))
                .build();
    }
}
