package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeId;
import software.amazon.awssdk.services.codepipeline.model.Job;
import software.amazon.awssdk.services.codepipeline.model.Tag;
import software.amazon.awssdk.services.codepipeline.model.ThirdPartyJob;
import software.amazon.awssdk.services.codepipeline.model.WebhookFilterRule;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Every operation by every caller: unknown ones, allowed ones, ones who are denied the action or the resource, and ones
 * of another account or region, who see nothing of what is here.
 */
final class PermissionMatrixTest {
    private static final String HERE = LocalServer.ACCOUNT;
    private static final String ELSEWHERE = "111111111111";
    private static final String REGION = "ap-southeast-2";
    private static final String USER = "matrix";
    private static final String ARN = "arn:aws:codepipeline:" + LocalServer.REGION + ":" + HERE + ":";

    private static final ActionTypeId SCAN = Sketch.type(ActionCategory.TEST, ActionOwner.THIRD_PARTY, "Scan");

    /** The operations that did what they do. */
    private static final Set<String> DONE = new HashSet<>();

    /** What is somewhere in what must not be seen from elsewhere. */
    private static final String PLANTED = "planted";

    @TempDir
    static Path directory;

    static LocalServer server;
    static Users users;
    static AwsCredentials user;
    static AwsCredentials stranger;
    static SignedPost codePipeline;
    static Job job;
    static ThirdPartyJob partnersJob;
    static String partnersNonce;
    static String partnersToken;
    static String execution;

    /**
     * One operation.
     *
     * @param resources what it is about, without the beginning of the ARN; * for nothing single
     * @param otherAccount the answers to somebody of another account who may do everything: error types or 200
     * @param otherRegion the same in another region of this account
     */
    private record Row(String name, String input, List<String> resources, String otherAccount, String otherRegion) {}

    @BeforeAll
    static void start() throws Exception {
        server = LocalServer.start(directory);
        users = new Users(server);
        user = users.add(HERE, USER);
        stranger = users.add(ELSEWHERE, USER);
        users.let(ELSEWHERE, USER, policy("Allow", "\"Action\": \"*\"", "*"));
        codePipeline = new SignedPost(server.endpoint(), "codepipeline", LocalServer.REGION, user);
        var bench = CustomWorker.register(server.codePipeline(), ActionCategory.BUILD, "Bench", 1, 0);
        partnersToken = partner();
        server.s3().createBucket(create -> create.bucket(Sketch.INBOX));
        server.s3().putObject(put -> put.bucket(Sketch.INBOX).key("code.zip"), RequestBody.fromString("code"));
        server.codePipeline().createPipeline(request -> request
                .pipeline(Sketch.pipeline(
                        "guarded",
                        Sketch.stage("Source", Sketch.object("code.zip")),
                        Sketch.stage("Build", bench.action("Make", "guarded", Map.of("Note", PLANTED))
                                .inputArtifacts(Sketch.input("Code"))
                                .build(), Sketch.action("Scan", SCAN).build()),
                        Sketch.stage("Approve", Sketch.approval("Approve"))))
                .tags(Tag.builder().key("Team").value(PLANTED).build()));
        server.codePipeline().putWebhook(request -> request.webhook(webhook -> webhook
                .name("guarded-hook")
                .targetPipeline("guarded")
                .targetAction("Source")
                .authentication("GITHUB_HMAC")
                .authenticationConfiguration(it -> it.secretToken(PLANTED + "-in-a-webhook"))
                .filters(WebhookFilterRule.builder().jsonPath("$.ref").matchEquals(PLANTED).build())));
        job = bench.take("guarded");
        partnersJob = server.codePipeline().pollForThirdPartyJobs(it -> it.actionTypeId(SCAN)).jobs().getFirst();
        partnersNonce = server.codePipeline()
                .getThirdPartyJobDetails(it -> it.jobId(partnersJob.jobId()).clientToken(partnersToken))
                .jobDetails()
                .nonce();
        execution = server.codePipeline()
                .listPipelineExecutions(request -> request.pipelineName("guarded"))
                .pipelineExecutionSummaries()
                .getFirst()
                .pipelineExecutionId();
    }

