package dev.pipewright.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What templates mean in the API's members. */
final class TemplateTest {
    static final Path FILES = Path.of("src/test/resources/dev/pipewright/template");

    private static final Given TOKEN = new Given(Map.of("Token", "hunter2"), Map.of(), Map.of(), Map.of(), null);

    @TempDir
    private Path folder;

    private final Hidden hidden = new Hidden();
    private final Findings findings = new Findings("t", hidden);

    private List<Declared> declared(Path file, Given given) throws Exception {
        var known = new KnownResources("cdk", "eu-west-1", "000000000000");
        var root = (Node.Mapping) Document.read(file, findings);
        return new Template(root, known, given, hidden, findings).declared();
    }

    private List<Declared> declared(String text) throws Exception {
        return declared(Files.writeString(folder.resolve("t.yaml"), text), Given.nothing());
    }

    @Test
    void what_the_cdk_writes_becomes_the_input_of_the_api() throws Exception {
        var declared = declared(FILES.resolve("cdk.template.json"), Given.nothing());
        var json = JsonMapper.shared().createArrayNode();
        declared.forEach(each -> json.add(each.input().json()));
        var text = json.toString().replaceFirst("key/[0-9a-f-]{36}", "key/KEY");
        assertThat(JsonMapper.shared().readTree(text))
                .isEqualTo(JsonMapper.shared().readTree(Files.readString(FILES.resolve("cdk.input.json"))));
        assertThat(findings.all()).isEmpty();
        assertThat(((Declared.OfPipeline) declared.getFirst()).restarts()).isTrue();
    }

    @Test
    void every_kind_of_resource_and_every_property_has_its_member() throws Exception {
        var declared = declared(FILES.resolve("everything.yaml"), TOKEN);
        assertThat(findings.all()).isEmpty();
        assertThat(declared).hasSize(3);
        var type = declared.get(0).input().json();
        assertThat(type.at("/version").stringValue()).isEqualTo("1");
        assertThat(type.at("/inputArtifactDetails/maximumCount").intValue()).isEqualTo(1);
        assertThat(type.at("/configurationProperties/1/secret").booleanValue()).isTrue();
        assertThat(type.at("/tags/0/key").stringValue()).isEqualTo("team");
        var pipeline = (Declared.OfPipeline) declared.get(1);
        var json = pipeline.input().json();
        assertThat(json.at("/pipeline/artifactStores/eu-west-1/location").stringValue())
                .isEqualTo("everything-artifacts");
        assertThat(json.at("/pipeline/stages/0/actions/0/configuration/PollForSourceChanges").stringValue())
                .isEqualTo("false");
        assertThat(json.at("/pipeline/stages/1/actions/0/runOrder").intValue()).isEqualTo(2);
        assertThat(json.at("/pipeline/stages/1/onFailure/retryConfiguration/retryMode").stringValue())
                .isEqualTo("ALL_ACTIONS");
        assertThat(json.at("/pipeline/stages/1/beforeEntry/conditions/0/rules/0/configuration/Operator").stringValue())
                .isEqualTo("NE");
        assertThat(json.at("/pipeline/triggers/0/gitConfiguration/push/0/filePaths/excludes/0").stringValue())
                .isEqualTo("docs/**");
        assertThat(json.at("/pipeline/variables/0/defaultValue").stringValue()).isEqualTo("all");
        assertThat(json.at("/tags/0/value").stringValue()).isEqualTo("web");
        assertThat(json.path("pipeline").has("disableInboundStageTransitions")).isFalse();
        assertThat(pipeline.closed().orElseThrow()).extracting(Declared.Closed::stage).containsExactly("Test");
        var webhook = declared.get(2).input().json().get("webhook");
        assertThat(webhook.at("/name").stringValue()).isEqualTo("cdk-Webhook");
        assertThat(webhook.at("/targetPipeline").stringValue()).isEqualTo("everything");
        assertThat(webhook.at("/authenticationConfiguration/SecretToken").stringValue()).isEqualTo("hunter2");
        assertThat(webhook.at("/filters/0/jsonPath").stringValue()).isEqualTo("$.ref");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {Stagess: []}                                  | t:1:67: The property 'Stagess' is not one that AWS::CodePipeline::Pipeline has here.
            {ArtifactStores: [{Region: eu-west-1}]}        | t:1:84: An element of ArtifactStores must have a Region and an ArtifactStore.
            {DisableInboundStageTransitions: [{Reason: r}]}| t:1:100: An element of DisableInboundStageTransitions must have a StageName and a Reason.
            """)
    void what_no_property_means_is_a_problem_in_its_place(String properties, String finding) throws Exception {
        declared("Resources: {P: {Type: 'AWS::CodePipeline::Pipeline', Properties: " + properties + "}}");
        assertThat(findings.all()).extracting(Finding::toString).contains(finding);
    }

    @Test
    void a_template_without_anything_for_this_server_is_warned_of() throws Exception {
        assertThat(declared("Resources: {B: {Type: 'AWS::S3::Bucket'}}")).isEmpty();
        assertThat(findings.all()).extracting(Finding::toString).containsExactly(
                "t:1:1: warning: The template has no pipeline, custom action type or webhook.");
    }

    @Test
    void a_template_that_is_not_carried_out_as_it_stands_is_warned_of() throws Exception {
        declared("Transform: AWS::Serverless-2016-10-31\nResources: {B: {Type: 'AWS::S3::Bucket'}}");
        assertThat(findings.all()).extracting(Finding::sentence)
                .contains("Transforms are not carried out; the template is taken as it is.");
    }
}
