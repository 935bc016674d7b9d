package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Pipelines as people work with them from a shell: with Git and the AWS command line. */
final class CommandLineTest {
    private static final String TESTER = "category=Test,owner=Custom,provider=Tester,version=1";

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static Aws aws;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(folder.resolve("data"));
        aws = new Aws(server, Files.createDirectory(folder.resolve("home")));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void what_is_pushed_is_approved_and_deployed() throws Exception {
        // The file that README tells people with an older command line to take.
        var example = Path.of("examples/approve-and-deploy.json").toUri().getPath();
        var created = aws.pipeline(
                "create-pipeline", "--cli-input-json", "file://" + example, "--tags", "key=a,value=b");
        assertThat(created.at("/pipeline/version").intValue()).isEqualTo(1);
        var checkout = new Checkout(folder.resolve("hello"));
        var commit = checkout.commit("Say hello", Map.of("README.md", "Hello", "docs/more.txt", "more"));
        checkout.push(server, "hello").success();

        var started = aws.pipeline("list-pipeline-executions", "--pipeline-name", "hello-approved")
                .at("/pipelineExecutionSummaries");
        assertThat(started).hasSize(1);
        var id = started.at("/0/pipelineExecutionId").asString();
        var token = Until.found("the approval waits", () -> token("hello-approved"));
        var running = execution("hello-approved", id);
        assertThat(running.at("/status").asString()).isEqualTo("InProgress");
        assertThat(running.at("/pipelineVersion").intValue()).isEqualTo(1);
        var revision = running.at("/artifactRevisions/0");
        assertThat(revision.at("/name").asString()).isEqualTo("SourceOutput");
        assertThat(revision.at("/revisionId").asString()).isEqualTo(commit);
        assertThat(revision.at("/revisionSummary").asString()).isEqualTo("Say hello");
        assertThat(revision.at("/revisionUrl").asString()).contains("/git/hello/", commit);
        assertThat(revision.at("/created").isMissingNode()).isFalse();

        aws.pipeline(
                "put-approval-result", "--pipeline-name", "hello-approved", "--stage-name", "Approve",
                "--action-name", "Approve", "--token", token, "--result", "status=Approved,summary=Looks fine");
        Until.holds("the execution succeeds", () -> status("hello-approved", id).equals("Succeeded"));

        var runs = aws.pipeline("list-action-executions", "--pipeline-name", "hello-approved", "--filter",
                "pipelineExecutionId=" + id).at("/actionExecutionDetails");
        assertThat(texts(runs, "/actionName")).isEqualTo("Deploy Approve Source");
        assertThat(texts(runs, "/status")).isEqualTo("Succeeded Succeeded Succeeded");
        assertThat(aws.call("s3", "ls", "--recursive", "s3://hello-site").success())
                .contains("README.md", "docs/more.txt");
        aws.call("s3", "cp", "--quiet", "s3://hello-site/docs/more.txt", folder.resolve("more").toString()).success();
        assertThat(folder.resolve("more")).hasContent("more");
        var arn = aws.pipeline("get-pipeline", "--name", "hello-approved").at("/metadata/pipelineArn").asString();
        aws.pipeline("tag-resource", "--resource-arn", arn, "--tags", "key=team,value=red");
        var tags = aws.pipeline("list-tags-for-resource", "--resource-arn", arn).at("/tags");
        assertThat(texts(tags, "/key")).isEqualTo("a team");
        assertThat(aws.pipeline("list-pipelines").at("/pipelines").valueStream().map(it -> it.at("/name").asString()))
                .contains("hello-approved");
    }