    /** Adds a partner with an action type, and answers its client token. */
    private static String partner() {
        var type = """
                [{"id": {"category": "Test", "owner": "ThirdParty", "provider": "Scan", "version": "1"},
                  "executor": {"type": "JobWorker", "configuration": {"jobWorkerExecutorConfiguration": {}}},
                  "inputArtifactDetails": {"minimumCount": 0, "maximumCount": 1},
                  "outputArtifactDetails": {"minimumCount": 0, "maximumCount": 1}}]""";
        var input = JsonNodeFactory.instance.objectNode().put("Name", "partner").put("ActionTypes", type);
        return users.tell("AddPartner", input).json().path("ClientToken").asString();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<Row> rows() {
        var rows = new ArrayList<Row>();
        for (var line : TABLE.lines().toList()) {
            var cells = line.split("\\|");
            rows.add(new Row(
                    cells[0].strip(), filled(cells[1]), List.of(cells[2].strip().split(" ")), cells[3].strip(),
                    cells[4].strip()));
        }
        return rows;
    }

    private static String filled(String input) {
        return input.strip()
                .replace("'", "\"")
                .replace("PIPELINE", """
                        {"name": "NAME", "roleArn": "arn:aws:iam::000000000000:role/r", "version": 1,
                         "artifactStore": {"type": "S3", "location": "e2e-artifacts"}, "stages": [
                          {"name": "Source", "actions": [{"name": "Source", "actionTypeId": {"category": "Source",
                            "owner": "AWS", "provider": "S3", "version": "1"}, "outputArtifacts": [{"name": "Code"}],
                            "configuration": {"S3Bucket": "e2e-inbox", "S3ObjectKey": "code.zip",
                            "PollForSourceChanges": "false"}}]},
                          {"name": "Approve", "actions": [{"name": "Approve", "actionTypeId": {"category":
                            "Approval", "owner": "AWS", "provider": "Manual", "version": "1"}}]}]}""")
                .replace("NAME", input.contains("fresh") ? "fresh" : "guarded")
                .replace("EXECUTION", execution)
                .replace("PARTNERS-NONCE", partnersNonce)
                .replace("PARTNERS-JOB", partnersJob.jobId())
                .replace("PARTNERS-TOKEN", partnersToken)
                .replace("NONCE", job.nonce())
                .replace("JOB", job.id())
                .replace("TYPE", "{\"category\": \"Build\", \"owner\": \"Custom\", \"provider\": \"Bench\","
                        + " \"version\": \"1\"}");
    }

    // What takes something away comes last.
    private static final String TABLE = """
            AcknowledgeJob | {'jobId': 'JOB', 'nonce': 'NONCE'} | * | JobNotFoundException | JobNotFoundException
            AcknowledgeThirdPartyJob | {'jobId': 'PARTNERS-JOB', 'nonce': 'PARTNERS-NONCE', 'clientToken': 'PARTNERS-TOKEN'} | * | JobNotFoundException | JobNotFoundException
            CreateCustomActionType | {'category': 'Test', 'provider': 'Fresh', 'version': '1', 'inputArtifactDetails': {'minimumCount': 0, 'maximumCount': 1}, 'outputArtifactDetails': {'minimumCount': 0, 'maximumCount': 1}} | actiontype:Custom/Test/Fresh/1 | 200 | 200
            CreatePipeline | {'pipeline': PIPELINE, 'tags': [{'key': 'a', 'value': 'fresh'}]} | fresh | InvalidStructureException | 200
            DisableStageTransition | {'pipelineName': 'guarded', 'stageName': 'Approve', 'transitionType': 'Inbound', 'reason': 'r'} | guarded/Approve | PipelineNotFoundException | PipelineNotFoundException
            EnableStageTransition | {'pipelineName': 'guarded', 'stageName': 'Approve', 'transitionType': 'Inbound'} | guarded/Approve | PipelineNotFoundException | PipelineNotFoundException
            GetActionType | {'category': 'Test', 'owner': 'ThirdParty', 'provider': 'Scan', 'version': '1'} | * | ActionTypeNotFoundException | 200
            GetJobDetails | {'jobId': 'JOB'} | * | JobNotFoundException | JobNotFoundException
            GetPipeline | {'name': 'guarded'} | guarded | PipelineNotFoundException | PipelineNotFoundException
            GetPipelineExecution | {'pipelineName': 'guarded', 'pipelineExecutionId': 'EXECUTION'} | guarded | PipelineNotFoundException | PipelineNotFoundException
            GetPipelineState | {'name': 'guarded'} | guarded | PipelineNotFoundException | PipelineNotFoundException
            GetThirdPartyJobDetails | {'jobId': 'PARTNERS-JOB', 'clientToken': 'PARTNERS-TOKEN'} | * | JobNotFoundException | JobNotFoundException
            ListActionExecutions | {'pipelineName': 'guarded'} | guarded | PipelineNotFoundException | PipelineNotFoundException
            ListActionTypes | {'actionOwnerFilter': 'Custom'} | * | 200 | 200
            ListDeployActionExecutionTargets | {'pipelineName': 'guarded', 'actionExecutionId': 'EXECUTION'} | guarded | PipelineNotFoundException | PipelineNotFoundException
            ListPipelineExecutions | {'pipelineName': 'guarded'} | guarded | PipelineNotFoundException | PipelineNotFoundException
            ListPipelines | {} | * | 200 | 200
            ListRuleExecutions | {'pipelineName': 'guarded'} | guarded | PipelineNotFoundException | PipelineNotFoundException
            ListRuleTypes | {} | * | 200 | 200
            ListTagsForResource | {'resourceArn': 'arn:aws:codepipeline:eu-west-1:000000000000:guarded'} | guarded | AccessDeniedException | InvalidArnException
            ListWebhooks | {} | webhook:* | 200 | 200
            OverrideStageCondition | {'pipelineName': 'guarded', 'stageName': 'Build', 'pipelineExecutionId': 'EXECUTION', 'conditionType': 'BEFORE_ENTRY'} | guarded/Build | PipelineNotFoundException | PipelineNotFoundException
            PollForJobs | {'actionTypeId': TYPE} | actiontype:Custom/Build/Bench/1 | ActionTypeNotFoundException | ActionTypeNotFoundException
            PollForThirdPartyJobs | {'actionTypeId': {'category': 'Test', 'owner': 'ThirdParty', 'provider': 'Scan', 'version': '1'}} | * | ActionTypeNotFoundException | 200
            PutActionRevision | {'pipelineName': 'guarded', 'stageName': 'Source', 'actionName': 'Source', 'actionRevision': {'revisionId': 'a', 'revisionChangeId': 'b', 'created': 1}} | guarded/Source/Source | PipelineNotFoundException | PipelineNotFoundException
            PutApprovalResult | {'pipelineName': 'guarded', 'stageName': 'Approve', 'actionName': 'Approve', 'result': {'summary': 's', 'status': 'Approved'}, 'token': 'EXECUTION'} | guarded/Approve/Approve | PipelineNotFoundException | PipelineNotFoundException
            PutJobFailureResult | {'jobId': 'JOB', 'failureDetails': {'type': 'JobFailed', 'message': 'm'}} | * | JobNotFoundException | JobNotFoundException
            PutJobSuccessResult | {'jobId': 'JOB'} | * | JobNotFoundException | JobNotFoundException
            PutThirdPartyJobFailureResult | {'jobId': 'PARTNERS-JOB', 'clientToken': 'PARTNERS-TOKEN', 'failureDetails': {'type': 'JobFailed', 'message': 'm'}} | * | JobNotFoundException | JobNotFoundException
            PutThirdPartyJobSuccessResult | {'jobId': 'PARTNERS-JOB', 'clientToken': 'PARTNERS-TOKEN'} | * | JobNotFoundException | JobNotFoundException
            PutWebhook | {'webhook': {'name': 'new-hook', 'targetPipeline': 'guarded', 'targetAction': 'Source', 'filters': [{'jsonPath': '$.ref'}], 'authentication': 'GITHUB_HMAC', 'authenticationConfiguration': {'SecretToken': 'a-long-enough-secret'}}} | webhook:new-hook guarded | PipelineNotFoundException | PipelineNotFoundException
            RegisterWebhookWithThirdParty | {'webhookName': 'guarded-hook'} | webhook:guarded-hook | WebhookNotFoundException | WebhookNotFoundException
            DeregisterWebhookWithThirdParty | {'webhookName': 'guarded-hook'} | webhook:guarded-hook | WebhookNotFoundException | WebhookNotFoundException
            RetryStageExecution | {'pipelineName': 'guarded', 'stageName': 'Build', 'pipelineExecutionId': 'EXECUTION', 'retryMode': 'FAILED_ACTIONS'} | guarded/Build | PipelineNotFoundException | PipelineNotFoundException
            RollbackStage | {'pipelineName': 'guarded', 'stageName': 'Build', 'targetPipelineExecutionId': 'EXECUTION'} | guarded/Build | PipelineNotFoundException | PipelineNotFoundException
            StartPipelineExecution | {'name': 'guarded'} | guarded | PipelineNotFoundException | PipelineNotFoundException
            StopPipelineExecution | {'pipelineName': 'guarded', 'pipelineExecutionId': 'EXECUTION'} | guarded | PipelineNotFoundException | PipelineNotFoundException
            TagResource | {'resourceArn': 'arn:aws:codepipeline:eu-west-1:000000000000:guarded', 'tags': [{'key': 'More', 'value': 'v'}]} | guarded | AccessDeniedException | InvalidArnException
            UntagResource | {'resourceArn': 'arn:aws:codepipeline:eu-west-1:000000000000:guarded', 'tagKeys': ['More']} | guarded | AccessDeniedException | InvalidArnException
            UpdateActionType | {'actionType': {'id': {'owner': 'ThirdParty', 'category': 'Test', 'provider': 'Scan', 'version': '1'}, 'executor': {'type': 'JobWorker', 'configuration': {'jobWorkerExecutorConfiguration': {}}}, 'inputArtifactDetails': {'minimumCount': 0, 'maximumCount': 1}, 'outputArtifactDetails': {'minimumCount': 0, 'maximumCount': 1}}} | actiontype:ThirdParty/Test/Scan/1 | ActionTypeNotFoundException | 200
            UpdatePipeline | {'pipeline': PIPELINE} | guarded | PipelineNotFoundException | PipelineNotFoundException
            DeleteWebhook | {'name': 'guarded-hook'} | webhook:guarded-hook | 200 | 200
            DeleteCustomActionType | {'category': 'Build', 'provider': 'Bench', 'version': '1'} | actiontype:Custom/Build/Bench/1 | 200 | 200
            DeletePipeline | {'name': 'guarded'} | guarded | 200 | 200
            """;

    @Test
    void the_table_has_every_operation_of_the_model_once() throws Exception {
        var inTheModel = new TreeSet<String>();
        var location = CodePipelineClient.class.getProtectionDomain().getCodeSource().getLocation();
        try (var jar = new ZipFile(Path.of(location.toURI()).toFile())) {
            jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.matches(".*/codepipeline/model/[A-Za-z]+Request\\.class"))
                    .map(name -> name.replaceAll(".*/|Request\\.class", ""))
                    .filter(name -> !name.equals("CodePipeline"))
                    .forEach(inTheModel::add);
        }
        assertThat(inTheModel).hasSize(44);
        assertThat(rows().stream().map(Row::name).toList()).containsExactlyInAnyOrderElementsOf(inTheModel);
    }

