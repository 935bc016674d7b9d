package dev.pipewright.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.api.FakeGitHub;
import dev.pipewright.e2e.Eventually;
import dev.pipewright.e2e.LocalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The AWS command line of Debian in every operation that it knows. Where something has to happen first, an SDK waits
 * for it: every call of the command line costs more than half a second of a processor. So the stories run side by side,
 * too.
 */
final class CommandLineTest {
    private static final String FETCH = """
            {"name": "Source", "actions": [{"name": "Fetch",
              "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "S3", "version": "1"},
              "configuration":
                {"S3Bucket": "clients-inbox", "S3ObjectKey": "code.zip", "PollForSourceChanges": "false"},
              "outputArtifacts": [{"name": "Code"}]}]}""";
    private static final String GATE = """
            {"name": "Gate", "actions": [{"name": "Ask",
              "actionTypeId": {"category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1"}}]}""";
    private static final String SCAN = "category=Test,owner=ThirdParty,provider=Scan,version=1";
    private static final String BENCH = "category=Build,owner=Custom,provider=Shell,version=1";

    @TempDir
    static Path directory;

    private static Ground ground;
    private static CodePipelineClient sdk;
    private static CommandLine aws;

    @BeforeAll
    static void start() throws Exception {
        ground = Ground.start(directory);
        sdk = ground.server().codePipeline();
        aws = new CommandLine(ground);
    }

    @AfterAll
    static void stop() throws IOException {
        ground.close();
    }

    private interface Told {
        void tell() throws Exception;
    }

