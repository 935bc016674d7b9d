package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.approval;
import static dev.pipewright.engine.Definition.commands;
import static dev.pipewright.engine.Definition.deploy;
import static dev.pipewright.engine.Definition.pipeline;
import static dev.pipewright.engine.Definition.source;
import static dev.pipewright.engine.Definition.stage;
import static dev.pipewright.engine.Examination.DEPLOY;
import static dev.pipewright.engine.Examination.SOURCE;
import static dev.pipewright.engine.Examination.accepted;
import static dev.pipewright.engine.Examination.refused;
import static dev.pipewright.engine.Examination.v2;

import org.junit.jupiter.api.Test;

class ArtifactRulesTest {
    @Test
    void an_action_has_enough_inputs() {
        refused(
                pipeline(SOURCE, stage("Deploy", deploy("ship"))),
                Problem.action(
                        "Action ship declares 0 input artifacts which is less than the minimum count (1)"));
    }

    @Test
    void an_action_has_not_too_many_inputs() {
        refused(
                pipeline(
                        stage("Source", source("take").writes("app"), source("more").writes("lib")),
                        stage("Deploy", deploy("ship").reads("app", "lib"))),
                Problem.action(
                        "Action ship declares 2 input artifacts which is more than the maximum count (1)"));
    }

    @Test
    void an_action_has_enough_outputs() {
        refused(
                pipeline(stage("Source", source("take")), stage("Go", approval("ok"))),
                Problem.action(
                        "Action take declares 0 output artifacts which is less than the minimum count (1)"));
    }

    @Test
    void an_action_has_not_too_many_outputs() {
        refused(
                pipeline(SOURCE, stage("Go", approval("ok").writes("verdict"))),
                Problem.action("Action ok declares 1 output artifacts which is more than the maximum count (0)"));
    }

    @Test
    void output_names_are_unique_in_the_pipeline() {
        refused(
                pipeline(stage("Source", source("take").writes("app"), source("more").writes("app")), DEPLOY),
                Problem.action(
                        "Output Artifact Bundle name must be unique within the pipeline. app has been used more "
                                + "than once."));
    }

    @Test
    void an_input_is_made_by_somebody() {
        refused(pipeline(SOURCE, stage("Deploy", deploy("ship").reads("apt"))), notMade("apt", "ship"));
    }

    @Test
    void an_input_may_be_made_earlier_in_the_stage() {
        accepted(v2(
                SOURCE,
                stage(
                        "Build",
                        deploy("ship").reads("built").runOrder(2),
                        commands("compile", "make").reads("app").writes("built"))));
    }

    @Test
    void an_input_is_not_made_at_the_same_time() {
        refused(
                v2(
                        SOURCE,
                        stage(
                                "Build",
                                commands("compile", "make").reads("app").writes("built"),
                                deploy("ship").reads("built"))),
                notMade("built", "ship"));
    }

    @Test
    void an_input_is_not_made_in_a_later_stage() {
        refused(
                v2(
                        SOURCE,
                        stage("Deploy", deploy("ship").reads("built")),
                        stage("Build", commands("compile", "make").reads("app").writes("built"))),
                notMade("built", "ship"));
    }

    @Test
    void artifacts_do_not_go_in_a_circle() {
        refused(
                v2(
                        SOURCE,
                        stage(
                                "Build",
                                commands("one", "make").reads("two").writes("one"),
                                commands("two", "make").reads("one").writes("two").runOrder(2))),
                notMade("two", "one"));
    }

    @Test
    void an_action_does_not_read_what_it_makes() {
        refused(
                v2(SOURCE, stage("Build", commands("compile", "make").reads("built").writes("built"))),
                notMade("built", "compile"));
    }

    private Problem notMade(String artifact, String action) {
        return Problem.action(
                "Input Artifact Bundle %s in action %s is not declared as Output Artifact Bundle in any of the "
                        + "preceding actions",
                artifact, action);
    }
}