    @TestFactory
    Stream<DynamicTest> every_operation_lets_in_who_may_and_nobody_else() {
        var unnamed = DynamicTest.dynamicTest(
                "targets of a pipeline that is not named", PermissionMatrixTest::hides_targets_of_denied_pipelines);
        return Stream.concat(Stream.of(unnamed), rows().stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> {
            refuses_the_unknown(row);
            refuses_who_is_denied_the_action(row);
            refuses_who_is_denied_the_resource(row);
            is_blind_elsewhere(row);
            lets_in_who_is_allowed(row);
        })));
    }

    private static void hides_targets_of_denied_pipelines() {
        var run = server.codePipeline()
                .listActionExecutions(it -> it.pipelineName("guarded"))
                .actionExecutionDetails()
                .getFirst()
                .actionExecutionId();
        var operation = "CodePipeline_20150709.ListDeployActionExecutionTargets";
        var input = "{\"actionExecutionId\": \"" + run + "\"}";
        users.let(HERE, USER, policy("Allow", "\"Action\": \"*\"", "*"));
        assertThat(codePipeline.json(operation, input).status()).isEqualTo(200);
        users.let(HERE, USER, """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "*", "Resource": "*"},
                  {"Effect": "Deny", "Action": "*", "Resource": "*",
                   "Condition": {"StringEquals": {"aws:ResourceTag/Team": "planted"}}}]}""");
        assertThat(codePipeline.json(operation, input).type()).isEqualTo("ActionExecutionNotFoundException");
    }

    private static SignedHttp.Answer call(SignedPost post, Row row) {
        return post.json("CodePipeline_20150709." + row.name(), row.input());
    }

    private static void refuses_the_unknown(Row row) {
        var unsigned = call(codePipeline.by(null), row);
        assertThat(unsigned.status()).isEqualTo(403);
        assertThat(unsigned.type()).isEqualTo("MissingAuthenticationTokenException");
        var forged = call(codePipeline.by(AwsBasicCredentials.create(user.accessKeyId(), "wrong")), row);
        assertThat(forged.status()).isEqualTo(403);
        assertThat(forged.type()).isEqualTo("InvalidSignatureException");
    }

    private static void refuses_who_is_denied_the_action(Row row) {
        users.let(HERE, USER, policy("Allow", "\"NotAction\": \"codepipeline:" + row.name() + "\"", "*"));
        assertDenied(row, arn(row.resources().getFirst()), "because no identity-based policy allows the codepipeline:"
                + row.name() + " action");
        users.let(HERE, USER, """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "*", "Resource": "*"},
                  {"Effect": "Deny", "Action": "codepipeline:%s", "Resource": "%s"}]}"""
                .formatted(row.name().toLowerCase(), arn(row.resources().getFirst())));
        assertDenied(row, arn(row.resources().getFirst()), "with an explicit deny in an identity-based policy");
    }

    private static void refuses_who_is_denied_the_resource(Row row) {
        var action = "\"Action\": \"codepipeline:" + row.name() + "\"";
        for (var resource : row.resources()) {
            if (resource.equals("*")) continue;
            var others = row.resources().stream().map(it -> arn(it) + (it.equals(resource) ? "x" : "")).toList();
            users.let(HERE, USER, policy("Allow", action, others.toArray(String[]::new)));
            assertDenied(row, arn(resource), "because no identity-based policy allows the codepipeline:" + row.name()
                    + " action");
        }
    }

    private static void is_blind_elsewhere(Row row) {
        users.let(HERE, USER, policy("Allow", "\"Action\": \"codepipeline:*\"", "*"));
        var ofAnotherAccount = call(codePipeline.by(stranger), row);
        var inAnotherRegion = call(codePipeline.in(REGION), row);
        assertOutcome(ofAnotherAccount, row.otherAccount());
        assertOutcome(inAnotherRegion, row.otherRegion());
        assertThat(ofAnotherAccount.body() + inAnotherRegion.body())
                .doesNotContain(PLANTED)
                .doesNotContain("\"guarded\"", "\"guarded-hook\"", "\"Bench\"");
        var here = server.codePipeline();
        assertThat(here.getPipeline(it -> it.name("guarded")).pipeline().stages()).hasSizeGreaterThan(1);
        assertThat(here.listTagsForResource(it -> it.resourceArn(ARN + "guarded")).tags())
                .anyMatch(tag -> tag.value().equals(PLANTED));
        if (!DONE.contains("DeleteCustomActionType")) {
            assertThat(here.listActionTypes().actionTypes()).anyMatch(type -> type.id().provider().equals("Bench"));
        }
        if (!DONE.contains("DeleteWebhook")) {
            assertThat(here.listWebhooks().webhooks())
                    .anyMatch(webhook -> webhook.definition().name().equals("guarded-hook"));
        }
    }

    private static void lets_in_who_is_allowed(Row row) {
        users.let(HERE, USER, policy(
                "Allow", "\"Action\": \"codepipeline:" + row.name() + "\"",
                row.resources().stream().map(PermissionMatrixTest::arn).toArray(String[]::new)));
        var answer = call(codePipeline, row);
        assertThat(answer.type()).as(answer.body()).isNotIn("AccessDeniedException", "SerializationException");
        assertThat(answer.body()).doesNotContain("validation error");
        assertThat(answer.status()).as(answer.body()).isIn(200, 400);
        DONE.add(row.name());
    }

    private static void assertDenied(Row row, String resource, String reason) {
        var answer = call(codePipeline, row);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.type()).as(answer.body()).isEqualTo("AccessDeniedException");
        assertThat(answer.message()).isEqualTo("User: arn:aws:iam::000000000000:user/matrix is not authorized to"
                + " perform: codepipeline:" + row.name() + " on resource: " + resource + " " + reason);
    }

    private static void assertOutcome(SignedHttp.Answer answer, String outcomes) {
        assertThat(List.of(outcomes.split(" "))).as(answer.body())
                .contains(answer.status() == 200 ? "200" : answer.type());
    }

    private static String arn(String resource) {
        return resource.equals("*") ? "*" : ARN + resource;
    }

    private static String policy(String effect, String actions, String... resources) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"%s\", %s, \"Resource\": [\"%s\"]}}"
                .formatted(effect, actions, String.join("\", \"", resources));
    }
}
