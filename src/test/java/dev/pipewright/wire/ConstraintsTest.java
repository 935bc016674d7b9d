package dev.pipewright.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import tools.jackson.databind.node.ObjectNode;

class ConstraintsTest {
    private static final Constraints CONSTRAINTS = Constraints.of("codepipeline");
    private static final CodePipelineInputs INPUTS = new CodePipelineInputs(CONSTRAINTS);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            GetPipeline   | {}                       | Value null at 'name'      | Member must not be null
            GetPipeline   | {"name":null}            | Value null at 'name'      | Member must not be null
            GetPipeline   | {"name":"a b"}           | Value 'a b' at 'name'     \
            | Member must satisfy regular expression pattern: [A-Za-z0-9.@\\-_]+
            GetPipeline   | {"name":"a","version":0} | Value '0' at 'version'    \
            | Member must have value greater than or equal to 1
            ListPipelines | {"maxResults":1001}      | Value '1001' at 'maxResults' \
            | Member must have value less than or equal to 1000
            ListPipelines | {"nextToken":""}         | Value '' at 'nextToken'   \
            | Member must have length greater than or equal to 1
            RetryStageExecution | {"pipelineName":"p","stageName":"s",\
            "pipelineExecutionId":"12345678-1234-1234-1234-1234567890ab","retryMode":"SOME"} \
            | Value 'SOME' at 'retryMode' | Member must satisfy enum value set: [ALL_ACTIONS, FAILED_ACTIONS]
            UntagResource | {"resourceArn":"arn:aws:codepipeline:eu-central-1:123456789012:p","tagKeys":["a",""]} \
            | Value '[a, ]' at 'tagKeys' | Member must satisfy constraint: \
            [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]
            StartPipelineExecution | {"name":"p","variables":[]} | Value at 'variables' \
            | Member must have length greater than or equal to 1
            PutWebhook    | {"webhook":{"name":"w","targetPipeline":"p","targetAction":"a","filters":[],\
            "authentication":"IP","authenticationConfiguration":{"SecretToken":""}}} \
            | Value at 'webhook.authenticationConfiguration.SecretToken' \
            | Member must have length greater than or equal to 1
            """)
    void a_violation_is_told_in_the_words_of_the_service(String operation, String json, String value, String rule) {
        assertThat(violations(operation, json))
                .isEqualTo("1 validation error detected: " + value + " failed to satisfy constraint: " + rule);
    }

    @Test
    void several_violations_are_told_in_one_message() {
        assertThat(violations("GetPipeline", "{\"version\":0}"))
                .isEqualTo("2 validation errors detected: "
                        + "Value null at 'name' failed to satisfy constraint: Member must not be null; "
                        + "Value '0' at 'version' failed to satisfy constraint: "
                        + "Member must have value greater than or equal to 1");
    }

    @Test
    void violations_deep_in_a_pipeline_are_placed_by_positions_from_one() {
        assertThat(violations("CreatePipeline", """
                {"pipeline":{"name":"p","roleArn":"arn:aws:iam::123456789012:role/r",
                 "artifactStores":{"eu-central-1":{"type":"S3"}},
                 "stages":[{"name":"A","actions":[]},{"name":"B","actions":[{"name":"a b",
                 "actionTypeId":{"category":"Lunch","owner":"AWS","provider":"S3","version":"1"},
                 "configuration":{"K":""},"runOrder":1000}]}]}}"""))
                .isEqualTo("5 validation errors detected: "
                        + "Value null at 'pipeline.artifactStores.eu-central-1.member.location' "
                        + "failed to satisfy constraint: Member must not be null; "
                        + "Value 'Lunch' at 'pipeline.stages.2.member.actions.1.member.actionTypeId.category' "
                        + "failed to satisfy constraint: Member must satisfy enum value set: "
                        + "[Approval, Build, Compute, Deploy, Invoke, Source, Test]; "
                        + "Value at 'pipeline.stages.2.member.actions.1.member.configuration' "
                        + "failed to satisfy constraint: Map value must satisfy constraint: "
                        + "[Member must have length less than or equal to 50000, "
                        + "Member must have length greater than or equal to 1]; "
                        + "Value 'a b' at 'pipeline.stages.2.member.actions.1.member.name' "
                        + "failed to satisfy constraint: "
                        + "Member must satisfy regular expression pattern: [A-Za-z0-9.@\\-_]+; "
                        + "Value '1000' at 'pipeline.stages.2.member.actions.1.member.runOrder' "
                        + "failed to satisfy constraint: Member must have value less than or equal to 999");
    }

    @Test
    void keys_and_sizes_of_maps_are_checked() {
        assertThat(violations("PollForJobs", """
                {"actionTypeId":{"category":"Build","owner":"Custom","provider":"P","version":"1"},
                 "queryParam":{"a":"b","%s":"c"}}""".formatted("k".repeat(51))))
                .isEqualTo("2 validation errors detected: "
                        + "Value at 'queryParam' failed to satisfy constraint: "
                        + "Member must have length less than or equal to 1; "
                        + "Value at 'queryParam' failed to satisfy constraint: Map keys must satisfy constraint: "
                        + "[Member must have length less than or equal to 50, "
                        + "Member must have length greater than or equal to 1]");
    }

    @Test
    void a_text_at_its_bounds_is_accepted_and_is_measured_in_characters() {
        CONSTRAINTS.check("TagResource", parse(tag("😀".repeat(128))));
        assertThat(violations("TagResource", tag("😀".repeat(129)))).contains("length less than or equal to 128");
        CONSTRAINTS.check("GetPipeline", parse("{\"name\":\"" + "n".repeat(100) + "\"}"));
    }

    @Test
    void patterns_match_the_whole_text() {
        assertThat(violations("GetPipeline", "{\"name\":\"good\\nbad\"}")).contains("regular expression");
        assertThat(violations("GetPipeline", "{\"name\":\"good\\n\"}")).contains("regular expression");
        var id = "{\"category\":\"Build\",\"owner\":\"%s\",\"provider\":\"P\",\"version\":\"1\"}";
        CONSTRAINTS.check("GetActionType", parse(id.formatted("ThirdParty")));
        assertThat(violations("GetActionType", id.formatted("AWSThirdParty"))).contains("AWS|ThirdParty");
    }

    @Test
    void long_and_many_violations_make_no_long_message_and_no_deep_stack() {
        assertThat(violations("ListTagsForResource", "{\"resourceArn\":\"arn:aws" + "-a".repeat(1_000_000) + "\"}"))
                .hasSizeLessThan(1_000).contains("arn:aws-a-a").contains("-a-...' at 'resourceArn'");
        assertThat(violations("ListTagsForResource", "{\"resourceArn\":\"arn:aws" + "-a".repeat(2_040) + "\"}"))
                .contains("regular expression");
        assertThat(violations("ListTagsForResource", "{\"resourceArn\":\"a" + "😀".repeat(1_000) + "\"}"))
                .contains("😀😀...'");
        var stages = "{},".repeat(100_000);
        assertThat(violations("CreatePipeline", """
                {"pipeline":{"name":"p","roleArn":"arn:aws:iam::123456789012:role/r","stages":[%s{}]}}"""
                        .formatted(stages)))
                .hasSizeLessThan(10_000).startsWith("200002 validation errors detected: ").endsWith(" more");
    }

    @Test
    void each_of_the_44_operations_is_described_as_the_sdk_has_it() {
        assertThat(CONSTRAINTS.operations()).hasSize(44).isEqualTo(INPUTS.builders().keySet());
        var differences = new ArrayList<String>();
        INPUTS.builders().forEach((name, input) -> compare(CONSTRAINTS.input(name), input.get(), name, differences));
        assertThat(differences).isEmpty();
    }

    private static void compare(Shape.Structure structure, SdkPojo pojo, String path, List<String> differences) {
        var fields = pojo.sdkFields().stream().collect(Collectors.toMap(SdkField::locationName, field -> field));
        var ours = structure.members().stream().collect(Collectors.toMap(Shape.Member::name, Shape.Member::type));
        var names = new TreeSet<>(fields.keySet());
        names.addAll(ours.keySet());
        for (var name : names) {
            if (!ours.containsKey(name) || !fields.containsKey(name)) {
                differences.add(path + "." + name + " is only in " + (ours.containsKey(name) ? "the file" : "the SDK"));
            } else {
                compare(ours.get(name), fields.get(name), path + "." + name, differences);
            }
        }
    }

    private static void compare(String type, SdkField<?> field, String path, List<String> differences) {
        var shape = CONSTRAINTS.shape(type);
        var kind = switch (field.marshallingType().getKnownType()) {
            case STRING -> type.equals("text") || shape instanceof Shape.Text || shape instanceof Shape.Choice;
            case INTEGER -> type.equals("number") || shape instanceof Shape.Number;
            case BOOLEAN -> type.equals("flag");
            case INSTANT -> type.equals("time");
            case LIST -> {
                if (shape instanceof Shape.ListOf list) {
                    var element = field.getTrait(ListTrait.class).memberFieldInfo();
                    compare(list.element(), element, path + "[]", differences);
                }
                yield shape instanceof Shape.ListOf;
            }
            case MAP -> {
                if (shape instanceof Shape.MapOf map) {
                    var value = field.getTrait(MapTrait.class).valueFieldInfo();
                    compare(map.value(), value, path + "{}", differences);
                }
                yield shape instanceof Shape.MapOf;
            }
            case SDK_POJO -> {
                if (shape instanceof Shape.Structure structure) {
                    compare(structure, field.constructor().get(), path, differences);
                }
                yield shape instanceof Shape.Structure;
            }
            case NULL, LONG, FLOAT, DOUBLE, BIG_DECIMAL, SDK_BYTES, SHORT, BYTE, DOCUMENT -> false;
        };
        if (!kind) {
            var known = field.marshallingType().getKnownType();
            differences.add(path + " is " + known + " in the SDK, and " + type + " here");
        }
    }

    private static String tag(String key) {
        return """
                {"resourceArn":"arn:aws:codepipeline:eu-central-1:123456789012:p","tags":[{"key":"%s","value":""}]}"""
                .formatted(key);
    }

    private static String violations(String operation, String json) {
        var message = new String[1];
        assertThatThrownBy(() -> CONSTRAINTS.check(operation, parse(json)))
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.type()).isEqualTo("ValidationException");
                    message[0] = fault.getMessage();
                });
        return message[0];
    }

    private static ObjectNode parse(String json) {
        return SdkJson.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
