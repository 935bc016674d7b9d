package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.approval;
import static dev.pipewright.engine.Definition.commands;
import static dev.pipewright.engine.Definition.deploy;
import static dev.pipewright.engine.Definition.pipeline;
import static dev.pipewright.engine.Definition.stage;
import static dev.pipewright.engine.Examination.DEPLOY;
import static dev.pipewright.engine.Examination.SOURCE;
import static dev.pipewright.engine.Examination.accepted;
import static dev.pipewright.engine.Examination.problems;
import static dev.pipewright.engine.Examination.v2;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StructureRulesTest {
    @Test
    void a_good_definition_has_no_problems() {
        accepted(pipeline(SOURCE, DEPLOY));
    }

    @Test
    void a_good_definition_of_type_v2_has_no_problems() {
        accepted(v2(
                SOURCE,
                stage(
                        "Build",
                        commands("compile", "make #{variables.TARGET}")
                                .reads("app")
                                .writes("built")
                                .leaves("VERSION")
                                .environment("COMMIT", "#{Src.VersionId}")
                                .namespace("Built"),
                        approval("look")
                                .runOrder(2)
                                .timeout(60)
                                .with("ExternalEntityLink", "https://#{Built.VERSION}")),
                stage(
                        "Deploy",
                        deploy("ship").reads("built").with("ObjectKey", "#{codepipeline.PipelineExecutionId}"))));
    }

    @Test
    void the_first_problem_is_the_first_of_all() {
        var bad = pipeline(stage("Go", approval("ok").with("Colour", "#{red}")));
        assertThat(problems(bad)).hasSize(4);
        assertThat(StructureRules.firstProblem(bad, Catalogs.CATALOG, "us-east-1").map(Examination::withoutPlace))
                .hasValue(problems(bad).getFirst());
        assertThat(StructureRules.firstProblem(pipeline(SOURCE, DEPLOY), Catalogs.CATALOG, "us-east-1"))
                .isEmpty();
    }

    @Test
    void a_thousand_problems_are_told() {
        assertThat(problems(pipeline(SOURCE, stage("Go", approval("ok").with("CustomData", "#{}".repeat(2_000))))))
                .hasSize(1_000);
    }
}
