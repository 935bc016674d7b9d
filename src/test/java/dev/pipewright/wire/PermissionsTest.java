package dev.pipewright.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionsTest {
    private static final String OURS = "arn:aws:codepipeline:eu-west-1:123456789012:";

    private final List<Access> asked = new ArrayList<>();

    private List<String> asked(String service, String operation, String input) {
        var principal = new Principal("123456789012", "arn:aws:iam::123456789012:user/ada", access -> {
            asked.add(access);
            return Verdict.ALLOWED;
        });
        Permissions.of(service, _ -> Map.of("Team", "Red"))
                .require(service, operation, SdkJson.parse(input.replace('\'', '"').getBytes()),
                        new Request("id", Instant.EPOCH, principal, "eu-west-1"));
        return asked.stream().map(access -> access.action() + " " + access.resource()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"codepipeline", "codecommit", "codeconnections", "logs"})
    void every_operation_that_has_constraints_has_permissions(String service) {
        assertThat(Permissions.of(service).operations()).isEqualTo(Constraints.of(service).operations());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            GetPipeline          | {'name': 'web'}                            | web
            GetPipeline          | {}                                         | *
            GetPipeline          | {'name': 'a/b'}                            | a/b
            PutApprovalResult    | {'pipelineName': 'web', 'stageName': 'S', 'actionName': 'A'} | web/S/A
            PutApprovalResult    | {'stageName': 'S', 'actionName': 'A'}      | */S/A
            RetryStageExecution  | {'pipelineName': 'web', 'stageName': 'S'}  | web/S
            PollForJobs          | {'actionTypeId': {'category': 'Build', 'owner': 'Custom', 'provider': 'P', 'version': '1'}} | actiontype:Custom/Build/P/1
            ListWebhooks         | {}                                         | webhook:*
            UpdatePipeline       | {'pipeline': {'name': 'web'}}              | web
            """)
    void resources_are_read_from_the_input(String operation, String input, String resource) {
        assertThat(asked("codepipeline", operation, input))
                .containsExactly("codepipeline:" + operation + " " + OURS + resource);
    }

    @Test
    void a_whole_arn_counts_as_it_is() {
        assertThat(asked("codepipeline", "TagResource", "{'resourceArn': 'arn:aws:codepipeline:x:y:z'}"))
                .containsExactly("codepipeline:TagResource arn:aws:codepipeline:x:y:z");
    }

    @Test
    void every_connection_of_a_pipeline_must_be_open_to_the_caller_under_its_services_name() {
        var connected = "{'actions': [{'configuration': {'ConnectionArn': '%s'}}, {'configuration': {}}]}";
        assertThat(asked("codepipeline", "CreatePipeline", "{'pipeline': {'name': 'web', 'stages': ["
                        + connected.formatted("arn:aws:codeconnections:r:a:connection/1") + ", "
                        + connected.formatted("arn:aws:codestar-connections:r:a:connection/2") + ", "
                        + connected.formatted("arn:aws:codeconnections:r:a:connection/1") + "]}}"))
                .containsExactly(
                        "codepipeline:CreatePipeline " + OURS + "web",
                        "codeconnections:UseConnection arn:aws:codeconnections:r:a:connection/1",
                        "codestar-connections:UseConnection arn:aws:codestar-connections:r:a:connection/1",
                        "codestar-connections:UseConnection arn:aws:codestar-connections:r:a:connection/2",
                        "codeconnections:UseConnection arn:aws:codeconnections:r:a:connection/2");
    }

    @ParameterizedTest
    @CsvSource({
        "codepipeline, arn:aws:codeconnections:eu-west-1:123456789012:connection/1",
        "codepipeline, arn:aws:codestar-connections:eu-west-1:123456789012:connection/1",
        "codepipeline, arn:aws-cn:codeconnections:eu-west-1:123456789012:connection/1",
        "codepipeline, arn:aws-x-y:codestar-connections:eu-west-1:123456789012:connection/1",
        "codeconnections, arn:aws-cn:codestar-connections:eu-west-1:123456789012:connection/1",
    })
    void a_connection_that_is_forbidden_under_one_of_its_names_is_forbidden_under_all(String service, String arn) {
        var forbidden = "arn:aws:codeconnections:eu-west-1:123456789012:connection/1";
        var principal = new Principal("123456789012", "arn:aws:iam::123456789012:user/x", access ->
                access.resource().equals(forbidden) ? Verdict.DENIED : Verdict.ALLOWED);
        var input = service.equals("codepipeline")
                ? "{'pipeline': {'stages': [{'actions': [{'configuration': {'ConnectionArn': '%s'}}]}]}}"
                : "{'ConnectionArn': '%s'}";

        assertThatThrownBy(() -> Permissions.of(service).require(
                        service, service.equals("codepipeline") ? "UpdatePipeline" : "DeleteConnection",
                        SdkJson.parse(input.formatted(arn).replace('\'', '"').getBytes()),
                        new Request("id", Instant.EPOCH, principal, "eu-west-1")))
                .hasMessageContaining("on resource: " + forbidden + " with an explicit deny");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'logGroupName': '/g', 'logStreamName': 's'}",
        "{'logGroupIdentifier': '/g', 'logStreamName': 's'}",
        "{'logGroupIdentifier': 'arn:aws:logs:eu-west-1:123456789012:log-group:/g', 'logStreamName': 's'}"
    })
    void a_log_group_is_the_same_by_name_and_by_arn_and_of_the_servers_account(String input) {
        assertThat(asked("logs", "GetLogEvents", input)).containsExactly(
                "logs:GetLogEvents arn:aws:logs:eu-west-1:000000000000:log-group:/g:log-stream:s");
    }

    @Test
    void conditions_can_ask_for_the_tags_of_request_and_resource() {
        asked("codepipeline", "CreatePipeline",
                "{'pipeline': {'name': 'web'}, 'tags': [{'key': 'Stage', 'value': 'Prod'}, {'key': 'Other'}]}");
        var context = asked.getFirst().context();
        assertThat(context.values("aws:requesttag/stage")).containsExactly("Prod");
        assertThat(context.values("aws:requesttag/team")).isEmpty();
        assertThat(context.values("aws:tagkeys")).containsExactly("Stage", "Other");
        assertThat(context.values("aws:resourcetag/team")).containsExactly("Red");
        assertThat(context.values("aws:resourcetag/stage")).isEmpty();
    }

    @Test
    void the_servers_own_operations_are_on_the_server_unless_they_are_on_a_user() {
        assertThat(asked("pipewright", "CreateUser", "{'UserName': 'bob'}"))
                .containsExactly("pipewright:CreateUser arn:aws:iam::123456789012:user/bob");
        asked.clear();
        assertThat(asked("pipewright", "CreateUser", "{'UserName': 'bob', 'Account': '111111111111'}"))
                .containsExactly("pipewright:CreateUser arn:aws:iam::111111111111:user/bob");
        asked.clear();
        assertThat(asked("pipewright", "AnythingElse", "{}"))
                .containsExactly("pipewright:AnythingElse arn:aws:pipewright::000000000000:server");
    }

    @Test
    void nobody_is_asked_about_endless_lists() {
        var action = "{'configuration': {'ConnectionArn': 'c%d'}}";
        var actions = IntStream.range(0, 1_001).mapToObj(action::formatted).toList();
        assertThatThrownBy(() -> asked("codepipeline", "UpdatePipeline",
                        "{'pipeline': {'stages': [{'actions': [" + String.join(",", actions) + "]}]}}"))
                .hasMessage("The input names more than 1000 resources.");
    }
}