    @Test
    void a_worker_of_a_custom_action_goes_on_with_its_token_and_fails_with_its_words() throws Exception {
        aws.pipeline(
                "create-custom-action-type", "--category", "Test", "--provider", "Tester",
                "--action-version", "1",
                "--settings", "{\"executionUrlTemplate\": \"https://tests.example.org/{ExternalExecutionId}\"}",
                "--input-artifact-details", "minimumCount=1,maximumCount=1",
                "--output-artifact-details", "minimumCount=0,maximumCount=0");
        create(definition("tested", "tested", """
                {"name": "Test", "actions": [{"name": "Test",
                    "actionTypeId": {"category": "Test", "owner": "Custom", "provider": "Tester", "version": "1"},
                    "inputArtifacts": [{"name": "Source"}]}]}"""));
        var checkout = new Checkout(folder.resolve("tested"));
        checkout.commit("Try", Map.of("a.txt", "a"));
        checkout.push(server, "tested").success();

        var first = Until.found("a job waits", CommandLineTest::job);
        assertThat(first.at("/data/inputArtifacts/0/name").asString()).isEqualTo("Source");
        acknowledge(first);
        aws.pipeline(
                "put-job-success-result", "--job-id", first.at("/id").asString(), "--continuation-token", "half",
                "--execution-details", "summary=Half done,externalExecutionId=run-7,percentComplete=50");
        var half = action("tested", "Test");
        assertThat(half.at("/status").asString()).isEqualTo("InProgress");
        assertThat(half.at("/percentComplete").intValue()).isEqualTo(50);
        assertThat(half.at("/externalExecutionUrl").asString()).isEqualTo("https://tests.example.org/run-7");
        var second = Until.found("the continued job waits", CommandLineTest::job);
        assertThat(second.at("/data/continuationToken").asString()).isEqualTo("half");
        acknowledge(second);
        aws.pipeline("put-job-success-result", "--job-id", second.at("/id").asString());
        assertThat(action("tested", "Test").at("/status").asString()).isEqualTo("Succeeded");

        var id = aws.pipeline("start-pipeline-execution", "--name", "tested").at("/pipelineExecutionId").asString();
        var failing = Until.found("a job waits", CommandLineTest::job);
        var early = aws.refusal(
                "put-job-failure-result", "--job-id", failing.at("/id").asString(),
                "--failure-details", "type=JobFailed,message=x");
        assertThat(early).contains("(InvalidJobStateException)", "has not been acknowledged");
        acknowledge(failing);
        aws.pipeline(
                "put-job-failure-result", "--job-id", failing.at("/id").asString(),
                "--failure-details", "type=JobFailed,message=Two tests are red,externalExecutionId=run-8");
        assertThat(status("tested", id)).isEqualTo("Failed");
        var failed = action("tested", "Test");
        assertThat(failed.at("/status").asString()).isEqualTo("Failed");
        assertThat(failed.at("/errorDetails/code").asString()).isEqualTo("JobFailed");
        assertThat(failed.at("/errorDetails/message").asString()).isEqualTo("Two tests are red");
    }

    @Test
    void a_disabled_transition_holds_and_the_newer_execution_supersedes_the_waiting_one() throws Exception {
        create(definition("held", "held", """
                {"name": "Deploy", "actions": [{"name": "Deploy",
                    "actionTypeId": {"category": "Deploy", "owner": "AWS", "provider": "S3", "version": "1"},
                    "configuration": {"BucketName": "held-site", "Extract": "true"},
                    "inputArtifacts": [{"name": "Source"}]}]}"""));
        aws.pipeline(
                "disable-stage-transition", "--pipeline-name", "held", "--stage-name", "Deploy",
                "--transition-type", "Inbound", "--reason", "Not before noon");
        var checkout = new Checkout(folder.resolve("held"));
        checkout.commit("One", Map.of("a.txt", "one"));
        checkout.push(server, "held").success();
        Until.holds("the first execution waits", () -> stage("held", "Deploy").has("inboundExecution"));
        checkout.commit("Two", Map.of("a.txt", "two"));
        checkout.push(server, "held").success();
        Until.holds("the second one supersedes it", () -> statuses("held").endsWith("Superseded"));
        var waiting = stage("held", "Deploy");
        assertThat(waiting.at("/inboundTransitionState/enabled").asBoolean()).isFalse();
        assertThat(waiting.at("/inboundTransitionState/disabledReason").asString()).isEqualTo("Not before noon");

        aws.pipeline(
                "enable-stage-transition", "--pipeline-name", "held", "--stage-name", "Deploy",
                "--transition-type", "Inbound");
        Until.holds("the second execution ends", () -> statuses("held").equals("Succeeded Superseded"));
        assertThat(aws.call("s3", "cp", "--quiet", "s3://held-site/a.txt", "-").success()).isEqualTo("two");
    }

