package dev.pipewright.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pipewright.wire.Constraints;
import dev.pipewright.wire.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * Breaks every constraint of every member of every request, one at a time, and goes to every limit. The server says
 * what is broken, where, and by which rule, and changes nothing.
 */
@Timeout(300)
final class ConstraintConformanceTest {
    private static final Demands DEMANDS = Demands.read();
    private static final Constraints CONSTRAINTS = Constraints.of("codepipeline");

    @TempDir
    static Path data;

    private static Served server;
    private static Scene scene;

    @BeforeAll
    static void start() throws Exception {
        server = new Served(data);
        scene = new Scene(server, "conformance-1", new Evidence());
        Worker.makeTypes(scene);
        scene.call("CreatePipeline", "{pipeline: %s}".formatted(Declared.pipeline(
                "a", Declared.source("till"), Declared.stage("Ask", Declared.approval("Ask")))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static List<String> operations() {
        return SdkOperation.all().stream().map(SdkOperation::name).toList();
    }

    /** Everything that a broken request could have changed. */
    private static List<ObjectNode> state() {
        return List.of(
                scene.call("ListPipelines", "{}"),
                scene.call("ListActionTypes", "{actionOwnerFilter: 'Custom'}"),
                scene.call("ListWebhooks", "{}"),
                scene.call("ListTagsForResource", "{resourceArn: '%s'}".formatted(scene.arn("a"))),
                scene.call("GetPipeline", "{name: 'a'}"),
                scene.call("GetPipelineState", "{name: 'a'}"),
                scene.call("ListPipelineExecutions", "{pipelineName: 'a'}"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void each_breach_is_told_with_its_place_and_its_rule_and_changes_nothing(String operation) {
        var before = state();
        var wrong = new ArrayList<String>();
        for (var breach : Breaches.of(DEMANDS, operation)) {
            if (breach.violations().isEmpty()) continue;
            var said = said(operation, breach.request());
            if (!said.equals(breach.message())) wrong.add("%s\n  should be %s".formatted(said, breach.message()));
        }
        assertThat(wrong).isEmpty();
        assertThat(state()).isEqualTo(before);
    }

    /** The definition of UpdatePipeline is that of CreatePipeline, and is not sent a second time. */
    private static String said(String operation, ObjectNode request) {
        if (!operation.equals("UpdatePipeline")) return scene.validation(operation, request);
        return catchThrowableOfType(Fault.class, () -> CONSTRAINTS.check(operation, request)).getMessage();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void a_value_at_a_limit_passes(String operation) {
        assertThatCode(() -> CONSTRAINTS.check(operation, Breaches.valid(DEMANDS, operation)))
                .doesNotThrowAnyException();
        var refused = new ArrayList<String>();
        for (var breach : Breaches.of(DEMANDS, operation)) {
            if (!breach.violations().isEmpty()) continue;
            try {
                CONSTRAINTS.check(operation, breach.request());
            } catch (Fault fault) {
                refused.add(fault.getMessage());
            }
        }
        assertThat(refused).isEmpty();
    }

    @Test
    void several_breaches_are_told_in_one_answer() {
        var request = Breaches.valid(DEMANDS, "UpdatePipeline");
        var pipeline = (ObjectNode) request.get("pipeline");
        pipeline.remove("roleArn");
        ((ObjectNode) pipeline.at("/stages/1/actions/0")).put("name", "a b").put("runOrder", 1000);
        assertThat(scene.validation("UpdatePipeline", request))
                .isEqualTo("3 validation errors detected: "
                        + "Value null at 'pipeline.roleArn' failed to satisfy constraint: Member must not be null; "
                        + "Value 'a b' at 'pipeline.stages.2.member.actions.1.member.name' failed to satisfy "
                        + "constraint: Member must satisfy regular expression pattern: [A-Za-z0-9.@\\-_]+; "
                        + "Value '1000' at 'pipeline.stages.2.member.actions.1.member.runOrder' failed to satisfy "
                        + "constraint: Member must have value less than or equal to 999");
    }

    @Test
    void every_type_of_constraint_is_broken_many_times() {
        var all = operations().stream().flatMap(each -> Breaches.of(DEMANDS, each).stream()).toList();
        assertThat(all).filteredOn(each -> !each.violations().isEmpty()).hasSizeGreaterThan(1_000);
        assertThat(all).flatExtracting(Breaches.Breach::violations)
                .anyMatch(it -> it.endsWith("Member must not be null"))
                .anyMatch(it -> it.contains("enum value set"))
                .anyMatch(it -> it.contains("regular expression"))
                .anyMatch(it -> it.contains("Map keys"))
                .anyMatch(it -> it.contains("Map value"))
                .anyMatch(it -> it.contains("value less"))
                .anyMatch(it -> it.contains("length greater"));
    }
}
