package dev.pipewright.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ArtifactRevision;
import software.amazon.awssdk.services.codepipeline.model.CreatePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineExecutionResponse;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecution;
import software.amazon.awssdk.services.codepipeline.model.PutActionRevisionRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobSuccessResultRequest;
import software.amazon.awssdk.services.codepipeline.model.StopPipelineExecutionRequest;
import tools.jackson.databind.node.ObjectNode;

class SdkJsonTest {
    private static final String PIPELINE = """
            {"pipeline":{"name":"p","roleArn":"r","artifactStores":{"eu-central-1":{"type":"S3","location":"b"}},\
            "stages":[{"name":"Source","actions":[{"name":"get","actionTypeId":{"category":"Source","owner":"AWS",\
            "provider":"S3","version":"1"},"runOrder":2,"configuration":{"S3Bucket":"in","Key":"ü😀"},\
            "outputArtifacts":[]}]}],"version":7},"tags":[{"key":"k","value":""}]}""";

    @Test
    void an_input_is_read_with_everything_that_is_nested_in_it() {
        var request = SdkJson.decode(parse(PIPELINE), CreatePipelineRequest.builder());
        var action = request.pipeline().stages().getFirst().actions().getFirst();
        assertThat(action.actionTypeId().category()).isEqualTo(ActionCategory.SOURCE);
        assertThat(action.runOrder()).isEqualTo(2);
        assertThat(action.configuration()).isEqualTo(Map.of("S3Bucket", "in", "Key", "ü😀"));
        assertThat(request.pipeline().artifactStores().get("eu-central-1").location()).isEqualTo("b");
        assertThat(request.tags().getFirst().value()).isEmpty();
    }

    @Test
    void what_is_read_is_written_again_as_it_was_with_empty_lists_and_without_unset_ones() {
        var request = SdkJson.decode(parse(PIPELINE), CreatePipelineRequest.builder());
        assertThat(SdkJson.encode(request)).isEqualTo(parse(PIPELINE));
        assertThat(new String(SdkJson.bytes(SdkJson.encode(GetPipelineExecutionResponse.builder().build())),
                StandardCharsets.UTF_8)).isEqualTo("{}");
    }

    @Test
    void times_are_seconds_with_at_most_three_decimals() {
        for (var each : Map.of(
                "2026-11-22T12:00:00Z", "1795348800", "2026-11-22T12:00:00.250999Z", "1795348800.250",
                "1969-12-31T23:59:59.500Z", "-0.500").entrySet()) {
            var revision = ArtifactRevision.builder().created(Instant.parse(each.getKey())).build();
            var response = GetPipelineExecutionResponse.builder()
                    .pipelineExecution(PipelineExecution.builder().artifactRevisions(revision).build()).build();
            assertThat(new String(SdkJson.bytes(SdkJson.encode(response)), StandardCharsets.UTF_8))
                    .isEqualTo("{\"pipelineExecution\":{\"artifactRevisions\":[{\"created\":%s}]}}"
                            .formatted(each.getValue()));
        }
    }

    @ParameterizedTest
    @CsvSource({"1795348800, 2026-11-22T12:00:00Z", "1795348800.25, 2026-11-22T12:00:00.250Z",
        "1.7953488E9, 2026-11-22T12:00:00Z", "-1.5, 1969-12-31T23:59:58.500Z"})
    void times_are_read_from_any_spelling_of_the_number(String number, Instant time) {
        var json = parse("{\"actionRevision\":{\"created\":" + number + "}}");
        assertThat(SdkJson.decode(json, PutActionRevisionRequest.builder()).actionRevision().created()).isEqualTo(time);
    }

    @Test
    void a_value_that_no_enum_has_is_kept_as_it_was_given() {
        var json = parse("{\"pipeline\":{\"executionMode\":\"SIDEWAYS\"}}");
        assertThat(SdkJson.decode(json, CreatePipelineRequest.builder()).pipeline().executionModeAsString())
                .isEqualTo("SIDEWAYS");
    }

