package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.approval;
import static dev.pipewright.engine.Definition.pipeline;
import static dev.pipewright.engine.Definition.source;
import static dev.pipewright.engine.Definition.stage;
import static dev.pipewright.engine.Examination.DEPLOY;
import static dev.pipewright.engine.Examination.SOURCE;
import static dev.pipewright.engine.Examination.accepted;
import static dev.pipewright.engine.Examination.approvals;
import static dev.pipewright.engine.Examination.refused;
import static dev.pipewright.engine.Examination.withBlockers;
import static dev.pipewright.engine.Examination.withStages;

import dev.pipewright.model.Blocker;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.Stage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StageRulesTest {
    @Test
    void one_stage_is_too_few() {
        refused(
                pipeline(SOURCE),
                Problem.structure(
                        "Pipeline has only 1 stage(s). There should be a minimum of 2 stages in a pipeline"),
                Problem.structure(
                        "Pipeline has only source actions. There should be at least one action of another "
                                + "category"));
    }

    @Test
    void no_stage_is_too_few() {
        refused(
                pipeline(),
                Problem.structure(
                        "Pipeline has only 0 stage(s). There should be a minimum of 2 stages in a pipeline"));
    }

    @Test
    void fifty_stages_are_enough() {
        accepted(withStages(50));
        refused(
                withStages(51),
                Problem.structure("Pipeline has 51 stages. There should be a maximum of 50 stages in a pipeline"));
    }

    @Test
    void stage_names_are_unique() {
        refused(
                pipeline(SOURCE, stage("Go", approval("a")), stage("Go", approval("b")), stage("Go", approval("c"))),
                Problem.stage(
                        "Stage names must be unique in a pipeline. The following stage name is used more than "
                                + "once: Go"));
    }

    @Test
    void the_first_stage_holds_nothing_but_sources() {
        refused(
                pipeline(stage("Source", source("take").writes("app"), approval("ok")), DEPLOY),
                Problem.structure("Pipeline should start with a stage that only contains source actions"));
    }

    @Test
    void a_pipeline_without_sources_is_refused() {
        refused(
                pipeline(stage("One", approval("a")), stage("Two", approval("b"))),
                Problem.structure("Pipeline should start with a stage that only contains source actions"));
    }

    @Test
    void sources_are_in_no_later_stage() {
        refused(
                pipeline(SOURCE, stage("More", source("again").writes("more"), approval("ok"))),
                Problem.structure(
                        "Source action 'again' is in stage 'More'. Source actions can only be in the first stage "
                                + "of a pipeline"));
    }

    @Test
    void a_stage_has_an_action() {
        refused(
                pipeline(SOURCE, DEPLOY, stage("Idle")),
                Problem.stage("Pipeline stage 'Idle' has no actions. A stage needs at least one"));
    }

    @Test
    void action_names_are_unique_in_a_stage_and_may_repeat_between_stages() {
        accepted(pipeline(SOURCE, stage("One", approval("ok")), stage("Two", approval("ok"))));
        refused(
                pipeline(SOURCE, stage("One", approval("ok"), approval("ok").runOrder(2))),
                Problem.stage(
                        "Action names must be unique in a stage. The following action name is used more than "
                                + "once in stage 'One': ok"));
    }

    @Test
    void a_hundred_actions_may_run_side_by_side() {
        accepted(pipeline(SOURCE, stage("Wide", approvals(100, false))));
        refused(
                pipeline(SOURCE, stage("Wide", approvals(101, false))),
                Problem.stage(
                        "Pipeline stage 'Wide' has too many actions. There can only be up to 100 actions with "
                                + "the same runOrder in a pipeline stage, and 101 have runOrder 1"));
    }

    @Test
    void a_hundred_actions_may_run_one_after_another() {
        accepted(pipeline(SOURCE, stage("Long", approvals(100, true))));
        refused(
                pipeline(SOURCE, stage("Long", approvals(101, true))),
                Problem.stage(
                        "Pipeline stage 'Long' has too many sequential actions. There can only be up to 100 "
                                + "different runOrders in a pipeline stage, and it has 101"));
    }

    @Test
    void a_pipeline_has_at_most_a_thousand_actions() {
        refused(
                withStages(11, IntStream.range(0, 10)
                        .mapToObj(i -> stage("Wide" + i, approvals(100, false)))
                        .toArray(Stage[]::new)),
                Problem.structure(
                        "Pipeline has 1010 actions. There should be a maximum of 1000 actions in a pipeline"));
    }

    @Test
    void blocker_names_are_unique_in_a_stage() {
        var blocker = new Blocker("night", "Schedule");
        refused(
                pipeline(SOURCE, withBlockers(blocker, blocker)),
                Problem.blocker(
                        "Blocker names must be unique in a stage. The following blocker name is used more than "
                                + "once in stage 'Deploy': night"));
    }

    @Test
    void a_blocker_is_a_schedule() {
        accepted(pipeline(SOURCE, withBlockers(new Blocker("night", "Schedule"))));
        refused(
                pipeline(SOURCE, withBlockers(new Blocker("night", "Moon"))),
                Problem.blocker("Blocker 'night' in stage 'Deploy' has type 'Moon'. The only blocker type is "
                        + "Schedule"));
    }
}