    @Test
    void the_command_line_is_answered_as_it_expects_in_every_operation_that_it_knows() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var stories = List.<Told>of(
                            CommandLineTest::pipelinesAndTheirExecutions,
                            CommandLineTest::workersAndTheirTypes,
                            CommandLineTest::partnersAndTheirTypes,
                            CommandLineTest::webhooksListsAndTags)
                    .stream()
                    .map(story -> threads.submit(() -> {
                        story.tell();
                        return null;
                    }))
                    .toList();
            for (var story : stories) {
                story.get();
            }
        }
        Exercised.compare("aws-cli", aws.answered(), known());
    }

    /** What the command line knows by the model that it comes with. */
    private static List<String> known() throws IOException {
        var data = Path.of("/usr/lib/python3/dist-packages/awscli/botocore/data");
        var model = data.resolve("codepipeline/2015-07-09/service-2.json");
        return List.copyOf(JsonMapper.shared().readTree(Files.readString(model)).get("operations").propertyNames());
    }

    /** A file with a pipeline, in the form of {@code --generate-cli-skeleton}. */
    private static String file(String name, String... stages) throws IOException {
        var text = """
                {"pipeline": {"name": "%s", "roleArn": "arn:aws:iam::000000000000:role/pipeline", "version": 1,
                  "artifactStore": {"type": "S3", "location": "clients-artifacts"}, "stages": [%s]}}
                """.formatted(name, String.join(", ", stages));
        return "file://" + Files.writeString(ground.home().resolve(name + ".json"), text);
    }

    private static void untilAsked(String pipeline) {
        Eventually.find("an approval of " + pipeline, () -> Optional.ofNullable(
                        sdk.getPipelineState(request -> request.name(pipeline)).stageStates().get(1))
                .map(stage -> stage.actionStates().getFirst().latestExecution())
                .map(latest -> latest.token()));
    }

    private static void pipelinesAndTheirExecutions() throws Exception {
        assertThat(aws.identity()).isEqualTo("arn:aws:iam::000000000000:user/administrator");
        var definition = file("cli", FETCH, GATE);
        assertThat(aws.text("create-pipeline", "--cli-input-json", definition, "--query", "pipeline.version"))
                .isEqualTo("1");
        assertThat(aws.refused("PipelineNameInUseException", "create-pipeline", "--cli-input-json", definition))
                .contains("cli");
        assertThat(aws.text("get-pipeline", "--name", "cli", "--query", "metadata.pipelineArn"))
                .isEqualTo("arn:aws:codepipeline:%s:000000000000:cli", LocalServer.REGION);
        assertThat(aws.refused("PipelineNotFoundException", "get-pipeline", "--name", "nowhere")).contains("nowhere");

        var first = Executions.newest(sdk, "cli");
        untilAsked("cli");
        var token = aws.text(
                "get-pipeline-state", "--name", "cli", "--query",
                "stageStates[?stageName=='Gate'].actionStates[0].latestExecution.token");
        assertThat(aws.text(
                        "put-approval-result", "--pipeline-name", "cli", "--stage-name", "Gate", "--action-name", "Ask",
                        "--token", token, "--result", "summary=No,status=Rejected", "--query", "approvedAt"))
                .startsWith("20");
        Executions.until(sdk, "cli", first, PipelineExecutionStatus.FAILED);
        assertThat(aws.text(
                        "retry-stage-execution", "--pipeline-name", "cli", "--stage-name", "Gate",
                        "--pipeline-execution-id", first, "--retry-mode", "FAILED_ACTIONS"))
                .isEqualTo(first);
        untilAsked("cli");
        assertThat(aws.text(
                        "stop-pipeline-execution", "--pipeline-name", "cli", "--pipeline-execution-id", first,
                        "--abandon", "--reason", "wrong release"))
                .isEqualTo(first);
        assertThat(aws.refused(
                        "PipelineExecutionNotStoppableException", "stop-pipeline-execution", "--pipeline-name", "cli",
                        "--pipeline-execution-id", first))
                .contains(first);
        assertThat(aws.text(
                        "get-pipeline-execution", "--pipeline-name", "cli", "--pipeline-execution-id", first,
                        "--query", "pipelineExecution.[status,artifactRevisions[0].name]"))
                .isEqualTo("Stopped\tCode");

        aws.silent(
                "disable-stage-transition", "--pipeline-name", "cli", "--stage-name", "Gate",
                "--transition-type", "Inbound", "--reason", "closed");
        var second = aws.text("start-pipeline-execution", "--name", "cli");
        aws.silent(
                "enable-stage-transition", "--pipeline-name", "cli", "--stage-name", "Gate",
                "--transition-type", "Inbound");
        assertThat(aws.text(
                        "put-action-revision", "--pipeline-name", "cli", "--stage-name", "Source",
                        "--action-name", "Fetch", "--action-revision",
                        "revisionId=%s,revisionChangeId=1,created=2016-05-06T07:08:09Z".formatted(ground.oldVersion()),
                        "--query", "newRevision"))
                .isEqualTo("True");
        assertThat(aws.text(
                        "list-pipeline-executions", "--pipeline-name", "cli", "--page-size", "1",
                        "--query", "pipelineExecutionSummaries[].trigger.triggerType"))
                .isEqualTo("PutActionRevision\nStartPipelineExecution\nCreatePipeline");
        var runs = aws.json(
                "list-action-executions", "--pipeline-name", "cli", "--filter", "pipelineExecutionId=" + second,
                "--page-size", "1");
        assertThat(runs.at("/actionExecutionDetails/0/pipelineExecutionId").stringValue()).isEqualTo(second);

        var changed = file("cli", FETCH, GATE.replace("\"Gate\"", "\"Door\""));
        assertThat(aws.text("update-pipeline", "--cli-input-json", changed, "--query", "pipeline.version"))
                .isEqualTo("2");
        aws.silent("delete-pipeline", "--name", "cli");
        aws.silent("delete-pipeline", "--name", "cli");
    }

    private static void workersAndTheirTypes() throws Exception {
        assertThat(aws.text(
                        "create-custom-action-type", "--category", "Build", "--provider", "Shell",
                        "--action-version", "1",
                        "--settings", "{\"entityUrlTemplate\": \"https://bench.example/{Config:Project}\"}",
                        "--configuration-properties",
                        "name=Project,required=true,key=true,secret=false,queryable=true,type=String",
                        "--input-artifact-details", "minimumCount=1,maximumCount=1",
                        "--output-artifact-details", "minimumCount=0,maximumCount=0",
                        "--query", "actionType.id.[category,owner,provider,version]"))
                .isEqualTo("Build\tCustom\tShell\t1");
        assertThat(aws.text(
                        "list-action-types", "--action-owner-filter", "Custom", "--query", "actionTypes[].id.provider"))
                .isEqualTo("Shell");
        var build = """
                {"name": "Build", "actions": [{"name": "Make", "configuration": {"Project": "shell"},
                  "actionTypeId": {"category": "Build", "owner": "Custom", "provider": "Shell", "version": "1"},
                  "inputArtifacts": [{"name": "Code"}]}]}""";
        aws.json("create-pipeline", "--cli-input-json", file("shell", FETCH, build));
        var execution = Executions.newest(sdk, "shell");

        var failing = take();
        assertThat(aws.text(
                        "get-job-details", "--job-id", failing, "--query",
                        "jobDetails.data.[actionConfiguration.configuration.Project,inputArtifacts[0].name]"))
                .isEqualTo("shell\tCode");
        aws.silent(
                "put-job-failure-result", "--job-id", failing, "--failure-details", "type=JobFailed,message=Broken");
        assertThat(aws.refused("InvalidJobStateException", "put-job-success-result", "--job-id", failing))
                .contains(failing);
        Executions.until(sdk, "shell", execution, PipelineExecutionStatus.FAILED);
        sdk.retryStageExecution(request -> request.pipelineName("shell")
                .stageName("Build")
                .pipelineExecutionId(execution)
                .retryMode("FAILED_ACTIONS"));
        aws.silent(
                "put-job-success-result", "--job-id", take(), "--execution-details",
                "summary=done,externalExecutionId=7,percentComplete=100", "--output-variables", "Size=12");
        Executions.until(sdk, "shell", execution, PipelineExecutionStatus.SUCCEEDED);
        sdk.deletePipeline(request -> request.name("shell"));
        aws.silent(
                "delete-custom-action-type", "--category", "Build", "--provider", "Shell", "--action-version", "1");
        assertThat(aws.refused("ActionTypeNotFoundException", "poll-for-jobs", "--action-type-id", BENCH))
                .contains("Shell");
    }

    /** Polls for a job, acknowledges it, and says which. */
    private static String take() throws Exception {
        JsonNode job = Eventually.find("a job for the command line", () -> polled());
        assertThat(aws.text(
                        "acknowledge-job", "--job-id", job.get("id").stringValue(),
                        "--nonce", job.get("nonce").stringValue()))
                .isEqualTo("InProgress");
        return job.get("id").stringValue();
    }

    private static Optional<JsonNode> polled() {
        try {
            var jobs = aws.json(
                    "poll-for-jobs", "--action-type-id", BENCH, "--max-batch-size", "1",
                    "--query-param", "Project=shell");
            return jobs.get("jobs").valueStream().findFirst();
        } catch (Exception e) {
            throw new AssertionError("no answer to a poll", e);
        }
    }

    private static void partnersAndTheirTypes() throws Exception {
        var test = """
                {"name": "Test", "actions": [{"name": "Look", "configuration": {"Project": "scanned"},
                  "actionTypeId": {"category": "Test", "owner": "ThirdParty", "provider": "Scan", "version": "1"},
                  "inputArtifacts": [{"name": "Code"}]}]}""";
        aws.json("create-pipeline", "--cli-input-json", file("scanned", FETCH, test));
        var execution = Executions.newest(sdk, "scanned");
        var token = ground.partner().clientToken();
        assertThat(aws.refused(
                        "JobNotFoundException", "get-third-party-job-details", "--job-id",
                        "00000000-0000-0000-0000-000000000000", "--client-token", token))
                .contains("00000000");
        aws.silent(
                "put-third-party-job-failure-result", "--job-id", takeAsPartner(), "--client-token", token,
                "--failure-details", "type=JobFailed,message=Holes");
        Executions.until(sdk, "scanned", execution, PipelineExecutionStatus.FAILED);
        sdk.retryStageExecution(request -> request.pipelineName("scanned")
                .stageName("Test")
                .pipelineExecutionId(execution)
                .retryMode("FAILED_ACTIONS"));
        aws.silent(
                "put-third-party-job-success-result", "--job-id", takeAsPartner(), "--client-token", token,
                "--execution-details", "summary=fine,percentComplete=100");
        Executions.until(sdk, "scanned", execution, PipelineExecutionStatus.SUCCEEDED);

        var declared = (ObjectNode) aws.json(
                        "get-action-type", "--category", "Test", "--owner", "ThirdParty", "--provider", "Scan",
                        "--action-version", "1")
                .get("actionType");
        aws.silent("update-action-type", "--action-type", declared.put("description", "Looks").toString());
        assertThat(sdk.getActionType(request ->
                                request.category("Test").owner("ThirdParty").provider("Scan").version("1"))
                        .actionType()
                        .description())
                .isEqualTo("Looks");
    }

    private static String takeAsPartner() throws Exception {
        var token = ground.partner().clientToken();
        Eventually.find("a job for the partner", () -> Optional.ofNullable(
                sdk.getPipelineState(request -> request.name("scanned"))
                        .stageStates()
                        .get(1)
                        .actionStates()
                        .getFirst()
                        .latestExecution())
                .filter(latest -> latest.status() == ActionExecutionStatus.IN_PROGRESS));
        var job = aws.json("poll-for-third-party-jobs", "--action-type-id", SCAN, "--max-batch-size", "1")
                .at("/jobs/0");
        assertThat(job.get("clientId").stringValue()).isEqualTo(ground.partner().clientId());
        var id = job.get("jobId").stringValue();
        var nonce = aws.text(
                "get-third-party-job-details", "--job-id", id, "--client-token", token, "--query", "jobDetails.nonce");
        assertThat(aws.text(
                        "acknowledge-third-party-job", "--job-id", id, "--nonce", nonce, "--client-token", token))
                .isEqualTo("InProgress");
        return id;
    }

    private static void webhooksListsAndTags() throws Exception {
        var gitHub = """
                {"name": "Source", "actions": [{"name": "Fetch",
                  "actionTypeId": {"category": "Source", "owner": "ThirdParty", "provider": "GitHub", "version": "1"},
                  "configuration": {"Owner": "acme", "Repo": "shop", "Branch": "main", "OAuthToken": "%s",
                    "PollForSourceChanges": "false"},
                  "outputArtifacts": [{"name": "Code"}]}]}""".formatted(FakeGitHub.TOKEN);
        aws.json("create-pipeline", "--cli-input-json", file("a-hooked", gitHub, GATE));
        var hook = """
                {"name": "%s", "targetPipeline": "a-hooked", "targetAction": "Fetch", "authentication": "GITHUB_HMAC",
                 "filters": [{"jsonPath": "$.ref", "matchEquals": "refs/heads/{Branch}"}],
                 "authenticationConfiguration": {"SecretToken": "between us"}}""";
        var put = aws.json("put-webhook", "--webhook", hook.formatted("one"), "--tags", "key=team,value=blue");
        var arn = put.at("/webhook/arn").stringValue();
        assertThat(arn).endsWith(":webhook:one");
        aws.json("put-webhook", "--webhook", hook.formatted("two"));
        var some = aws.json("list-webhooks", "--max-items", "1", "--page-size", "1");
        assertThat(some.at("/webhooks/0/definition/name").stringValue()).isEqualTo("one");
        assertThat(aws.text(
                        "list-webhooks", "--starting-token", some.get("NextToken").stringValue(),
                        "--query", "webhooks[].definition.name"))
                .isEqualTo("two");
        aws.silent("register-webhook-with-third-party", "--webhook-name", "one");
        aws.silent("deregister-webhook-with-third-party", "--webhook-name", "one");
        assertThat(aws.refused(
                        "WebhookNotFoundException", "register-webhook-with-third-party", "--webhook-name", "nowhere"))
                .contains("nowhere");

        aws.silent("tag-resource", "--resource-arn", arn, "--tags", "key=a,value=1", "key=b,value=2");
        assertThat(aws.text(
                        "list-tags-for-resource", "--resource-arn", arn, "--page-size", "1", "--query", "tags[].key"))
                .isEqualTo("a\nb\nteam");
        aws.silent("untag-resource", "--resource-arn", arn, "--tag-keys", "a", "b");
        aws.silent("delete-webhook", "--name", "one");
        assertThat(aws.refused("ResourceNotFoundException", "list-tags-for-resource", "--resource-arn", arn))
                .contains("one");

        aws.json("create-pipeline", "--cli-input-json", file("b-plain", FETCH, GATE));
        var first = aws.json("list-pipelines", "--max-items", "1", "--page-size", "1");
        assertThat(first.at("/pipelines/0/name").stringValue()).isEqualTo("a-hooked");
        assertThat(aws.text(
                        "list-pipelines", "--starting-token", first.get("NextToken").stringValue(),
                        "--max-items", "1", "--query", "pipelines[0].name"))
                .startsWith("b-plain");
        assertThat(aws.refused(
                        "InvalidNextTokenException", "list-pipelines", "--no-paginate", "--next-token", "made-up"))
                .isNotEmpty();
    }
}