    @Test
    void a_webhook_starts_a_pipeline_and_tells_its_secret_to_nobody() throws Exception {
        create(definition("hooked", "hooked", """
                {"name": "Ask", "actions": [{"name": "Ask",
                    "actionTypeId": {"category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1"}}]}"""));
        var file = Files.writeString(folder.resolve("hook.json"), """
                {"webhook": {"name": "hook", "targetPipeline": "hooked", "targetAction": "Source",
                    "filters": [{"jsonPath": "$.ref", "matchEquals": "refs/heads/{BranchName}"}],
                    "authentication": "GITHUB_HMAC",
                    "authenticationConfiguration": {"SecretToken": "It's a Secret to Everybody"}},
                 "tags": [{"key": "a", "value": "b"}]}""");
        var made = aws.pipeline("put-webhook", "--cli-input-json", "file://" + file).at("/webhook");
        var url = made.at("/url").asString();
        var push = HttpRequest.newBuilder(URI.create(url))
                .header("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958")
                .POST(BodyPublishers.ofString("{\"ref\": \"refs/heads/main\"}"));

        assertThat(SignedHttp.send(push.copy().build()).statusCode()).isEqualTo(403);
        var known = aws.pipeline("list-webhooks").at("/webhooks/0");
        assertThat(known.at("/errorCode").asString()).isEqualTo("AuthenticationFailed");
        assertThat(known.at("/definition/authenticationConfiguration/SecretToken").asString()).isEqualTo("****");
        // Of {"ref": "refs/heads/main"}, as openssl makes it.
        push.header(
                "X-Hub-Signature-256", "sha256=99024ba37a2b618a084812957197688cb60f8fd15506ebf8ec6d1bb1c844ecf8");
        assertThat(SignedHttp.send(push.copy().build()).statusCode()).isEqualTo(200);
        assertThat(SignedHttp.send(push.copy().build()).statusCode()).isEqualTo(200);

        var started = aws.pipeline("list-pipeline-executions", "--pipeline-name", "hooked")
                .at("/pipelineExecutionSummaries");
        assertThat(texts(started, "/trigger/triggerType")).isEqualTo("Webhook");
        assertThat(texts(started, "/trigger/triggerDetail")).isEqualTo(made.at("/arn").asString());
        assertThat(aws.pipeline("list-webhooks").at("/webhooks/0").has("lastTriggered")).isTrue();
        assertThat(aws.refusal("register-webhook-with-third-party", "--webhook-name", "hook"))
                .contains("(ValidationException)", "GitHub");
        aws.pipeline("delete-webhook", "--name", "hook");
        aws.pipeline("delete-webhook", "--name", "hook");
        assertThat(aws.pipeline("list-webhooks").at("/webhooks")).isEmpty();
        assertThat(SignedHttp.send(push.build()).statusCode()).isEqualTo(403);
        assertThat(server.log())
                .contains(made.at("/arn").asString())
                .doesNotContain("Everybody")
                .doesNotContain(url.substring(url.lastIndexOf('/')));
    }

