package dev.pipewright.action.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.action.Given;
import dev.pipewright.action.Progress;
import dev.pipewright.action.aws.AwsClients;
import dev.pipewright.action.aws.FakeAws;
import dev.pipewright.action.aws.FakeAws.Answer;
import dev.pipewright.model.FailureType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

@Timeout(60)
class CodeBuildRuleTest {
    private final FakeAws fake = new FakeAws().does(this::answer);
    private final AwsClients aws = fake.clients();
    private final Map<String, String> builds = new HashMap<>();
    private volatile String status = "IN_PROGRESS";
    private volatile Instant now = Given.STARTED;
    private CodeBuildRule rule = new CodeBuildRule(aws, () -> now);

    @AfterEach
    void close() {
        aws.close();
        fake.close();
    }

    /** As CodeBuild does: one token, one build. */
    private Answer answer(FakeAws.Asked asked) {
        return switch (asked.target().replaceAll(".*\\.", "")) {
            case "StartBuild" -> Answer.json("{\"build\":{\"id\":\"%s\"}}".formatted(build(asked)));
            case "StartBuildBatch" -> Answer.json("{\"buildBatch\":{\"id\":\"%s\"}}".formatted(build(asked)));
            case "BatchGetBuilds" -> Answer.json(
                    """
                    {"builds":[{"id":"%s","buildStatus":"%s","logs":{"cloudWatchLogsArn":"arn:log"},
                      "phases":[{"phaseType":"BUILD","contexts":[{"message":"exit status 3"}]}]}]}"""
                            .formatted(asked.json().get("ids").get(0).stringValue(), status));
            case "BatchGetBuildBatches" -> Answer.json(
                    "{\"buildBatches\":[{\"id\":\"%s\",\"buildBatchStatus\":\"%s\"}]}"
                    .formatted(asked.json().get("ids").get(0).stringValue(), status));
            default -> Answer.json("{}");
        };
    }

    private String build(FakeAws.Asked asked) {
        return builds.computeIfAbsent(
                asked.json().get("idempotencyToken").stringValue(), _ -> "check:" + (builds.size() + 1));
    }

    private Given given(Map<String, String> more) {
        var configuration = new HashMap<>(Map.of("ProjectName", "check"));
        configuration.putAll(more);
        return Given.action(rule).with(configuration).reading("App");
    }

    private List<String> calls() {
        return fake.asked().stream().map(asked -> asked.target().replaceAll(".*\\.", "")).toList();
    }

    @Test
    void it_starts_a_build_of_the_artifact_and_passes_when_the_build_succeeds() throws Exception {
        var working = (Progress.Working) given(Map.of("EnvironmentVariables", """
                [{"name":"STAGE","value":"prod","type":"PLAINTEXT"},
                 {"name":"KEY","value":"/k","type":"PARAMETER_STORE"}]
                """)).advance();

        assertThat(working.continuationToken()).isEqualTo("check:1");
        assertThat(working.details().externalExecutionId()).isEqualTo("check:1");
        var start = fake.asked().getFirst().json();
        assertThat(start.get("projectName").stringValue()).isEqualTo("check");
        assertThat(start.get("idempotencyToken").stringValue()).isEqualTo(Given.ID);
        assertThat(start.get("sourceTypeOverride").stringValue()).isEqualTo("S3");
        assertThat(start.get("sourceLocationOverride").stringValue()).isEqualTo("artifacts/App");
        assertThat(start.get("artifactsOverride").get("type").stringValue()).isEqualTo("NO_ARTIFACTS");
        assertThat(start.get("environmentVariablesOverride").toString()).isEqualTo(
                "[{\"name\":\"STAGE\",\"value\":\"prod\",\"type\":\"PLAINTEXT\"},"
                        + "{\"name\":\"KEY\",\"value\":\"/k\",\"type\":\"PARAMETER_STORE\"}]");

        var request = given(Map.of()).request(Optional.of("check:1"));
        assertThat(rule.advance(request)).isInstanceOf(Progress.Working.class);
        status = "SUCCEEDED";
        var done = rule.advance(request);
        assertThat(done).isEqualTo(rule.advance(request));
        assertThat(done).hasToString(done.toString()).extracting(Object::toString).asString()
                .contains("The build \"check:1\" succeeded.", "arn:log");
    }

