package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.changed;
import static dev.pipewright.engine.Definition.connected;
import static dev.pipewright.engine.Definition.commands;
import static dev.pipewright.engine.Definition.pipeline;
import static dev.pipewright.engine.Definition.stage;
import static dev.pipewright.engine.Examination.DEPLOY;
import static dev.pipewright.engine.Examination.SOURCE;
import static dev.pipewright.engine.Examination.accepted;
import static dev.pipewright.engine.Examination.conditioned;
import static dev.pipewright.engine.Examination.conditions;
import static dev.pipewright.engine.Examination.refused;
import static dev.pipewright.engine.Examination.trigger;
import static dev.pipewright.engine.Examination.v2;

import dev.pipewright.model.ConditionResult;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.Stage;
import dev.pipewright.model.TriggerDeclaration;
import dev.pipewright.model.VariableDeclaration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineTypeRulesTest {
    @Test
    void pipeline_variables_are_for_v2() {
        refused(
                changed(v2(SOURCE, DEPLOY), PipelineType.V1, null),
                Problem.structure("Pipeline variable can only be used with V2 pipelines"));
    }

    @Test
    void variables_without_a_type_mean_v2() {
        accepted(changed(v2(SOURCE, DEPLOY), (PipelineType) null, null));
    }

    @Test
    void variable_names_are_unique() {
        var twice = List.of(new VariableDeclaration("A", "1", null), new VariableDeclaration("A", "2", null));
        refused(
                Definition.declaring(pipeline(SOURCE, DEPLOY), twice, null),
                Problem.structure("Variable names must be unique. The following variable name is already in use: "
                        + "A"));
    }

    @Test
    void triggers_on_tag_are_for_v2() {
        var tags = new TriggerDeclaration.Patterns(List.of("v*"), null);
        refused(
                v1(trigger(List.of(new TriggerDeclaration.PushFilter(tags, null, null)))),
                Problem.structure("Triggers on tag can only be used with V2 pipelines"));
    }

    @Test
    void triggers_are_for_v2() {
        var branches = new TriggerDeclaration.Patterns(List.of("main"), null);
        refused(
                v1(trigger(List.of(new TriggerDeclaration.PushFilter(null, branches, null)))),
                Problem.structure("Triggers can only be used with V2 pipelines"));
    }

    private static Pipeline v1(TriggerDeclaration trigger) {
        var declaring = Definition.declaring(
                pipeline(stage("Source", connected("take").writes("app")), DEPLOY), null, List.of(trigger));
        return changed(declaring, PipelineType.V1, null);
    }

    @Test
    void execution_modes_are_for_v2() {
        refused(
                changed(pipeline(SOURCE, DEPLOY), (PipelineType) null, ExecutionMode.QUEUED),
                Problem.structure("Execution mode QUEUED can only be used with V2 pipelines"));
    }

    @Test
    void conditions_are_for_v2() {
        refused(
                pipeline(SOURCE, conditioned(null, conditions(ConditionResult.FAIL), null)),
                Problem.structure(
                        "Stage 'Deploy' has conditions or an action on failure. These can only be used with V2 "
                                + "pipelines"));
    }

    @Test
    void some_action_types_are_for_v2() {
        refused(
                pipeline(SOURCE, stage("Build", commands("compile", "make").reads("app"))),
                Problem.action(
                        "ActionType (Category: 'Compute', Provider: 'Commands', Owner: 'AWS', Version: '1') in "
                                + "action 'compile' can only be used with V2 pipelines"));
    }
}
