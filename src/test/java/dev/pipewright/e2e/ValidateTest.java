package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.server.Main;
import dev.pipewright.template.Finding;
import dev.pipewright.template.Given;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is found in files is what CreatePipeline says of them, in the same words. */
final class ValidateTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern COUNT = Pattern.compile("(\\d+) validation errors? detected: .*", Pattern.DOTALL);

    @TempDir
    private static Path folder;

    private static LocalServer server;
    private static SignedHttp http;

    @BeforeAll
    static void start() throws Exception {
        server = LocalServer.start(folder.resolve("data"));
        http = SignedHttp.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ObjectNode good() throws Exception {
        return (ObjectNode) JSON.readTree(Files.readString(Path.of(
                "src/test/resources/dev/pipewright/template/pipeline.json")));
    }

    private static List<Finding> findings(String text) throws Exception {
        var file = Files.writeString(Files.createTempFile(folder, "input", ".json"), text);
        return Main.inspector()
                .inspect(List.of(file), Given.nothing(), LocalServer.REGION, Optional.empty())
                .findings();
    }

    /** Puts a value, written as JSON, at a pointer; nothing takes the member away, and "-" after a list adds to it. */
    private static void put(ObjectNode input, String pointer, String value) throws Exception {
        var cut = pointer.lastIndexOf('/');
        var parent = cut == 0 ? input : input.at(pointer.substring(0, cut));
        var last = pointer.substring(cut + 1);
        var node = value.isEmpty() ? null : value.startsWith("@") ? input.at(value.substring(1)) : JSON.readTree(value);
        if (parent instanceof ArrayNode array) {
            if (last.equals("-")) array.add(node.deepCopy());
            else if (node == null) array.remove(Integer.parseInt(last));
            else array.set(Integer.parseInt(last), node);
        } else if (node == null) {
            ((ObjectNode) parent).remove(last);
        } else {
            ((ObjectNode) parent).set(last, node);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', emptyValue = "", textBlock = """
            /pipeline/name                                    | "a b"
            /pipeline/name                                    |
            /pipeline/name                                    | 7
            /pipeline                                         | []
            /pipeline/stages                                  | {}
            /pipeline/stages                                  | []
            /pipeline/stages/0                                | null
            /pipeline/stages/1/actions/0                      | "Make"
            /pipeline/roleArn                                 | "nobody"
            /pipeline/pipelineType                            | "V3"
            /pipeline/pipelineType                            | "V1"
            /pipeline/executionMode                           | "FAST"
            /pipeline/artifactStore                           |
            /pipeline/artifactStore/location                  | "Shop_Artifacts"
            /pipeline/artifactStore/location                  | "192.168.0.1"
            /pipeline/artifactStore/type                      | "GCS"
            /pipeline/artifactStores                          | {"eu-west-1": {"type": "S3", "location": "a-bucket"}}
            /pipeline/stages/0                                |
            /pipeline/stages/3/name                           | "Build"
            /pipeline/stages/2/actions                        | []
            /pipeline/stages/2/actions/-                      | @/pipeline/stages/2/actions/0
            /pipeline/stages/2/blockers                       | [{"name": "b", "type": "Never"}]
            /pipeline/stages/1/actions/0/commands             |
            /pipeline/stages/1/actions/0/commands/0           | 1
            /pipeline/stages/1/actions/0/inputArtifacts       | []
            /pipeline/stages/1/actions/0/runOrder             | 0
            /pipeline/stages/1/actions/0/runOrder             | 1.5
            /pipeline/stages/1/actions/0/timeoutInMinutes     | 5
            /pipeline/stages/1/actions/0/namespace            | "Src"
            /pipeline/stages/1/actions/0/commands/0           | "echo #{Src}"
            /pipeline/stages/1/actions/0/commands/0           | "echo #{None.x}"
            /pipeline/stages/3/actions/0/inputArtifacts/0/name| "Nothing"
            /pipeline/stages/3/actions/0/configuration/Colour | "red"
            /pipeline/stages/3/actions/0/configuration/Extract| true
            /pipeline/stages/3/actions/0/configuration        |
            /pipeline/stages/3/actions/0/region               | "us-west-2"
            /pipeline/stages/3/actions/0/actionTypeId/provider| "ECS"
            /pipeline/stages/3/actions/0/actionTypeId/provider| "Unheard"
            /pipeline/stages/3/actions/0/actionTypeId/owner   | "Nobody"
            /pipeline/stages/2/actions/0/configuration/NotificationArn | "arn:aws:sns:eu-west-2:000000000000:asks"
            /pipeline/stages/2/actions/0/configuration/ExternalEntityLink | "javascript:alert(1)"
            /pipeline/stages/0/actions/0/configuration/RepositoryName | "a/b"
            /pipeline/stages/0/actions/0/configuration/BranchName | ""
            /pipeline/stages/0/actions/0/outputArtifacts      | [{"name": "App"}, {"name": "App"}]
            /pipeline/stages/3/beforeEntry                    | {"conditions": []}
            /pipeline/stages/3/beforeEntry                    | {"conditions": [{"result": "RETRY", "rules": []}]}
            /pipeline/stages/3/onFailure                      | {"retryConfiguration": {"retryMode": "ALL_ACTIONS"}}
            /pipeline/variables/-                             | {"name": "TARGET"}
            /pipeline/variables/0/name                        | "A B"
            /pipeline/triggers                                | [{"providerType": "CodeStarSourceConnection", "gitConfiguration": {"sourceActionName": "Take"}}]
            /tags/-                                           | {"key": "team", "value": "other"}
            /tags/-                                           | {"key": "aws:x", "value": "y"}
            /tags/-                                           | {"key": "x"}
            /extra                                            | 1
            /pipeline/version                                 | 9
            """)
    void what_createPipeline_refuses_is_refused_with_the_same_sentence(String pointer, String value) throws Exception {
        var input = good();
        put(input, pointer, value == null ? "" : value);
        var text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(input);
        var problems = findings(text).stream().filter(Finding::isProblem).map(Finding::sentence).toList();

        var answer = http.call("CreatePipeline", text);

        if (answer.status() == 200) {
            assertThat(problems).isEmpty();
            server.codePipeline().deletePipeline(request -> request.name("shop"));
            return;
        }
        var count = COUNT.matcher(answer.message());
        if (count.matches()) {
            assertThat(problems).filteredOn(answer.message()::contains).hasSize(Integer.parseInt(count.group(1)));
        } else {
            assertThat(problems).contains(answer.message());
        }
    }

    @Test
    void several_mistakes_are_told_at_once_each_in_its_place() throws Exception {
        var text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(good())
                .replace("\"shop-site\"", "\"shop-site\",\n\"Colour\" : \"red\"")
                .replace("\"V2\"", "\"V1\"")
                .replace("\"name\" : \"Ask\"", "\"name\" : \"Ask!\"");
        var problems = findings(text).stream().filter(Finding::isProblem).toList();

        assertThat(problems).hasSizeGreaterThanOrEqualTo(3);
        var lines = text.lines().toList();
        assertThat(problems).anySatisfy(each -> {
            assertThat(each.sentence()).contains("unknown configuration 'Colour'");
            assertThat(lines.get(each.mark().line() - 1)).startsWith("\"Colour\"");
            assertThat(each.mark().column()).isEqualTo(1);
        });
        assertThat(problems).anySatisfy(each -> {
            assertThat(each.sentence()).contains("'Ask!'").contains("failed to satisfy constraint");
            assertThat(lines.get(each.mark().line() - 1)).contains("\"name\" : \"Ask!\"");
        });
        assertThat(problems).anySatisfy(each ->
                assertThat(each.sentence()).isEqualTo("Pipeline variable can only be used with V2 pipelines"));
    }

    @Test
    void what_get_pipeline_prints_is_read() throws Exception {
        http.call("CreatePipeline", JSON.writeValueAsString(good()));
        var printed = http.call("GetPipeline", "{\"name\": \"shop\"}").json();
        assertThat(printed.at("/metadata/pipelineArn").isMissingNode()).isFalse();

        assertThat(findings(printed.toString())).isEmpty();
        assertThat(findings(printed.get("pipeline").toString())).isEmpty();
        server.codePipeline().deletePipeline(request -> request.name("shop"));
    }

    @Test
    void the_examples_are_fine() throws Exception {
        try (var examples = Files.list(Path.of("examples"))) {
            for (var example : examples.toList()) {
                var inspection = Main.inspector()
                        .inspect(List.of(example), Given.nothing(), LocalServer.REGION, Optional.empty());
                assertThat(inspection.findings()).as(example.toString()).noneMatch(Finding::isProblem);
            }
        }
    }

    @Test
    void the_command_ends_with_0_for_warnings_1_for_problems_and_2_for_bad_usage() throws Exception {
        var file = folder.resolve("shop.json");
        var warned = good();
        ((ObjectNode) warned.at("/pipeline/stages/2/actions/0")).remove("configuration");
        Files.writeString(file, warned.toPrettyString());
        var fine = Program.pipewright("validate", file.toString());
        assertThat(fine.status()).as(fine.err()).isZero();
        assertThat(fine.out().lines()).satisfiesExactly(
                line -> assertThat(line).matches(Pattern.quote(file.toString()) + ":\\d+:\\d+: warning: Nobody is told"
                        + " that the approval 'Ask' waits: it has no NotificationArn\\."),
                line -> assertThat(line).isEqualTo("0 problems, 1 warning"));

        ((ObjectNode) warned.get("pipeline")).remove("roleArn");
        Files.writeString(file, warned.toPrettyString());
        var refused = Program.pipewright("validate", file.toString());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).contains("Value null at 'pipeline.roleArn' failed to satisfy constraint: Member must"
                + " not be null", "1 problem, 0 warnings");

        assertThat(Program.pipewright("validate").status()).isEqualTo(2);
    }
}