    @Test
    void asked_again_after_a_crash_it_finds_its_build() throws Exception {
        given(Map.of()).advance();
        rule = new CodeBuildRule(aws, () -> now);
        assertThat(((Progress.Working) given(Map.of()).advance()).continuationToken()).isEqualTo("check:1");
        assertThat(builds).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAILED", "FAULT", "TIMED_OUT", "STOPPED"})
    void a_build_that_does_not_succeed_fails_the_rule(String end) throws Exception {
        status = end;
        var failure = given(Map.of()).failure();
        assertThat(failure.type()).isEqualTo(FailureType.JobFailed);
        assertThat(failure.message())
                .isEqualTo("The build \"check:1\" ended as %s. CodeBuild says: exit status 3".formatted(end));
        assertThat(failure.details().externalExecutionId()).isEqualTo("check:1");
    }

    @Test
    void a_batch_is_started_looked_at_and_stopped_as_one() throws Exception {
        var batch = given(Map.of("BatchEnabled", "true"));
        batch.advance();
        rule.abandon(batch.request(Optional.of("check:1")));
        status = "SUCCEEDED";
        batch.success();
        assertThat(calls())
                .containsExactly("StartBuildBatch", "StopBuildBatch", "StartBuildBatch", "BatchGetBuildBatches");
    }

    @Test
    void the_build_begins_in_the_primary_source_and_has_the_others_beside_it() throws Exception {
        given(Map.of("PrimarySource", "App")).reading("my-tools", "App").advance();
        var start = fake.asked().getFirst().json();
        assertThat(start.get("sourceLocationOverride").stringValue()).isEqualTo("artifacts/App");
        assertThat(start.get("secondarySourcesOverride").toString()).contains("artifacts/my-tools", "my_tools");
    }

    @Test
    void without_an_artifact_the_project_builds_its_own_source() throws Exception {
        given(Map.of()).reading().advance();
        assertThat(fake.asked().getFirst().json().has("sourceTypeOverride")).isFalse();
    }

    @Test
    void an_abandoned_run_stops_its_build_even_before_it_could_say_its_token() throws Exception {
        given(Map.of()).advance();
        rule.abandon(given(Map.of()).request(Optional.empty()));
        assertThat(fake.asked().getLast().json().get("id").stringValue()).isEqualTo("check:1");
        assertThat(calls()).endsWith("StopBuild");
    }

    @Test
    void a_run_that_never_began_has_nothing_to_stop() {
        rule.abandon(given(Map.of()).request(Optional.empty()));
        assertThat(fake.asked()).isEmpty();
    }

    @Test
    void a_build_that_takes_longer_than_the_rule_may_is_stopped() throws Exception {
        var request = given(Map.of()).until(now.plusSeconds(60)).request(Optional.of("check:1"));
        now = now.plusSeconds(61);
        assertThat(rule.advance(request)).isEqualTo(Progress.failed(
                FailureType.JobFailed, "The build \"check:1\" did not end by 2026-05-06T07:09:09Z."));
        assertThat(calls()).containsExactly("BatchGetBuilds", "StopBuild");
    }

    @Test
    void trouble_that_passes_does_not_fail_a_build_that_goes_on() {
        fake.does(_ -> Answer.refused(400, "ThrottlingException", "slow down"));
        assertThat(rule.advance(given(Map.of()).request(Optional.of("check:1"))))
                .isInstanceOf(Progress.Working.class);
    }

    @ParameterizedTest
    @CsvSource({
        "400, ResourceNotFoundException, ConfigurationError", "403, AccessDeniedException, PermissionError",
        "500, InternalFailure, SystemUnavailable"
    })
    void what_codebuild_refuses_is_told_with_its_reason(int status, String code, FailureType type) throws Exception {
        fake.does(_ -> Answer.refused(status, code, "because"));
        var failure = given(Map.of()).failure();
        assertThat(failure.type()).isEqualTo(type);
        assertThat(failure.message())
                .isEqualTo("The build of project \"check\" could not be started: %s, because.".formatted(code));
    }

    @Test
    void a_build_that_is_gone_fails_the_rule() {
        fake.does(_ -> Answer.json("{\"builds\":[],\"buildsNotFound\":[\"check:1\"]}"));
        assertThat(rule.advance(given(Map.of()).request(Optional.of("check:1"))))
                .isEqualTo(Progress.failed(FailureType.JobFailed, "There is no build \"check:1\" any more."));
    }

    @Test
    void without_any_way_to_codebuild_the_missing_setting_is_named() throws Exception {
        try (var nowhere = new AwsClients(Optional.empty(), _ -> null, () -> {
            throw SdkClientException.create("none");
        })) {
            rule = new CodeBuildRule(nowhere, () -> now);
            var failure = given(Map.of()).failure();
            assertThat(failure.type()).isEqualTo(FailureType.ConfigurationError);
            assertThat(failure.message()).contains("--aws-endpoint", "AWS_ENDPOINT_URL_CODEBUILD");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{", "{}", "[1]", "null", "[{'name':'A'}]", "[{'name':'A','value':1}]", "[{'name':'A-B','value':'1'}]",
        "[{'name':'A','value':'1','type':'FILE'}]", "[{'name':'A','value':'1','other':''}]"
    })
    void environment_variables_that_are_none_are_refused_before_anything_is_built(String text) throws Exception {
        var json = text.replace('\'', '"');
        var failure = given(Map.of("EnvironmentVariables", json)).failure();
        assertThat(failure.type()).isEqualTo(FailureType.ConfigurationError);
        assertThat(failure.message()).contains("nvironment");
        assertThat(rule.trouble(Map.of("EnvironmentVariables", json))).hasValue(failure.message());
        assertThat(fake.asked()).isEmpty();
    }

    @Test
    void a_value_that_may_be_secret_is_in_no_sentence() throws Exception {
        var json = "[{\"name\":\"A\",\"value\":\"hunter2\",\"type\":\"FILE\"},{\"value\":\"hunter2\"}]";
        assertThat(given(Map.of("EnvironmentVariables", json)).failure().message()).doesNotContain("hunter2");
    }

    @Test
    void settings_that_do_not_fit_the_artifacts_are_named() throws Exception {
        assertThat(given(Map.of("PrimarySource", "Gone")).failure().message())
                .isEqualTo("The PrimarySource \"Gone\" is none of the rule's input artifacts.");
        assertThat(given(Map.of()).reading("A", "B").failure().message()).contains("no PrimarySource");
        assertThat(given(Map.of("BatchEnabled", "yes")).failure().message())
                .isEqualTo("BatchEnabled is \"yes\" and must be true or false.");
    }
}
