package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.action.Zips;
import dev.pipewright.action.aws.FakeAws;
import dev.pipewright.action.aws.FakeAws.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.model.Condition;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.codepipeline.model.InvalidJobStateException;
import software.amazon.awssdk.services.codepipeline.model.InvalidStructureException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.Result;
import software.amazon.awssdk.services.codepipeline.model.RuleCategory;
import software.amazon.awssdk.services.codepipeline.model.RuleDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import tools.jackson.databind.JsonNode;

/** Rules at the entry of a stage, of a server that has them. */
@Timeout(120)
final class RulesTest {
    @TempDir
    static Path directory;

    static FakeAws aws;
    static LocalServer server;

    @BeforeAll
    static void start() throws Exception {
        aws = new FakeAws().does(asked -> asked.path().contains("/functions/")
                ? new Answer(202, "application/json", "")
                : Answer.xml("""
                        <DescribeAlarmsResponse><DescribeAlarmsResult><MetricAlarms><member><AlarmName>errors</AlarmName>
                        <StateValue>OK</StateValue></member></MetricAlarms></DescribeAlarmsResult></DescribeAlarmsResponse>
                        """));
        server = LocalServer.start(directory, aws.address());
        server.s3().createBucket(bucket -> bucket.bucket(Sketch.INBOX));
        server.s3().putObject(
                put -> put.bucket(Sketch.INBOX).key("code.zip"),
                RequestBody.fromBytes(Zips.zip().file("readme", "hello").bytes()));
    }

    @AfterAll
    static void stop() {
        server.close();
        aws.close();
    }

    private static RuleDeclaration.Builder rule(String provider, Map<String, String> configuration) {
        return RuleDeclaration.builder()
                .name(provider)
                .ruleTypeId(id -> id.category(RuleCategory.RULE).provider(provider))
                .configuration(configuration);
    }

    private static RuleDeclaration check(String value) {
        return rule(
                        "VariableCheck",
                        Map.of("Variable", "#{SourceVariables.ObjectKey}", "Operator", "MATCHES", "Value", value))
                .build();
    }

    private static RuleDeclaration lambda(String function) {
        return rule("LambdaInvoke", Map.of("FunctionName", function, "UserParameters", "#{SourceVariables.ObjectKey}"))
                .inputArtifacts(Sketch.input("Code"))
                .build();
    }

    private static Watch create(String name, RuleDeclaration... rules) {
        var copy = Sketch.deploy(
                "Copy", "Code", Map.of("BucketName", "rules-out", "Extract", "false", "ObjectKey", name + ".zip"));
        var guarded = StageDeclaration.builder()
                .name("Guarded")
                .actions(copy)
                .beforeEntry(entry -> entry.conditions(
                        Condition.builder().result(Result.FAIL).rules(rules).build()))
                .build();
        server.codePipeline().createPipeline(request -> request.pipeline(Sketch.pipeline(
                name, Sketch.stage("Source", Sketch.object("code.zip")), guarded)));
        return new Watch(server.codePipeline(), name);
    }

    /** The events that a function was sent so far. */
    private static List<JsonNode> events(String function) {
        return aws.asked().stream()
                .filter(asked -> asked.path().contains("/" + function + "/"))
                .map(asked -> asked.json().get("CodePipeline.job"))
                .toList();
    }

    private static JsonNode event(String function, int number) {
        return Eventually.see("event " + number + " of " + function, () -> events(function), all ->
                        all.size() >= number)
                .get(number - 1);
    }

    @Test
    void rules_that_all_hold_let_the_execution_into_the_stage() {
        var watch = create(
                "open",
                check("code\\..*"),
                rule("DeploymentWindow", Map.of("Cron", "* * * ? * *", "TimeZone", "CET")).build(),
                rule("Commands", Map.of())
                        .commands("grep -q hello readme", "test #{SourceVariables.ObjectKey} = code.zip")
                        .inputArtifacts(Sketch.input("Code"))
                        .build(),
                rule("CloudWatchAlarm", Map.of("AlarmName", "errors", "WaitTime", "1")).build());
        watch.until(watch.newest(1), PipelineExecutionStatus.SUCCEEDED);
        assertThat(server.s3().headObject(head -> head.bucket("rules-out").key("open.zip")).contentLength())
                .isPositive();
    }

