package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.approval;
import static dev.pipewright.engine.Definition.deploy;
import static dev.pipewright.engine.Definition.pipeline;
import static dev.pipewright.engine.Definition.stage;
import static dev.pipewright.engine.Examination.SOURCE;
import static dev.pipewright.engine.Examination.accepted;
import static dev.pipewright.engine.Examination.refused;
import static dev.pipewright.engine.Examination.v2;

import org.junit.jupiter.api.Test;

class NamespaceRulesTest {
    @Test
    void namespaces_are_unique_in_the_pipeline() {
        refused(
                pipeline(SOURCE, stage("Deploy", deploy("ship").reads("app").namespace("Src"), approval("ok"))),
                Problem.action(
                        "Namespaces must be unique across the pipeline definition. The following occur more than "
                                + "once in the pipeline.\nStageName=[Deploy], ActionName=[ship], Namespace=[Src]"));
    }

    @Test
    void the_namespace_codepipeline_is_taken() {
        refused(
                pipeline(SOURCE, stage("Go", approval("ok").namespace("codepipeline"))),
                Problem.action(
                        "Namespace 'codepipeline' in action 'ok' is reserved for the variables of the pipeline "
                                + "execution"));
    }

    @Test
    void the_namespace_variables_is_taken_where_the_pipeline_declares_some() {
        accepted(pipeline(SOURCE, stage("Go", approval("ok").namespace("variables"))));
        refused(
                v2(SOURCE, stage("Go", approval("ok").namespace("variables"))),
                Problem.action(
                        "Namespace 'variables' in action 'ok' is reserved for the variables that the pipeline "
                                + "declares"));
    }

    @Test
    void a_namespace_is_not_an_artifact() {
        refused(
                pipeline(SOURCE, stage("Go", approval("ok").namespace("app"))),
                Problem.action(
                        "Namespace 'app' in action 'ok' is also the name of an artifact. The two must differ"));
    }
}
