package dev.pipewright.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents with the places of what is in them, and files that are none. */
final class DocumentTest {
    private static final String BOMB = """
            a: &a [x, x, x, x, x, x, x, x, x, x]
            b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
            c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
            d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
            e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
            f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
            """;

    private final Findings findings = new Findings("file", new Hidden());

    private Node yaml(String text) throws Unreadable {
        return Document.parse(text, "some.yaml", findings);
    }

    private Node json(String text) throws Unreadable {
        return Document.parse(text, "some.json", findings);
    }

    private Unreadable refused(String text, String name) {
        return catchThrowableOfType(Unreadable.class, () -> Document.parse(text, name, findings));
    }

    @Test
    void every_value_knows_its_line_and_column() throws Exception {
        var json = json("{\n  \"a\": {\n    \"b\": [1, \"zwei\"]\n  }\n}");
        assertThat(json.find(List.of("a", "b", "1")).orElseThrow().mark()).isEqualTo(new Mark(3, 14));
        assertThat(json.nearest(List.of("a", "b"))).isEqualTo(new Mark(3, 5));
        assertThat(json.nearest(List.of("a", "missing", "deeper"))).isEqualTo(new Mark(2, 3));
        var yaml = yaml("a:\n  b:\n    - 1\n    - zwei\n");
        assertThat(yaml.find(List.of("a", "b", "1")).orElseThrow().mark()).isEqualTo(new Mark(4, 7));
        assertThat(yaml.nearest(List.of("a", "b"))).isEqualTo(new Mark(2, 3));
    }

    @Test
    void json_and_yaml_mean_the_same() throws Exception {
        var expected = json("{\"a\": [1, \"1\", true, \"true\", null, \"\\ud83d\\ude00\", 1.5],"
                + " \"b\": {\"c\": \"x y\"}}");
        assertThat(yaml("a: [1, '1', true, \"true\", ~, \"\\U0001F600\", 1.5]\nb:\n  c: >-\n    x\n    y\n").json())
                .isEqualTo(expected.json());
        assertThat(json("{\n\t\"a\":\t[\n\t\t1 ] }").json()).isEqualTo(yaml("a: [1]").json());
    }

    @Test
    void numbers_keep_the_digits_that_they_are_written_with() throws Exception {
        assertThat(yaml("012345678901").find(List.of())).contains(
                new Node.Scalar(Mark.START, Node.Kind.NUMBER, "012345678901"));
    }

    @Test
    void short_forms_are_functions() throws Exception {
        assertThat(yaml("[!Ref a, !GetAtt b.Arn, !Sub 'x${y}', !If [c, 1, 2], !Condition d]").json())
                .isEqualTo(json("[{\"Ref\": \"a\"}, {\"Fn::GetAtt\": \"b.Arn\"}, {\"Fn::Sub\": \"x${y}\"},"
                                + " {\"Fn::If\": [\"c\", 1, 2]}, {\"Condition\": \"d\"}]")
                        .json());
    }

    @Test
    void an_alias_stands_for_what_was_anchored() throws Exception {
        assertThat(yaml("a: &a {x: 1}\nb: *a").json()).isEqualTo(json("{\"a\": {\"x\": 1}, \"b\": {\"x\": 1}}").json());
    }

    @Test
    void a_key_that_comes_twice_is_a_problem_in_its_second_place() throws Exception {
        json("{\"a\": 1,\n \"a\": 2}");
        yaml("b: 1\nc: 2\nb: 3\n");
        assertThat(findings.all()).extracting(Finding::toString).containsExactly(
                "file:2:2: The key 'a' is there twice in one object; it is also in line 1.",
                "file:3:1: The key 'b' is there twice in one object; it is also in line 1.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.json | {"a": 1         | The JSON ends in the middle.
            a.json | {"a": 1} x      | The JSON is not valid here.
            a.json | {"a": 1} {}     | Something follows the end of the JSON.
            a.json | {a: 1}          | The JSON is not valid here.
            a.yaml | 'a: [1, 2'      | The YAML is not valid: expected ',' or ']', but got <stream end>.
            a.yaml | '--- 1\\n--- 2' | The file has more than one YAML document.
            a.yaml | 'a: *b'         | The alias '*b' names nothing that is complete before it.
            a.yaml | 'a: &a [*a]'    | The alias '*a' names nothing that is complete before it.
            a.yaml | '[1]: 2'        | A key of the YAML is not a text.
            a.yaml | '? {a: 1}\\n: 2'| A key of the YAML is not a text.
            a.yaml | ''              | The file is empty.
            """)
    void what_is_no_document_is_explained(String name, String text, String sentence) {
        assertThat(refused(text.replace("\\n", "\n"), name)).hasMessage(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "a: !!javax.script.ScriptEngineManager [x]",
        "a: !!java.net.URL ['http://example.com']",
        "a: !<tag:example.com,2000:x> 1",
        "a: !!binary aGk=",
        "a: !!set {x, y}",
        "a: !!str [x]"
    })
    void tags_make_nothing_but_functions_and_plain_values(String text) {
        assertThat(refused(text, "a.yaml").getMessage())
                .startsWith("The tag '")
                .endsWith("' is none that such a file may have here.");
    }

    @Test
    void nesting_has_an_end() {
        assertThat(refused("[".repeat(100_000), "a.json")).hasMessageContaining("nested deeper than 64 levels");
        assertThat(refused("[".repeat(100_000), "a.yaml")).hasMessageContaining("nested deeper than 64 levels");
        assertThat(refused("{\"a\":".repeat(65) + "1" + "}".repeat(65), "a.json"))
                .hasMessageContaining("nested deeper than 64 levels");
    }

    @Test
    void aliases_of_aliases_are_counted_with_all_that_they_stand_for() {
        assertThat(refused(BOMB, "a.yaml"))
                .hasMessage("The file has more than 200000 values, those behind aliases counted each time.");
    }

    @Test
    void there_are_only_so_many_values() {
        assertThat(refused("[" + "1,".repeat(200_001) + "1]", "a.json"))
                .hasMessage("The file has more than 200000 values.");
    }

    @Test
    void a_file_that_is_no_text_or_none_at_all_is_explained(@TempDir Path folder) throws Exception {
        assertThat(unread(folder)).hasMessage("It is a directory.");
        assertThat(unread(folder.resolve("none"))).hasMessage("There is no such file.");
        assertThat(unread(Path.of("/dev/zero"))).hasMessage("The file has more than 4194304 bytes.");
        var latin = Files.write(folder.resolve("latin.yaml"), "a: Grün".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(unread(latin)).hasMessage("The file is not text in UTF-8.");
    }

    private Unreadable unread(Path file) {
        return catchThrowableOfType(Unreadable.class, () -> Document.read(file, findings));
    }
}
