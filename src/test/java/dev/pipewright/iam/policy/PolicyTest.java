package dev.pipewright.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.wire.Access;
import dev.pipewright.wire.Context;
import dev.pipewright.wire.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static final String PIPELINE = "arn:aws:codepipeline:eu-west-1:000000000000:web";

    /** Reads {@code key=value,value; key=value}. */
    private static Context context(String text) {
        return key -> Arrays.stream((text == null ? "" : text).split(";"))
                .map(String::strip)
                .filter(pair -> pair.toLowerCase(Locale.ROOT).startsWith(key + "="))
                .flatMap(pair -> Arrays.stream(pair.substring(pair.indexOf('=') + 1).split(",")))
                .toList();
    }

    private static Verdict decide(String action, String resource, String context, String... policies) {
        var read = Arrays.stream(policies).map(policy -> Policy.parse(policy.replace('\'', '"'))).toList();
        return Policy.decide(read, new Access(action, resource, context(context)));
    }

    private static String policy(String statements) {
        return "{'Version': '2012-10-17', 'Statement': " + statements + "}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'Effect': 'Allow', 'Action': '*', 'Resource': '*'}                                        | codepipeline:GetPipeline | ALLOWED
            {'Effect': 'Allow', 'Action': 'codepipeline:*', 'Resource': '*'}                           | codepipeline:GetPipeline | ALLOWED
            {'Effect': 'Allow', 'Action': 'CodePipeline:getpipeline', 'Resource': '*'}                 | codepipeline:GetPipeline | ALLOWED
            {'Effect': 'Allow', 'Action': 'codepipeline:Get*', 'Resource': '*'}                        | codepipeline:GetPipeline | ALLOWED
            {'Effect': 'Allow', 'Action': 'codepipeline:Get?ipeline', 'Resource': '*'}                 | codepipeline:GetPipeline | ALLOWED
            {'Effect': 'Allow', 'Action': ['s3:*', 'codepipeline:Get*'], 'Resource': ['*']}            | codepipeline:GetPipeline | ALLOWED
            {'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*'}                                     | codepipeline:GetPipeline | NOT_ALLOWED
            {'Effect': 'Allow', 'Action': 'codepipeline:GetPipelin', 'Resource': '*'}                  | codepipeline:GetPipeline | NOT_ALLOWED
            {'Effect': 'Allow', 'NotAction': 's3:*', 'Resource': '*'}                                  | codepipeline:GetPipeline | ALLOWED
            {'Effect': 'Allow', 'NotAction': 'codepipeline:Get*', 'Resource': '*'}                     | codepipeline:GetPipeline | NOT_ALLOWED
            {'Effect': 'Deny', 'Action': 'codepipeline:*', 'Resource': '*'}                            | codepipeline:GetPipeline | DENIED
            {'Effect': 'Deny', 'Action': 's3:*', 'Resource': '*'}                                      | codepipeline:GetPipeline | NOT_ALLOWED
            {'Effect': 'Allow', 'Action': '*', 'Resource': 'arn:aws:codepipeline:eu-west-1:000000000000:web'}  | codepipeline:GetPipeline | ALLOWED
            {'Effect': 'Allow', 'Action': '*', 'Resource': 'arn:aws:codepipeline:eu-west-1:000000000000:WEB'}  | codepipeline:GetPipeline | NOT_ALLOWED
            {'Effect': 'Allow', 'Action': '*', 'Resource': 'arn:aws:codepipeline:us-east-1:000000000000:web'}  | codepipeline:GetPipeline | NOT_ALLOWED
            {'Effect': 'Allow', 'Action': '*', 'Resource': 'arn:aws:codepipeline:*:*:w*'}                      | codepipeline:GetPipeline | ALLOWED
            {'Effect': 'Allow', 'Action': '*', 'Resource': 'arn:aws:codepipeline:*:*:web/*'}                   | codepipeline:GetPipeline | NOT_ALLOWED
            {'Effect': 'Allow', 'Action': '*', 'NotResource': 'arn:aws:codepipeline:*:*:web'}                  | codepipeline:GetPipeline | NOT_ALLOWED
            {'Effect': 'Allow', 'Action': '*', 'NotResource': 'arn:aws:codepipeline:*:*:other'}                | codepipeline:GetPipeline | ALLOWED
            [{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}, {'Effect': 'Deny', 'Action': '*', 'Resource': 'arn:aws:codepipeline:*:*:web'}] | codepipeline:GetPipeline | DENIED
            [{'Effect': 'Deny', 'Action': '*', 'Resource': 'arn:aws:codepipeline:*:*:web'}, {'Effect': 'Allow', 'Action': '*', 'Resource': '*'}] | codepipeline:GetPipeline | DENIED
            [{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}, {'Effect': 'Deny', 'Action': '*', 'Resource': 'arn:aws:codepipeline:*:*:no'}]  | codepipeline:GetPipeline | ALLOWED
            """)
    void statements_decide(String statements, String action, Verdict verdict) {
        assertThat(decide(action, PIPELINE, "", policy(statements))).isEqualTo(verdict);
    }

    @Test
    void a_denial_in_one_policy_beats_what_another_allows() {
        var all = policy("{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}");
        var none = policy("{'Effect': 'Deny', 'Action': '*', 'Resource': '*'}");
        assertThat(decide("s3:GetObject", "arn:aws:s3:::b/k", "", all, none)).isEqualTo(Verdict.DENIED);
        assertThat(decide("s3:GetObject", "arn:aws:s3:::b/k", "", none, all)).isEqualTo(Verdict.DENIED);
        assertThat(decide("s3:GetObject", "arn:aws:s3:::b/k", "")).isEqualTo(Verdict.NOT_ALLOWED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            web                 | true  | false | false
            web/*               | false | true  | true
            web/Deploy          | false | true  | false
            web/Deploy/*        | false | false | true
            web/Deploy/Approve  | false | false | true
            web/*/Approve       | false | false | true
            web*                | true  | true  | true
            web/Build/Approve   | false | false | false
            """)
    void resources_go_down_to_stages_and_actions(
            String pattern, boolean ofPipeline, boolean ofStage, boolean ofAction) {
        var policy = policy("{'Effect': 'Allow', 'Action': '*', 'Resource':"
                + " 'arn:aws:codepipeline:eu-west-1:000000000000:" + pattern + "'}");
        assertThat(decide("codepipeline:GetPipeline", PIPELINE, "", policy) == Verdict.ALLOWED).isEqualTo(ofPipeline);
        assertThat(decide("codepipeline:RetryStageExecution", PIPELINE + "/Deploy", "", policy) == Verdict.ALLOWED)
                .isEqualTo(ofStage);
        assertThat(decide("codepipeline:PutApprovalResult", PIPELINE + "/Deploy/Approve", "", policy)
                        == Verdict.ALLOWED)
                .isEqualTo(ofAction);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'StringEquals': {'aws:username': 'ada'}}                       | aws:username=ada                   | true
            {'StringEquals': {'AWS:UserName': 'ada'}}                       | aws:username=ada                   | true
            {'StringEquals': {'aws:username': 'ada'}}                       | aws:username=Ada                   | false
            {'StringEquals': {'aws:username': ['bob', 'ada']}}              | aws:username=ada                   | true
            {'StringEquals': {'aws:username': 'ada'}}                       |                                    | false
            {'StringEqualsIfExists': {'aws:username': 'ada'}}               |                                    | true
            {'StringEqualsIfExists': {'aws:username': 'ada'}}               | aws:username=bob                   | false
            {'StringEquals': {'aws:userid': '${aws:username}'}}             | aws:username=ada; aws:userid=ada   | true
            {'StringEquals': {'aws:userid': 'a*'}}                          | aws:userid=ada                     | false
            {'StringNotEquals': {'aws:username': 'ada'}}                    | aws:username=ada                   | false
            {'StringNotEquals': {'aws:username': 'ada'}}                    | aws:username=bob                   | true
            {'StringNotEquals': {'aws:username': ['ada', 'bob']}}           | aws:username=bob                   | false
            {'StringNotEquals': {'aws:username': 'ada'}}                    |                                    | true
            {'StringEqualsIgnoreCase': {'aws:username': 'ADA'}}             | aws:username=ada                   | true
            {'StringNotEqualsIgnoreCase': {'aws:username': 'ADA'}}          | aws:username=ada                   | false
            {'StringLike': {'aws:useragent': 'aws-cli/*'}}                  | aws:useragent=aws-cli/2.9          | true
            {'StringLike': {'aws:useragent': 'aws-cli/*'}}                  | aws:useragent=boto3                | false
            {'StringNotLike': {'aws:useragent': 'aws-cli/*'}}               | aws:useragent=boto3                | true
            {'StringNotLike': {'aws:useragent': 'aws-cli/*'}}               |                                    | true
            {'StringEquals': {'aws:ResourceTag/Team': 'Red'}}               | aws:resourcetag/team=Red           | true
            {'StringEquals': {'aws:ResourceTag/Team': 'Red'}}               | aws:resourcetag/team=Blue          | false
            {'StringEquals': {'aws:RequestTag/Team': '${aws:username}'}}    | aws:requesttag/team=ada; aws:username=ada | true
            {'NumericEquals': {'s3:max-keys': '10'}}                        | s3:max-keys=10.0                   | true
            {'NumericEquals': {'s3:max-keys': 10}}                          | s3:max-keys=11                     | false
            {'NumericNotEquals': {'s3:max-keys': 10}}                       | s3:max-keys=11                     | true
            {'NumericLessThan': {'s3:max-keys': '10'}}                      | s3:max-keys=9                      | true
            {'NumericLessThan': {'s3:max-keys': '10'}}                      | s3:max-keys=10                     | false
            {'NumericLessThanEquals': {'s3:max-keys': '10'}}                | s3:max-keys=10                     | true
            {'NumericGreaterThan': {'s3:max-keys': '10'}}                   | s3:max-keys=10                     | false
            {'NumericGreaterThanEquals': {'s3:max-keys': '10'}}             | s3:max-keys=10                     | true
            {'NumericLessThan': {'s3:max-keys': '10'}}                      | s3:max-keys=nine                   | false
            {'DateLessThan': {'aws:CurrentTime': '2026-11-23T00:00:00Z'}}   | aws:currenttime=2026-11-22T23:59:59Z | true
            {'DateLessThan': {'aws:CurrentTime': '2026-11-23T00:00:00Z'}}   | aws:currenttime=2026-11-23T00:00:00Z | false
            {'DateLessThanEquals': {'aws:CurrentTime': '2026-11-23'}}       | aws:currenttime=2026-11-23T00:00:00Z | true
            {'DateGreaterThan': {'aws:CurrentTime': '2026-11-23T01:00:00+02:00'}} | aws:currenttime=2026-11-22T23:00:01Z | true
            {'DateGreaterThanEquals': {'aws:EpochTime': '1700000000'}}      | aws:epochtime=1700000000           | true
            {'DateEquals': {'aws:EpochTime': '2023-11-14T22:13:20Z'}}       | aws:epochtime=1700000000           | true
            {'DateNotEquals': {'aws:EpochTime': '2023-11-14T22:13:20Z'}}    | aws:epochtime=1700000000           | false
            {'Bool': {'aws:SecureTransport': 'true'}}                       | aws:securetransport=true           | true
            {'Bool': {'aws:SecureTransport': true}}                         | aws:securetransport=false          | false
            {'Bool': {'aws:MultiFactorAuthPresent': 'false'}}               |                                    | false
            {'BoolIfExists': {'aws:MultiFactorAuthPresent': 'false'}}       |                                    | true
            {'IpAddress': {'aws:SourceIp': '203.0.113.0/24'}}               | aws:sourceip=203.0.113.77          | true
            {'IpAddress': {'aws:SourceIp': '203.0.113.0/25'}}               | aws:sourceip=203.0.113.177         | false
            {'IpAddress': {'aws:SourceIp': '203.0.113.7'}}                  | aws:sourceip=203.0.113.7           | true
            {'IpAddress': {'aws:SourceIp': ['10.0.0.0/8', '2001:db8::/32']}} | aws:sourceip=2001:db8:1::5        | true
            {'IpAddress': {'aws:SourceIp': '0.0.0.0/0'}}                    | aws:sourceip=2001:db8:1::5         | false
            {'IpAddress': {'aws:SourceIp': '10.0.0.0/8'}}                   | aws:sourceip=10.1                  | false
            {'NotIpAddress': {'aws:SourceIp': '10.0.0.0/8'}}                | aws:sourceip=10.1.2.3              | false
            {'NotIpAddress': {'aws:SourceIp': '10.0.0.0/8'}}                | aws:sourceip=11.1.2.3              | true
            {'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:user/a*'}}     | aws:principalarn=arn:aws:iam::000000000000:user/ada | true
            {'ArnEquals': {'aws:PrincipalArn': 'arn:aws:iam::*:user/a*'}}   | aws:principalarn=arn:aws:iam::000000000000:user/ada | true
            {'ArnLike': {'aws:PrincipalArn': 'arn:aws:*:user/ada:x:y'}}     | aws:principalarn=arn:aws:iam::000000000000:user/ada | false
            {'ArnNotLike': {'aws:PrincipalArn': 'arn:aws:iam::*:user/a*'}}  | aws:principalarn=arn:aws:iam::000000000000:user/ada | false
            {'ArnNotEquals': {'aws:PrincipalArn': 'arn:aws:iam::*:user/b*'}} | aws:principalarn=arn:aws:iam::000000000000:user/ada | true
            {'Null': {'aws:RequestTag/Team': 'true'}}                       |                                    | true
            {'Null': {'aws:RequestTag/Team': 'true'}}                       | aws:requesttag/team=x              | false
            {'Null': {'aws:RequestTag/Team': false}}                        | aws:requesttag/team=x              | true
            {'ForAllValues:StringEquals': {'aws:TagKeys': ['a', 'b']}}      | aws:tagkeys=a,b                    | true
            {'ForAllValues:StringEquals': {'aws:TagKeys': ['a', 'b']}}      | aws:tagkeys=a,c                    | false
            {'ForAllValues:StringEquals': {'aws:TagKeys': ['a', 'b']}}      |                                    | true
            {'ForAllValues:StringNotEquals': {'aws:TagKeys': ['a']}}        | aws:tagkeys=b,c                    | true
            {'ForAllValues:StringNotEquals': {'aws:TagKeys': ['a']}}        | aws:tagkeys=a,c                    | false
            {'ForAnyValue:StringEquals': {'aws:TagKeys': ['a', 'b']}}       | aws:tagkeys=x,b                    | true
            {'ForAnyValue:StringEquals': {'aws:TagKeys': ['a', 'b']}}       | aws:tagkeys=x,y                    | false
            {'ForAnyValue:StringEquals': {'aws:TagKeys': ['a', 'b']}}       |                                    | false
            {'ForAnyValue:StringNotEquals': {'aws:TagKeys': ['a']}}         | aws:tagkeys=a,b                    | true
            {'ForAnyValue:StringLikeIfExists': {'aws:TagKeys': ['a*']}}     |                                    | true
            {'StringEquals': {'aws:username': 'ada', 'aws:userid': 'x'}}    | aws:username=ada; aws:userid=x     | true
            {'StringEquals': {'aws:username': 'ada', 'aws:userid': 'x'}}    | aws:username=ada; aws:userid=y     | false
            {'StringEquals': {'aws:username': 'ada'}, 'Bool': {'aws:SecureTransport': 'true'}} | aws:username=ada; aws:securetransport=false | false
            {'StringEquals': {'aws:ResourceAccount': '000000000000'}}       |                                    | true
            {}                                                              |                                    | true
            """)
    void conditions_hold_or_do_not(String condition, String context, boolean holds) {
        var statement = "{'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': " + condition + "}";
        assertThat(decide("codepipeline:GetPipeline", PIPELINE, context, policy(statement)))
                .isEqualTo(holds ? Verdict.ALLOWED : Verdict.NOT_ALLOWED);
    }

    @Test
    void variables_stand_in_resources_unless_the_policy_is_of_the_old_version() {
        var statement = "{'Effect': 'Allow', 'Action': '*', 'Resource':"
                + " 'arn:aws:codepipeline:*:*:${aws:username}-*'}";
        var arn = "arn:aws:codepipeline:eu-west-1:000000000000:ada-web";
        assertThat(decide("a:B", arn, "aws:username=ada", policy(statement))).isEqualTo(Verdict.ALLOWED);
        assertThat(decide("a:B", arn, "aws:username=bob", policy(statement))).isEqualTo(Verdict.NOT_ALLOWED);
        assertThat(decide("a:B", arn, "", policy(statement))).isEqualTo(Verdict.NOT_ALLOWED);
        assertThat(decide("a:B", arn, "aws:username=ada", "{'Statement': " + statement + "}"))
                .isEqualTo(Verdict.NOT_ALLOWED);
        // A name with a star in it is that name and no wildcard.
        assertThat(decide("a:B", arn, "aws:username=*", policy(statement))).isEqualTo(Verdict.NOT_ALLOWED);
    }

    @Test
    void what_is_longer_than_any_resource_is_not_allowed_even_by_a_star() {
        var all = policy("{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}");
        assertThat(decide("a:B", "x".repeat(5_000_000), "", all)).isEqualTo(Verdict.NOT_ALLOWED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            nonsense                                                                     | The policy is not JSON
            {'Statement': []} x                                                          | The policy is not JSON
            {'Statement': {}, 'Statement': {}}                                           | The policy is not JSON
            []                                                                           | The policy must be a JSON object.
            {}                                                                           | The policy has no Statement.
            {'Statement': []}                                                            | Statement must be an object, or a list of at least one.
            {'Statement': 'x'}                                                           | Statement must be an object, or a list of at least one.
            {'Statement': [5]}                                                           | Statement[0] must be a JSON object.
            {'Version': '2020-01-01', 'Statement': {}}                                   | Version is '2020-01-01' and must be 2012-10-17 or 2008-10-17.
            {'Version': 2012, 'Statement': {}}                                           | Version must be a text.
            {'Id': 1, 'Statement': {}}                                                   | Id must be a text.
            {'Statements': {}}                                                           | The policy has the member 'Statements', which has no meaning there.
            {'Statement': {'Action': '*', 'Resource': '*'}}                              | Statement has no Effect.
            {'Statement': {'Effect': 'allow', 'Action': '*', 'Resource': '*'}}           | Statement.Effect is 'allow' and must be Allow or Deny.
            {'Statement': {'Effect': 'Allow', 'Resource': '*'}}                          | Statement must have one of Action and NotAction.
            {'Statement': {'Effect': 'Allow', 'Action': '*', 'NotAction': '*', 'Resource': '*'}} | Statement must have one of Action and NotAction.
            {'Statement': {'Effect': 'Allow', 'Action': '*'}}                            | Statement must have one of Resource and NotResource.
            {'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Principal': '*'}} | Statement has the member 'Principal', which has no meaning there.
            {'Statement': {'Effect': 'Allow', 'Action': [], 'Resource': '*'}}            | Statement.Action must have at least one value.
            {'Statement': {'Effect': 'Allow', 'Action': {}, 'Resource': '*'}}            | Statement.Action must be a text, or a list of texts.
            {'Statement': {'Effect': 'Allow', 'Action': [null], 'Resource': '*'}}        | Statement.Action must be a text, or a list of texts.
            {'Statement': {'Effect': 'Allow', 'Action': 'GetPipeline', 'Resource': '*'}} | Statement.Action 'GetPipeline' must be * or a service and an action, as in codepipeline:Get*.
            {'Statement': {'Effect': 'Allow', 'Action': '*:Get', 'Resource': '*'}}       | Statement.Action '*:Get' must be * or a service and an action, as in codepipeline:Get*.
            {'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': 'web'}}         | Statement.Resource 'web' must be * or an ARN.
            {'Version': '2012-10-17', 'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': 'arn:aws:s3:::${x'}} | Statement.Resource 'arn:aws:s3:::${x' has the beginning '${' of a variable and not its end.
            {'Statement': [{'Sid': 'a-b', 'Effect': 'Allow', 'Action': '*', 'Resource': '*'}]} | Statement[0].Sid is 'a-b' and may have letters and digits only.
            {'Statement': [{'Sid': 'a', 'Effect': 'Allow', 'Action': '*', 'Resource': '*'}, {'Sid': 'a', 'Effect': 'Allow', 'Action': '*', 'Resource': '*'}]} | Statement[1].Sid is 'a', which another statement has already.
            {'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': []}} | Statement.Condition must be an object of operators.
            {'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'StringEquals': {}}}} | Statement.Condition.StringEquals must be an object of condition keys.
            {'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'StringSame': {'aws:username': 'x'}}}} | Statement.Condition.StringSame.aws:username: there is no operator 'StringSame'.
            {'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'NullIfExists': {'aws:username': 'true'}}}} | Statement.Condition.NullIfExists.aws:username: there is no operator 'NullIfExists'.
            {'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'ForSome:StringEquals': {'aws:username': 'x'}}}} | there is no operator 'ForSome:StringEquals'.
            {'Statement': {'Effect': 'Deny', 'Action': '*', 'Resource': '*', 'Condition': {'StringEquals': {'codecommit:References': 'x'}}}} | this server knows no condition key 'codecommit:References'.
            {'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'NumericEquals': {'s3:max-keys': 'ten'}}}} | Statement.Condition.NumericEquals.s3:max-keys 'ten' must be a number.
            {'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'DateEquals': {'aws:CurrentTime': 'today'}}}} | 'today' must be a time as in
            {'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'Bool': {'aws:SecureTransport': 'yes'}}}} | 'yes' must be true or false.
            {'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'Null': {'aws:username': 'yes'}}}} | 'yes' must be true or false.
            {'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'IpAddress': {'aws:SourceIp': '10.0.0.0/33'}}}} | '10.0.0.0/33' must be an IP address
            {'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'IpAddress': {'aws:SourceIp': 'example.com'}}}} | 'example.com' must be an IP address
            {'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'ArnLike': {'aws:PrincipalArn': 'user/x'}}}} | 'user/x' must be an ARN of six parts.
            """)
    void what_is_no_policy_is_refused_with_the_place(String policy, String sentence) {
        assertThatThrownBy(() -> Policy.parse(policy.replace('\'', '"')))
                .isInstanceOf(MalformedPolicy.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @ValueSource(ints = {6_144, 6_145})
    void length_counts_without_blanks(int length) {
        var frame = policy("{'Effect': 'Allow', 'Action': '*', 'Resource': 'arn:aws:s3:::'}").replace('\'', '"');
        var missing = length - frame.replaceAll("\\s", "").length();
        var policy = frame.replace(":::", ":::" + "x".repeat(missing)) + " ".repeat(5_000);
        if (length <= 6_144) {
            assertThatCode(() -> Policy.parse(policy)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> Policy.parse(policy)).hasMessageContaining("more than 6,144 characters");
        }
    }

    @Test
    void deep_nesting_and_huge_numbers_are_refused_like_any_other_mistake() {
        for (var policy : List.of("[".repeat(100_000), "{\"Statement\":" + "9".repeat(6_000) + "}", "")) {
            assertThatThrownBy(() -> Policy.parse(policy)).isInstanceOf(MalformedPolicy.class);
        }
    }
}
