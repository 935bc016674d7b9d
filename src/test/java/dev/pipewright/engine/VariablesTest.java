package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.action;
import static dev.pipewright.engine.Definition.commands;
import static dev.pipewright.engine.Definition.deploy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.EnvironmentVariable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {
    private static final Map<String, Map<String, String>> KNOWN = Map.of(
            "codepipeline", Map.of("PipelineExecutionId", "b6b9"),
            "variables", Map.of("STAGE", "beta"),
            "SourceVariables", Map.of("CommitId", "1f2e", "Odd", "#{variables.STAGE} $1 \\", "Empty", ""));

    @Test
    void references_are_resolved_in_configuration_commands_and_environment() {
        var action = commands("build", "echo #{codepipeline.PipelineExecutionId}")
                .with("Key", "app-#{SourceVariables.CommitId}-#{variables.STAGE}.zip")
                .environment("COMMIT", "#{SourceVariables.CommitId}")
                .action();
        assertThat(Variables.resolve(action, KNOWN))
                .isEqualTo(new Variables.Resolved(
                        Map.of("Key", "app-1f2e-beta.zip"),
                        List.of("echo b6b9"),
                        List.of(new EnvironmentVariable("COMMIT", "1f2e", "PLAINTEXT"))));
    }

    @Test
    void a_value_is_not_expanded_again() {
        assertThat(configuration("#{SourceVariables.Odd}")).isEqualTo("#{variables.STAGE} $1 \\");
    }

    @Test
    void an_empty_value_is_a_value() {
        assertThat(configuration("<#{SourceVariables.Empty}>")).isEqualTo("<>");
    }

    @Test
    void text_that_only_resembles_a_reference_stays() {
        var text = "#SourceVariables.CommitId} ${HOME} {} #{";
        assertThat(configuration(text)).isEqualTo(text);
    }

    @Test
    void an_action_without_any_text_resolves_to_nothing() {
        var action = action("invoke", ActionCategory.Invoke, ActionOwner.AWS, "Lambda").action();
        assertThat(Variables.resolve(action, Map.of()))
                .isEqualTo(new Variables.Resolved(Map.of(), List.of(), List.of()));
    }

    @Test
    void an_unknown_key_is_unresolvable() {
        assertThat(Variables.resolve(deploy("ship").with("ObjectKey", "a/#{SourceVariables.Tag}").action(), KNOWN))
                .isEqualTo(new Variables.Unresolved(
                        "The variable reference #{SourceVariables.Tag} in configuration property 'ObjectKey' of action "
                                + "'ship' has no value: nothing that ran before left a variable 'Tag' in namespace "
                                + "'SourceVariables'."));
    }

    @Test
    void an_unknown_namespace_is_unresolvable() {
        assertThat(Variables.resolve(commands("build", "true", "echo #{Nobody.Tag}").action(), KNOWN))
                .isEqualTo(new Variables.Unresolved(
                        "The variable reference #{Nobody.Tag} in command 2 of action 'build' has no value: nothing "
                                + "that ran before left a variable 'Tag' in namespace 'Nobody'."));
    }

    @Test
    void a_malformed_reference_is_unresolvable() {
        assertThat(Variables.resolve(commands("build", "true").environment("A", "#{a.b.c}").action(), KNOWN))
                .isEqualTo(new Variables.Unresolved(
                        "The variable reference #{a.b.c} in environment variable 'A' of action 'build' is not a "
                                + "namespace and a key separated by a period (.)."));
    }

    @Test
    void a_nested_reference_is_malformed() {
        assertThat(Variables.references(deploy("ship").with("ObjectKey", "#{a.#{b.c}}").action()))
                .singleElement()
                .satisfies(reference -> assertThat(reference.wellFormed()).isFalse());
    }

    @Test
    void resolved_text_is_limited_however_often_a_long_value_is_named() {
        var long60 = Map.of("n", Map.of("v", "é".repeat(30_000)));
        assertThat(Variables.resolve(deploy("ship").with("ObjectKey", "#{n.v}").action(), long60))
                .isInstanceOf(Variables.Resolved.class);
        assertThat(Variables.resolve(deploy("ship").with("ObjectKey", "#{n.v}".repeat(8_000)).action(), long60))
                .isEqualTo(new Variables.Unresolved(
                        "The texts of action 'ship' are longer than 102400 bytes once variables are resolved; "
                                + "configuration property 'ObjectKey' went past the limit."));
    }

    @Test
    void ten_million_open_braces_are_looked_through_once() {
        var open = deploy("ship").with("ObjectKey", "#{".repeat(10_000_000)).action();
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertThat(Variables.references(open))
                .isEmpty());
    }

    @Test
    void resolved_text_may_have_exactly_the_limit() {
        var rest = Variables.MAX_RESOLVED_BYTES - "k".length();
        var exact = action("invoke", ActionCategory.Invoke, ActionOwner.AWS, "Lambda").with("k", "#{n.v}").action();
        assertThat(Variables.resolve(exact, Map.of("n", Map.of("v", "x".repeat(rest)))))
                .isInstanceOf(Variables.Resolved.class);
        assertThat(Variables.resolve(exact, Map.of("n", Map.of("v", "x".repeat(rest + 1)))))
                .isInstanceOf(Variables.Unresolved.class);
    }

    private static String configuration(String value) {
        var resolution = Variables.resolve(deploy("ship").with("ObjectKey", value).action(), KNOWN);
        return ((Variables.Resolved) resolution).configuration().get("ObjectKey");
    }
}
