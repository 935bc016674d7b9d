package dev.pipewright.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class DifferenceTest {
    private final JsonMapper json = new JsonMapper();

    @Test
    void what_says_nothing_is_not_shown_of_something_new() {
        assertThat(Difference.added(json.readTree("""
                {"name": "Build", "files": ["site/*"], "inputArtifacts": [], "configuration": {}, "text": "[]"}""")))
                .extracting(Difference::toString)
                .containsExactly("+ name: Build", "+ files: [\"site/*\"]", "+ text: []");
    }

    @Test
    void empty_members_that_come_or_go_are_shown_only_where_nothing_else_is_different() {
        assertThat(between("{\"a\": 1}", "{\"a\": 2, \"b\": []}")).containsExactly("~ a: 1 -> 2");
        assertThat(between("{\"a\": 1, \"b\": {}}", "{\"a\": 1}")).containsExactly("- b: {}");
        assertThat(between("{\"a\": 1, \"b\": [1]}", "{\"a\": 1, \"b\": []}")).containsExactly("~ b: [1] -> []");
        assertThat(between("{\"a\": 1, \"b\": []}", "{\"b\": [], \"a\": 1}")).isEmpty();
    }

    private List<String> between(String before, String after) {
        return Difference.between(json.readTree(before), json.readTree(after)).stream()
                .map(Difference::toString)
                .toList();
    }
}
