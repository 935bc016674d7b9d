package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.approval;
import static dev.pipewright.engine.Definition.deploy;
import static dev.pipewright.engine.Definition.pipeline;
import static dev.pipewright.engine.Definition.stage;
import static dev.pipewright.engine.Examination.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.Pipeline;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where problems are said to be. */
final class PlacesTest {
    private static Stream<String> places(Pipeline pipeline) {
        return StructureRules.problems(pipeline, Catalogs.CATALOG, "us-east-1").stream()
                .map(problem -> String.join(".", problem.place()));
    }

    @Test
    void an_action_is_found_by_its_position_even_beside_one_that_is_equal() {
        assertThat(places(pipeline(SOURCE, stage("Deploy", approval("ok"), deploy("ship").reads("none")))))
                .containsExactly("stages.1.actions.1.inputArtifacts");
        assertThat(places(pipeline(SOURCE, stage("Go", approval("a"), approval("ok"), approval("ok")))))
                .containsExactly("stages.1.actions.2.name");
    }

    @Test
    void stages_are_found_by_their_position() {
        assertThat(places(pipeline(SOURCE, stage("Go", approval("ok")), stage("Go", approval("ok")))))
                .containsExactly("stages.2.name");
        assertThat(places(pipeline(SOURCE, stage("Go")))).contains("stages.1");
    }

    @Test
    void what_the_whole_pipeline_lacks_is_at_the_pipeline_or_its_member() {
        assertThat(places(pipeline())).contains("stages");
    }

    @Test
    void members_of_an_action_have_their_own_places() {
        assertThat(places(pipeline(SOURCE, stage("Deploy", deploy("ship").reads("app").runOrder(1000)))))
                .containsExactly("stages.1.actions.0.runOrder");
    }
}
