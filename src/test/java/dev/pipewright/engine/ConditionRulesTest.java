package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.changed;
import static dev.pipewright.engine.Examination.SOURCE;
import static dev.pipewright.engine.Examination.conditioned;
import static dev.pipewright.engine.Examination.conditions;
import static dev.pipewright.engine.Examination.refused;
import static dev.pipewright.engine.Examination.v2;

import dev.pipewright.model.Condition;
import dev.pipewright.model.ConditionResult;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.OnFailure.RetryConfiguration;
import dev.pipewright.model.OnFailure;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionRulesTest {
    @Test
    void entry_does_not_roll_back() {
        refused(
                v2(SOURCE, conditioned(conditions(ConditionResult.ROLLBACK), null, null)),
                Problem.structure(
                        "Stage 'Deploy' has the result ROLLBACK in beforeEntry. The results allowed there are "
                                + "[FAIL, SKIP]"));
    }

    @Test
    void success_does_not_skip() {
        refused(
                v2(SOURCE, conditioned(null, conditions(ConditionResult.SKIP), null)),
                Problem.structure(
                        "Stage 'Deploy' has the result SKIP in onSuccess. The results allowed there are "
                                + "[ROLLBACK, FAIL]"));
    }

    @Test
    void failure_does_not_skip() {
        refused(
                v2(SOURCE, conditioned(null, null, new OnFailure(ConditionResult.SKIP, null, null))),
                Problem.structure(
                        "Stage 'Deploy' has the result SKIP in onFailure. The results allowed there are "
                                + "[ROLLBACK, RETRY]"));
    }

    @Test
    void retry_and_conditions_exclude_each_other() {
        var both = new OnFailure(
                ConditionResult.RETRY, null,
                List.of(new Condition(ConditionResult.ROLLBACK, List.of(Examination.check("Check")))));
        refused(
                v2(SOURCE, conditioned(null, null, both)),
                Problem.structure(
                        "Stage 'Deploy' has both conditions and the result RETRY in onFailure. Only one of the "
                                + "two can be used"));
    }

    @Test
    void a_retry_configuration_is_for_retry() {
        var odd = new OnFailure(ConditionResult.ROLLBACK, new RetryConfiguration("ALL_ACTIONS"), null);
        refused(
                v2(SOURCE, conditioned(null, null, odd)),
                Problem.structure(
                        "Stage 'Deploy' has a retryConfiguration in onFailure. It can only be used with the "
                                + "result RETRY"));
    }

    @Test
    void parallel_does_not_roll_back() {
        refused(
                changed(
                        v2(SOURCE, conditioned(null, null, new OnFailure(ConditionResult.ROLLBACK, null, null))),
                        PipelineType.V2,
                        ExecutionMode.PARALLEL),
                Problem.structure(
                        "Stage 'Deploy' has the result ROLLBACK, which cannot be used with execution mode "
                                + "PARALLEL"));
    }
}
