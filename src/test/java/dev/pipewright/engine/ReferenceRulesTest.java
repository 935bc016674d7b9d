package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.approval;
import static dev.pipewright.engine.Definition.commands;
import static dev.pipewright.engine.Definition.deploy;
import static dev.pipewright.engine.Definition.pipeline;
import static dev.pipewright.engine.Definition.source;
import static dev.pipewright.engine.Definition.stage;
import static dev.pipewright.engine.Examination.DEPLOY;
import static dev.pipewright.engine.Examination.REFERENCE_FORMAT;
import static dev.pipewright.engine.Examination.SOURCE;
import static dev.pipewright.engine.Examination.accepted;
import static dev.pipewright.engine.Examination.refused;
import static dev.pipewright.engine.Examination.v2;

import dev.pipewright.model.Pipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceRulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"Src", "Src.", ".VersionId", "Src.A.B", "Src. A", "", "a.#{Src.B"})
    void a_reference_is_a_namespace_and_a_key(String text) {
        refused(
                shipping("ObjectKey", "x#{" + text + "}y"),
                Problem.action(
                        "%sThe following pipeline execution variables do not have this "
                                + "format.\nStageName=[Deploy], ActionName=[ship], "
                                + "ActionConfigurationKey=[ObjectKey], VariableReferenceText=[%s]",
                        REFERENCE_FORMAT, text));
    }

    @Test
    void the_namespace_is_that_of_an_action() {
        refused(
                v2(SOURCE, stage("Build", commands("compile", "ls", "echo #{Sauce.Tag}").reads("app"))),
                Problem.action(
                        "%sThe following pipeline execution variables are referencing a namespace that does not "
                                + "exist.\nStageName=[Build], ActionName=[compile], "
                                + "ActionConfigurationKey=[commands[1]], VariableReferenceText=[Sauce.Tag]",
                        REFERENCE_FORMAT));
    }

    @Test
    void the_action_of_the_namespace_surely_runs_before() {
        refused(
                pipeline(
                        SOURCE,
                        stage(
                                "Go",
                                approval("a").namespace("A"),
                                approval("b").with("CustomData", "#{A.x}"),
                                approval("c").with("CustomData", "#{A.x}").runOrder(2))),
                Problem.action(
                        "%sThe following pipeline execution variables are referencing a namespace of an action "
                                + "that does not surely run before.\nStageName=[Go], ActionName=[b], "
                                + "ActionConfigurationKey=[CustomData], VariableReferenceText=[A.x]",
                        REFERENCE_FORMAT));
    }

    @Test
    void an_execution_has_one_variable_of_its_own() {
        refused(
                shipping("ObjectKey", "#{codepipeline.PipelineName}"),
                Problem.action(
                        "The only variable in the namespace codepipeline is "
                                + "PipelineExecutionId.\nStageName=[Deploy], ActionName=[ship], "
                                + "ActionConfigurationKey=[ObjectKey], "
                                + "VariableReferenceText=[codepipeline.PipelineName]"));
    }

    @Test
    void a_pipeline_variable_is_declared() {
        refused(
                v2(SOURCE, stage("Build", commands("make", "make").reads("app").environment("T", "#{variables.X}"))),
                Problem.action(
                        "The following variables at the pipeline level are not declared in the "
                                + "pipeline.\nStageName=[Build], ActionName=[make], ActionConfigurationKey=[T], "
                                + "VariableReferenceText=[variables.X]"));
    }

    @Test
    void a_source_uses_no_pipeline_variables() {
        refused(
                v2(stage("Source", source("take").writes("app").with("S3ObjectKey", "#{variables.TARGET}")), DEPLOY),
                Problem.action(
                        "Variables at the pipeline level cannot be used in source actions.\nStageName=[Source], "
                                + "ActionName=[take], ActionConfigurationKey=[S3ObjectKey], "
                                + "VariableReferenceText=[variables.TARGET]"));
    }

    @Test
    void the_namespace_variables_may_be_an_actions_where_the_pipeline_declares_none() {
        accepted(pipeline(
                stage("Source", source("take").writes("app").namespace("variables")),
                stage("Deploy", deploy("ship").reads("app").with("ObjectKey", "#{variables.ETag}"))));
    }

    private Pipeline shipping(String key, String value) {
        return pipeline(SOURCE, stage("Deploy", deploy("ship").reads("app").with(key, value)));
    }
}
