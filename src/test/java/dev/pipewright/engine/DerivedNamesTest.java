package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.commands;
import static dev.pipewright.engine.Definition.pipeline;
import static dev.pipewright.engine.Definition.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.Pipeline;
import dev.pipewright.model.RunId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DerivedNamesTest {
    private static final RunId RUN = new RunId("11111111-2222-4333-8444-555555555555", "Build", "compile", 1);

    @Test
    void a_key_cuts_the_names_and_ends_in_seven_characters() {
        var key = ArtifactKeys.key(
                named("a-pipeline-of-some-length"), commands("compile").action(), "salt", RUN, "BuildOutputOfMine");
        assertThat(key).matches("a-pipeline-of-some-l/BuildOutpu/[A-Za-z0-9]{7}");
    }

    @Test
    void short_names_are_kept_whole() {
        assertThat(ArtifactKeys.key(named("web"), commands("compile").action(), "salt", RUN, "out"))
                .matches("web/out/[A-Za-z0-9]{7}");
    }

    @Test
    void what_an_s3_source_takes_ends_in_zip() {
        assertThat(ArtifactKeys.key(named("web"), source("take").action(), "salt", RUN, "out"))
                .matches("web/out/[A-Za-z0-9]{7}\\.zip");
    }

    @Test
    void the_same_question_gives_the_same_key_and_any_other_gives_another() {
        var again = new RunId(RUN.executionId(), RUN.stage(), RUN.action(), 2);
        assertThat(key("salt", RUN, "out")).isEqualTo(key("salt", RUN, "out"));
        assertThat(key("salt", RUN, "out"))
                .isNotEqualTo(key("pepper", RUN, "out"))
                .isNotEqualTo(key("salt", again, "out"))
                .isNotEqualTo(key("salt", RUN, "oup").replace("oup", "out"));
    }

    @Test
    void an_action_execution_id_is_a_lower_case_uuid_of_version_4() {
        var id = RunIds.actionExecutionId("salt", RUN);
        assertThat(id).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(UUID.fromString(id).version()).isEqualTo(4);
        assertThat(UUID.fromString(id).variant()).isEqualTo(2);
    }

    @Test
    void the_same_run_has_the_same_id_and_any_other_has_another() {
        assertThat(RunIds.actionExecutionId("salt", RUN)).isEqualTo(RunIds.actionExecutionId("salt", RUN));
        assertThat(RunIds.actionExecutionId("salt", RUN))
                .isNotEqualTo(RunIds.actionExecutionId("pepper", RUN))
                .isNotEqualTo(id(new RunId("22222222-2222-4333-8444-555555555555", "Build", "compile", 1)))
                .isNotEqualTo(id(new RunId(RUN.executionId(), "Buildc", "ompile", 1)))
                .isNotEqualTo(id(new RunId(RUN.executionId(), "Build", "compile", 2)));
    }

    private static String id(RunId run) {
        return RunIds.actionExecutionId("salt", run);
    }

    private static String key(String salt, RunId run, String artifact) {
        return ArtifactKeys.key(named("web"), commands("compile").action(), salt, run, artifact);
    }

    private static Pipeline named(String name) {
        var plain = pipeline();
        return new Pipeline(
                name, plain.roleArn(), plain.artifactStore(), null, plain.stages(), null, null, null, null, null);
    }
}