    @Test
    void what_a_rule_leaves_out_is_read_back() {
        create("read", check("x"));
        var rule = server.codePipeline()
                .getPipeline(request -> request.name("read"))
                .pipeline()
                .stages()
                .getLast()
                .beforeEntry()
                .conditions()
                .getFirst()
                .rules()
                .getFirst();
        assertThat(rule.ruleTypeId().toString())
                .isEqualTo("RuleTypeId(Category=Rule, Owner=AWS, Provider=VariableCheck, Version=1)");
        assertThat(rule.configuration()).containsEntry("Value", "x");
        assertThat(rule.hasInputArtifacts()).isTrue();
    }

    @Test
    void a_rule_that_does_not_hold_keeps_it_out() {
        var watch = create("closed", check("other"));
        watch.until(watch.newest(1), PipelineExecutionStatus.FAILED);
        assertThat(watch.action("Guarded", "Copy").latestExecution()).isNull();
    }

    @Test
    void a_function_answers_its_job_through_the_api_and_goes_on_with_a_token() {
        var watch = create("asked", lambda("judge"));
        var first = event("judge", 1);
        assertThat(first.at("/data/actionConfiguration/configuration/UserParameters").stringValue())
                .isEqualTo("code.zip");
        var key = first.at("/data/artifactCredentials");
        var place = first.at("/data/inputArtifacts/0/location/s3Location");
        var credentials = AwsSessionCredentials.create(
                key.get("accessKeyId").stringValue(),
                key.get("secretAccessKey").stringValue(),
                key.get("sessionToken").stringValue());
        assertThat(server.s3(credentials)
                        .getObjectAsBytes(get -> get.bucket(place.get("bucketName").stringValue())
                                .key(place.get("objectKey").stringValue()))
                        .asByteArray())
                .isNotEmpty();

        var job = first.get("id").stringValue();
        server.codePipeline().putJobSuccessResult(result -> result.jobId(job).continuationToken("page 2"));
        server.codePipeline().putJobSuccessResult(result -> result.jobId(job).continuationToken("page 2"));
        var second = event("judge", 2);
        assertThat(second.at("/data/continuationToken").stringValue()).isEqualTo("page 2");
        assertThat(second.get("id").stringValue()).isNotEqualTo(job);

        server.codePipeline().putJobSuccessResult(result -> result.jobId(second.get("id").stringValue()));
        watch.until(watch.newest(1), PipelineExecutionStatus.SUCCEEDED);
        assertThatThrownBy(() -> server.codePipeline().putJobSuccessResult(result -> result.jobId(job)))
                .isInstanceOf(InvalidJobStateException.class);
        assertThat(events("judge")).hasSize(2);
    }

    @Test
    void a_function_that_says_no_keeps_the_execution_out() {
        var watch = create("refused", lambda("sceptic"));
        var job = event("sceptic", 1).get("id").stringValue();
        server.codePipeline().putJobFailureResult(result -> result.jobId(job)
                .failureDetails(details -> details.type(FailureType.JOB_FAILED).message("not today")));
        watch.until(watch.newest(1), PipelineExecutionStatus.FAILED);
    }

    @Test
    void a_rule_that_cannot_be_is_refused_by_name() {
        assertThatThrownBy(() -> create(
                        "odd", rule("DeploymentWindow", Map.of("Cron", "* 61 * ? * *")).build()))
                .isInstanceOf(InvalidStructureException.class)
                .hasMessageStartingWith("Rule configuration for rule 'DeploymentWindow' in beforeEntry of stage "
                        + "'Guarded' is invalid. The Cron \"* 61 * ? * *\" cannot be read: Minute");
        assertThatThrownBy(() -> create("odd", rule("Oracle", Map.of()).build()))
                .hasMessageStartingWith("RuleType (Category: 'Rule', Provider: 'Oracle', Owner: 'AWS', Version: '1')");
    }

    @Test
    void rule_types_are_not_among_the_action_types() {
        assertThat(server.codePipeline().listActionTypes().actionTypes())
                .isNotEmpty()
                .noneMatch(type -> "Rule".equals(type.id().categoryAsString()));
    }
}
