package dev.pipewright.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class SelectionTest {
    private static final JsonNode PUSH = JsonMapper.shared().readTree("""
            {"ref": "refs/heads/main", "forced": false, "size": 2, "after": null, "odd name": 1,
             "commits": [
               {"id": "a1", "files": ["x", "y"], "author": {"name": "Ada"}},
               {"id": "b2", "files": [], "author": {"name": "Bo"}, "weight": 2.5}]}""");

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "$.ref; [\"refs/heads/main\"]",
        "$['ref']; [\"refs/heads/main\"]",
        "$[\"odd name\"]; [1]",
        "$.forced; [false]",
        "$.commits[0].id; [\"a1\"]",
        "$.commits[-1].id; [\"b2\"]",
        "$.commits[0,1].id; [\"a1\",\"b2\"]",
        "$.commits[*].files[1,0]; [\"y\",\"x\"]",
        "$.commits[0,1].files[*]; [\"x\",\"y\"]",
        "$.commits[1:].id; [\"b2\"]",
        "$.commits[:1].id; [\"a1\"]",
        "$.commits[*].author.name; [\"Ada\",\"Bo\"]",
        "$.commits.*.id; [\"a1\",\"b2\"]",
        "$..name; [\"Ada\",\"Bo\"]",
        "$..author['name']; [\"Ada\",\"Bo\"]",
        "$..[0].id; [\"a1\"]",
        "$..files[0]; [\"x\"]",
        "$.commits[0]..name; [\"Ada\"]",
        "$.commits[*]..['name']; [\"Ada\",\"Bo\"]"
    })
    void a_path_selects_what_it_names(String path, String found) {
        var selected = Selection.compile(path).orElseThrow().of(PUSH);

        assertThat(selected.stream().map(JsonNode::toString).collect(Collectors.joining(",", "[", "]")))
                .isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "$.nothing", "$.ref.x", "$.ref[0]", "$.commits[9].id", "$.commits.id", "$..nothing",
        "$.size[*]", "$.after", "$.after.x", "$.commits[9]", "$.commits[5:]"
    })
    void what_is_not_there_is_not_found(String path) {
        assertThat(Selection.compile(path).orElseThrow().of(PUSH)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "ref", "$ref", "$.", "$..", "$.ref ", " $.ref", "$.a..b..c", "$..*..*", "$..*[*]", "$..a.b[0:1]",
        "$[?(@.a == 1)]", "$[?(@.a)]", "$['a','b']", "$[:]", "$..[*]..x", "$...x", "$[", "$[]",
        "$['a]", "$['a\\'b']", "$[?(@.a =~ /(x+)+y/)]", "$[?($..a)]", "$[?(@..a)]", "$[?(@.a == $.b)]",
        "$[?(@.a in ['b'])]", "$[?(@.a == @.b)]", "$[?(@[*] == 1)]", "$[?(@.a)", "$[?()]", "$[(@.length-1)]",
        "$.commits.length()", "$.concat('a', $..b)", "$.commits.append(1)", "$..keys()", "@.ref", "$.a[1:2:3]",
        "$[?(@.a size 3)]", "$[?(@.a == {})]", "$[?(@[?(@.b)])]", "$[99999999999]", "$.ref\n",
        "$[0,0][0,0]", "$.a[0,-1].b[0,-1]", "$..a[0,1]", "$[0,0][*][0,0]"
    })
    void what_is_not_in_the_language_means_nothing(String path) {
        assertThat(Selection.compile(path)).isEmpty();
    }

    @Test
    void the_longest_paths_over_hostile_payloads_end_soon() {
        var names = ("{\"" + "n".repeat(250) + "\":").repeat(30);
        var deep = payload(names + "[", "1", "]" + "}".repeat(30));
        var wide = payload("[", "[[[[]]]]", "]");
        var paths = List.of("$..*", "$..i", "$..[0]" + "[0]".repeat(40), "$" + "[*]".repeat(49), "$" + ".*".repeat(74));

        assertTimeout(Duration.ofSeconds(60), () -> paths.forEach(path -> {
            var selection = Selection.compile(path).orElseThrow();
            assertThat(selection.of(deep)).hasSizeLessThanOrEqualTo(1000);
            assertThat(selection.of(wide)).hasSizeLessThanOrEqualTo(1000);
        }));
    }

    @Test
    void a_text_that_is_nearly_a_path_is_refused_at_once() {
        assertTimeout(Duration.ofSeconds(5), () -> {
            assertThat(Selection.compile("$" + "[0,0]".repeat(29) + "!")).isEmpty();
            assertThat(Selection.compile("$[" + "0,".repeat(70) + "]")).isEmpty();
            assertThat(Selection.compile("$['" + "','".repeat(48))).isEmpty();
        });
    }

    private static JsonNode payload(String before, String element, String after) {
        var count = 1_000_000 / (element.length() + 1);
        return JsonMapper.shared()
                .readTree(before + String.join(",", Collections.nCopies(count, element)) + after);
    }
}
