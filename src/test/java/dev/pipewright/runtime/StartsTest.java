package dev.pipewright.runtime;

import static dev.pipewright.runtime.Bench.FETCH;
import static dev.pipewright.runtime.Bench.action;
import static dev.pipewright.runtime.Bench.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.SourceOverride;
import dev.pipewright.model.Trigger;
import dev.pipewright.model.VariableDeclaration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartsTest {
    private static final Trigger SOMEBODY = new Trigger(Trigger.START_PIPELINE_EXECUTION, "somebody");
    private static final String LACKING = "Values for required variables haven't been provided: ";

    @TempDir
    private Path folder;

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private PipelineKey pipeline(VariableDeclaration... variables) {
        return bench.create(Bench.pipeline("shop", List.of(variables), stage("Get", action("Flour", FETCH))));
    }

    private Start startOnce(
            PipelineKey key, String token, Map<String, String> variables, Map<String, SourceOverride> revisions) {
        return bench.database().writer().commit(tx -> bench.starts.startOnce(
                tx,
                key,
                Optional.ofNullable(token),
                () -> bench.starts.start(tx, key, SOMEBODY, variables, revisions)));
    }

    @Test
    void a_start_is_told_with_its_trigger_and_its_revisions() {
        var key = pipeline();
        var revisions = Map.of("Flour", SourceOverride.revision("r7"));
        var id = Begun.id(startOnce(key, null, Map.of(), revisions));
        var execution = bench.execution(key, id);
        assertThat(execution.trigger()).isEqualTo(SOMEBODY);
        assertThat(execution.startedAt()).isEqualTo(Bench.START);
        assertThat(execution.sourceRevisions()).isEqualTo(revisions);
        assertThat(execution.find(Bench.run(id, "Get", "Flour")).orElseThrow().sourceRevision()).isEqualTo("r7");
    }

    @Test
    void the_same_token_again_gives_the_first_execution_whatever_else_is_said() {
        var key = pipeline(new VariableDeclaration("Level", "low", null));
        var first = startOnce(key, "token-1", Map.of("Level", "high"), Map.of());
        var again = startOnce(key, "token-1", Map.of("Level", "other"), Map.of("Flour", SourceOverride.revision("r2")));
        assertThat(again).isEqualTo(first);
        assertThat(bench.executions(key)).hasSize(1);
        assertThat(bench.execution(key, Begun.id(first)).variables()).isEqualTo(Map.of("Level", "high"));
    }

    @Test
    void another_token_and_no_token_start_anew() {
        var key = pipeline();
        var ids = List.of(
                startOnce(key, "token-1", Map.of(), Map.of()), startOnce(key, "token-2", Map.of(), Map.of()),
                startOnce(key, null, Map.of(), Map.of()), startOnce(key, null, Map.of(), Map.of()));
        assertThat(ids).doesNotHaveDuplicates().allMatch(Start.Begun.class::isInstance);
        assertThat(bench.executions(key)).hasSize(4);
    }

    @Test
    void a_token_belongs_to_its_pipeline() {
        var key = pipeline();
        var other = bench.create("other", stage("Get", action("Flour", FETCH)));
        assertThat(startOnce(key, "token-1", Map.of(), Map.of()))
                .isNotEqualTo(startOnce(other, "token-1", Map.of(), Map.of()));
        assertThat(bench.executions(other)).hasSize(1);
    }

    @Test
    void a_pipeline_that_is_not_there_is_not_started() {
        assertThat(startOnce(Bench.key("nobody"), "token-1", Map.of(), Map.of()))
                .isEqualTo(new Start.NoPipeline());
        assertThat(startOnce(Bench.key("nobody"), "token-1", Map.of(), Map.of()))
                .isEqualTo(new Start.NoPipeline());
    }

    @Test
    void variables_have_their_defaults_unless_the_start_says_otherwise_and_unknown_names_are_passed_over() {
        var key = pipeline(
                new VariableDeclaration("Level", "low", null), new VariableDeclaration("Place", "here", null),
                new VariableDeclaration("Empty", "", null));
        var id = bench.start(key, Map.of("Level", "high", "Unknown", "x"));
        assertThat(bench.execution(key, id).variables())
                .isEqualTo(Map.of("Level", "high", "Place", "here", "Empty", ""));
    }

    @Test
    void an_execution_that_lacks_values_fails_at_once_and_names_them() {
        var key = pipeline(
                new VariableDeclaration("Level", null, null), new VariableDeclaration("Place", "here", null),
                new VariableDeclaration("Size", null, null));
        var lacking = bench.execution(key, bench.start(key));
        assertThat(lacking.status()).isEqualTo(ExecutionStatus.Failed);
        assertThat(lacking.statusSummary()).isEqualTo(LACKING + "Level,Size");

        var one = bench.execution(key, bench.start(key, Map.of("Level", "high")));
        assertThat(one.statusSummary()).isEqualTo(LACKING + "Size");

        var all = bench.execution(key, bench.start(key, Map.of("Level", "high", "Size", "1")));
        assertThat(all.status()).isEqualTo(ExecutionStatus.InProgress);
        assertThat(all.statusSummary()).isNull();
    }

    @Test
    void what_is_not_committed_was_not_started() {
        var key = pipeline();
        try {
            bench.database().writer().commit(tx -> {
                bench.starts.startOnce(
                        tx,
                        key,
                        Optional.of("token-1"),
                        () -> bench.starts.start(tx, key, SOMEBODY, Map.of(), Map.of()));
                throw new IllegalStateException("no");
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("no");
        }
        assertThat(bench.executions(key)).isEmpty();
        startOnce(key, "token-1", Map.of(), Map.of());
        assertThat(bench.executions(key)).hasSize(1);
    }
}