    @Test
    void unknown_members_are_passed_over_and_null_is_absence() {
        var json = parse("{\"name\":null,\"version\":3,\"surprise\":[{}]}");
        var request = SdkJson.decode(json, GetPipelineRequest.builder());
        assertThat(request.name()).isNull();
        assertThat(request.version()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            5                            | pipeline must be an object, but it is the integer 5.
            {"stages":{}}                | pipeline.stages must be a list, but it is an object.
            {"stages":[{},{"name":5}]}   | pipeline.stages.2.member.name must be a string, but it is the integer 5.
            {"stages":[null]}            | pipeline.stages.1.member must be an object, but it is null.
            {"version":"1"}              | pipeline.version must be an integer of 32 bits, but it is a string.
            {"version":1.0}              | pipeline.version must be an integer of 32 bits, but it is the number 1.0.
            {"version":2147483648}       | pipeline.version must be an integer of 32 bits, \
            but it is the integer 2147483648.
            {"artifactStores":{"a":[]}}  | pipeline.artifactStores.a.member must be an object, but it is a list.
            {"name":"\\ud83d"}           | pipeline.name must be well-formed text, but has half a surrogate pair.
            {"name":"\\ude00\\ud83d"}    | pipeline.name must be well-formed text, but has half a surrogate pair.
            {"name":"a\\u0000"}          | pipeline.name must not contain the character U+0000.
            """)
    void a_wrong_type_is_named_with_its_place(String pipeline, String message) {
        var json = parse("{\"pipeline\":" + pipeline + "}");
        assertThatThrownBy(() -> SdkJson.decode(json, CreatePipelineRequest.builder()))
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.type()).isEqualTo("SerializationException");
                    assertThat(fault.status()).isEqualTo(400);
                    assertThat(fault).hasMessage(message);
                });
    }

    @Test
    void times_and_flags_of_a_wrong_type_are_named_too() {
        for (var wrong : List.of("\"2026\"", "true", "1e300", "1e999999999", "253402300800")) {
            var json = parse("{\"currentRevision\":{\"created\":" + wrong + "}}");
            assertThatThrownBy(() -> SdkJson.decode(json, PutJobSuccessResultRequest.builder()))
                    .isInstanceOf(Fault.class)
                            .hasMessageStartingWith("currentRevision.created must be a time in seconds");
        }
        assertThatThrownBy(() -> SdkJson.decode(parse("{\"abandon\":\"yes\"}"), StopPipelineExecutionRequest.builder()))
                .isInstanceOf(Fault.class).hasMessage("abandon must be true or false, but it is a string.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n"})
    void an_empty_body_is_an_empty_object(String body) {
        assertThat(parse(body)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            []              | must be a JSON object, but it is a list
            null            | must be a JSON object, but it is null
            "x"             | must be a JSON object, but it is a string
            {               | ends in the middle
            {"a":           | ends in the middle
            {"a":1}}        | not valid JSON near line 1, column 8
            {} {}           | something follows it
            {"a":1,"a":2}   | the same member twice in one object near line 1
            {"b":{"a":1,"a":2}} | the same member twice
            {a:1}           | not valid JSON near line 1
            {'a':1}         | not valid JSON
            {"a":NaN}       | not valid JSON
            {"a":01}        | not valid JSON
            {"a":"\\x"}     | not valid JSON
            nonsense        | not valid JSON
            """)
    void a_body_that_is_not_one_object_is_refused(String body, String message) {
        assertThatThrownBy(() -> parse(body)).isInstanceOf(Fault.class).hasMessageContaining(message);
    }

    @Test
    void bodies_that_only_mean_harm_are_refused() {
        for (var body : List.of(
                "[".repeat(100_000),
                "{\"a\":".repeat(65) + "1" + "}".repeat(65),
                "{\"a\":" + "9".repeat(5_000) + "}",
                "{\"" + "x".repeat(60_000) + "\":1}")) {
            assertThatThrownBy(() -> parse(body))
                    .isInstanceOf(Fault.class).hasMessageContaining("nested deeper than 64");
        }
        var notUtf8 = new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'};
        for (var bytes : new byte[][] {notUtf8, {(byte) 0xff, (byte) 0xfe}, {0, 0, 0, 0}}) {
            assertThatThrownBy(() -> SdkJson.parse(bytes)).isInstanceOf(Fault.class)
                    .satisfies(fault -> assertThat(((Fault) fault).type()).isEqualTo("SerializationException"));
        }
        assertThat(parse("{\"a\":".repeat(64) + "1" + "}".repeat(64))).isNotEmpty();
    }

    private static ObjectNode parse(String text) {
        return SdkJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