    @Test
    void files_that_hold_no_pipeline_are_refused_in_one_sentence() throws Exception {
        assertThat(refusal("this is not JSON")).contains("Invalid JSON");
        assertThat(refusal(definition("bad", "bad", stage("Test", "NoSuch", "Source"))))
                .contains("(InvalidActionDeclarationException)", "NoSuch");
        assertThat(refusal(definition(
                        "bad", "bad", stage("One", "S3", "Later") + "," + stage("Two", "S3", "Source"))))
                .contains("(InvalidActionDeclarationException)", "Later");
        var stages = IntStream.rangeClosed(1, 50)
                .mapToObj(i -> stage("S" + i, "S3", "Source"))
                .collect(Collectors.joining(","));
        assertThat(refusal(definition("bad", "bad", stages))).contains("Exception)", "50");
        assertThat(refusal(definition("two words", "bad", stage("Deploy", "S3", "Source"))))
                .contains("(ValidationException)", "two words", "[A-Za-z0-9.@\\-_]+");
        assertThat(aws.pipeline("list-pipelines").toString()).doesNotContain("bad", "two words");
    }

    private static String refusal(String text) throws Exception {
        var file = Files.writeString(folder.resolve("bad.json"), text);
        return aws.refusal("create-pipeline", "--cli-input-json", "file://" + file);
    }

    private static String stage(String name, String provider, String input) {
        return """
                {"name": "%1$s", "actions": [{"name": "%1$s",
                    "actionTypeId": {"category": "Deploy", "owner": "AWS", "provider": "%2$s", "version": "1"},
                    "configuration": {"BucketName": "bad-site", "Extract": "true"},
                    "inputArtifacts": [{"name": "%3$s"}]}]}""".formatted(name, provider, input);
    }

    private static void create(String definition) throws Exception {
        var file = Files.writeString(folder.resolve("good.json"), definition);
        aws.pipeline("create-pipeline", "--cli-input-json", "file://" + file);
    }

    /** A pipeline that pushes start, with more stages. */
    private static String definition(String name, String repository, String stages) {
        return """
                {"pipeline": {"name": "%s", "roleArn": "arn:aws:iam::000000000000:role/pipewright",
                    "artifactStore": {"type": "S3", "location": "test-artifacts"},
                    "stages": [
                        {"name": "Source", "actions": [{"name": "Source",
                            "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "CodeCommit",
                                "version": "1"},
                            "configuration": {"RepositoryName": "%s", "BranchName": "main"},
                            "outputArtifacts": [{"name": "Source"}]}]},
                        %s]}}""".formatted(name, repository, stages);
    }

    private static JsonNode execution(String pipeline, String id) throws Exception {
        return aws.pipeline("get-pipeline-execution", "--pipeline-name", pipeline, "--pipeline-execution-id", id)
                .at("/pipelineExecution");
    }

    private static String status(String pipeline, String id) throws Exception {
        return execution(pipeline, id).at("/status").asString();
    }

    private static String statuses(String pipeline) throws Exception {
        var executions = aws.pipeline("list-pipeline-executions", "--pipeline-name", pipeline);
        return texts(executions.at("/pipelineExecutionSummaries"), "/status");
    }

    private static JsonNode stage(String pipeline, String name) throws Exception {
        return aws.pipeline("get-pipeline-state", "--name", pipeline).at("/stageStates").valueStream()
                .filter(stage -> stage.at("/stageName").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode action(String pipeline, String stage) throws Exception {
        return stage(pipeline, stage).at("/actionStates/0/latestExecution");
    }

    private static Optional<String> token(String pipeline) throws Exception {
        return Optional.ofNullable(action(pipeline, "Approve").get("token")).map(JsonNode::asString);
    }

    private static Optional<JsonNode> job() throws Exception {
        return Optional.ofNullable(aws.pipeline("poll-for-jobs", "--action-type-id", TESTER).at("/jobs").get(0));
    }

    private static void acknowledge(JsonNode job) throws Exception {
        var answer = aws.pipeline(
                "acknowledge-job", "--job-id", job.at("/id").asString(), "--nonce", job.at("/nonce").asString());
        assertThat(answer.at("/status").asString()).isEqualTo("InProgress");
    }

    private static String texts(JsonNode list, String pointer) {
        return list.valueStream().map(it -> it.at(pointer).asString()).collect(Collectors.joining(" "));
    }
}
