package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.approval;
import static dev.pipewright.engine.Definition.changed;
import static dev.pipewright.engine.Definition.declaring;
import static dev.pipewright.engine.Definition.deploy;
import static dev.pipewright.engine.Definition.pipeline;
import static dev.pipewright.engine.Definition.source;
import static dev.pipewright.engine.Definition.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.TriggerDeclaration;
import dev.pipewright.model.VariableDeclaration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefinitionsTest {
    @Test
    void what_is_left_out_is_filled_in() {
        var completed = Definitions.completed(pipeline(stage("Source"), stage("Go", approval("ok"))), 3);
        assertThat(completed.version()).isEqualTo(3);
        assertThat(completed.executionMode()).isEqualTo(ExecutionMode.SUPERSEDED);
        assertThat(completed.pipelineType()).isEqualTo(PipelineType.V1);
        var action = completed.action("Go", "ok").orElseThrow();
        assertThat(action.runOrder()).isEqualTo(1);
        assertThat(action.configuration()).isEqualTo(Map.of());
        assertThat(action.inputArtifacts()).isEqualTo(List.of());
        assertThat(action.outputArtifacts()).isEqualTo(List.of());
        assertThat(action.commands()).isNull();
    }

    @Test
    void what_is_given_is_kept() {
        var given = changed(
                pipeline(
                        stage("Source", source("take").writes("app").namespace("S").region("us-east-1")),
                        stage("Deploy", deploy("ship").reads("app").runOrder(7), approval("ok").timeout(9))),
                PipelineType.V2,
                ExecutionMode.QUEUED);
        var completed = Definitions.completed(given, 1);
        assertThat(completed.executionMode()).isEqualTo(ExecutionMode.QUEUED);
        assertThat(completed.pipelineType()).isEqualTo(PipelineType.V2);
        assertThat(completed)
                .usingRecursiveComparison()
                .ignoringExpectedNullFields()
                .isEqualTo(given);
        assertThat(Definitions.completed(completed, 1)).isEqualTo(completed);
    }

    @Test
    void the_version_that_the_caller_sends_does_not_count() {
        assertThat(Definitions.completed(pipeline().withVersion(99), 1).version()).isEqualTo(1);
    }

    @Test
    void variables_or_triggers_without_a_type_mean_v2() {
        var variable = new VariableDeclaration("A", null, null);
        var trigger = new TriggerDeclaration("CodeStarSourceConnection", null);
        assertThat(Definitions.typeOf(declaring(pipeline(), List.of(variable), null))).isEqualTo(PipelineType.V2);
        assertThat(Definitions.typeOf(declaring(pipeline(), null, List.of(trigger)))).isEqualTo(PipelineType.V2);
        assertThat(Definitions.typeOf(declaring(pipeline(), List.of(), List.of()))).isEqualTo(PipelineType.V1);
    }

    @Test
    void an_empty_map_of_stores_is_no_map() {
        var given = pipeline();
        assertThat(Definitions.completed(changed(given, given.artifactStore(), Map.of()), 1).artifactStores())
                .isNull();
    }
}
