package dev.pipewright.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds the file of constraints to a model of the service that somebody else wrote down: the one that the AWS command
 * line of Debian carries. It is of 2022 and knows 39 operations; what has changed since is listed.
 */
final class ConstraintSourceTest {
    private static final Path MODEL = Path.of(
            "/usr/lib/python3/dist-packages/awscli/botocore/data/codepipeline/2015-07-09/service-2.json");
    private static final List<String> CHANGED_SINCE = List.of(
            "CreateCustomActionType.category: the choice Compute is on one side only",
            "CreatePipeline.pipeline.stages[].actions[].configuration{}: the size is 1..1000 there and 1..50000 here",
            "RetryStageExecution.retryMode: the choice ALL_ACTIONS is on one side only",
            "StartPipelineExecution.clientRequestToken: the pattern is ^[a-zA-Z0-9-]+$ there and [a-zA-Z0-9-]+ here");

    private final Demands demands = Demands.read();
    private final List<String> differences = new ArrayList<>();
    private final Set<String> compared = new HashSet<>();
    private JsonNode shapes;

    @Test
    void the_constraints_are_those_of_the_model_that_the_command_line_carries() throws IOException {
        assertThat(MODEL).as("scripts/install-test-tools installs it").isReadable();
        var model = JsonMapper.shared().readTree(Files.readString(MODEL));
        shapes = model.path("shapes");
        assertThat(model.path("operations").size()).isEqualTo(39);
        model.path("operations").properties().forEach(operation -> {
            var here = demands.operations().get(operation.getKey());
            structure(operation.getKey(), shapes.path(operation.getValue().at("/input/shape").asString()), here);
        });
        assertThat(differences).containsExactlyInAnyOrderElementsOf(CHANGED_SINCE);
        assertThat(compared).hasSizeGreaterThan(100);
    }

    private void structure(String place, JsonNode there, Constraint.Structure here) {
        var required = new HashSet<String>();
        there.path("required").forEach(name -> required.add(name.asString()));
        there.path("members").properties().forEach(member -> {
            var path = place + "." + member.getKey();
            var found = here.members().stream().filter(it -> it.name().equals(member.getKey())).findFirst();
            if (found.isEmpty()) {
                differences.add(path + ": it is not here");
                return;
            }
            if (found.get().isRequired() != required.contains(member.getKey())) {
                differences.add(path + ": it is required on one side only");
            }
            compare(path, member.getValue().path("shape").asString(), found.get().type());
        });
    }

    private void compare(String place, String nameThere, String nameHere) {
        if (!compared.add(nameThere + " " + nameHere)) return;
        var there = shapes.path(nameThere);
        switch (demands.type(nameHere)) {
            case Constraint.Structure structure -> structure(place, there, structure);
            case Constraint.ListOf list -> {
                size(place, there, list.size());
                compare(place + "[]", there.at("/member/shape").asString(), list.element());
            }
            case Constraint.MapOf map -> {
                size(place, there, map.size());
                compare(place + "{key}", there.at("/key/shape").asString(), map.key());
                compare(place + "{}", there.at("/value/shape").asString(), map.value());
            }
            case Constraint.Choice choice -> choices(place, there, choice);
            case Constraint.Number number -> {
                kind(place, there, "integer");
                size(place, there, number.bounds());
            }
            case Constraint.Text text -> text(place, there, text);
            case Constraint.Free free -> {
                kind(place, there, switch (free.kind()) {
                    case "text" -> "string";
                    case "number" -> "integer";
                    case "flag" -> "boolean";
                    default -> "timestamp";
                });
                size(place, there, new Constraint.Bounds(Optional.empty(), Optional.empty()));
                pattern(place, there, "");
            }
        }
    }

    private void text(String place, JsonNode there, Constraint.Text text) {
        kind(place, there, "string");
        size(place, there, text.length());
        pattern(place, there, text.pattern().orElse(""));
    }

    private void choices(String place, JsonNode there, Constraint.Choice choice) {
        var known = new TreeSet<String>();
        there.path("enum").forEach(value -> known.add(value.asString()));
        var both = new TreeSet<>(known);
        both.retainAll(choice.values());
        known.addAll(choice.values());
        known.removeAll(both);
        for (var value : known) differences.add("%s: the choice %s is on one side only".formatted(place, value));
    }

    private void kind(String place, JsonNode there, String here) {
        if (!there.path("type").asString().equals(here)) {
            differences.add("%s: it is a %s there and a %s here".formatted(place, there.path("type"), here));
        }
    }

    /** No least size and one of 0 are the same. */
    private void size(String place, JsonNode there, Constraint.Bounds here) {
        var ofModel = "%s..%s".formatted(there.path("min").asString("0"), there.path("max").asString(""));
        var ofFile = "%d..%s".formatted(here.least().orElse(0), here.most().map(String::valueOf).orElse(""));
        if (!ofModel.equals(ofFile)) {
            differences.add("%s: the size is %s there and %s here".formatted(place, ofModel, ofFile));
        }
    }

    private void pattern(String place, JsonNode there, String here) {
        var ofModel = there.path("pattern").asString("");
        if (!ofModel.equals(here)) {
            differences.add("%s: the pattern is %s there and %s here".formatted(place, ofModel, here));
        }
    }
}
