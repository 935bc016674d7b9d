package dev.pipewright.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.e2e.Eventually;
import dev.pipewright.e2e.LocalServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Clients of 2016, which know neither types nor modes of pipelines, no namespaces and no tags. They send what they
 * knew, read the members that there were, and pass over the others.
 */
final class ShapesOf2016Test {
    private static final Map<String, String> LIKE_PYTHON =
            Map.of("user-agent", "Botocore/1.4.41 Python/2.7.12 Linux/4.4.0", "accept-encoding", "identity");
    private static final Map<String, String> LIKE_JAVA = Map.of(
            "user-agent", "aws-sdk-java/1.11.30 Linux/4.4.0 Java_HotSpot(TM)_64-Bit_Server_VM/25.101-b13/1.8.0_101",
            "amz-sdk-invocation-id", "5f3c1f6a-4f0b-4f0e-9a51-51c0f3a1b6d2",
            "amz-sdk-retry", "0/0/");

    /** No configuration where there is none, run orders where clients wrote them, and one store for all. */
    private static final String PIPELINE = """
            {"pipeline": {
              "roleArn": "arn:aws:iam::000000000000:role/AWS-CodePipeline-Service",
              "stages": [
                {"name": "Source", "actions": [{
                  "inputArtifacts": [], "name": "Fetch",
                  "actionTypeId": {"category": "Source", "owner": "Custom", "version": "1", "provider": "Depot"},
                  "outputArtifacts": [{"name": "MyApp"}], "configuration": {"Project": "old"}, "runOrder": 1}]},
                {"name": "Beta", "actions": [%s]}],
              "artifactStore": {"type": "S3", "location": "codepipeline-eu-west-1-11111"},
              "name": "old", "version": 1}}""";

    private static final String BUILT_AND_APPROVED = PIPELINE.formatted("""
            {"inputArtifacts": [{"name": "MyApp"}], "name": "Make",
             "actionTypeId": {"category": "Build", "owner": "Custom", "version": "1", "provider": "Depot"},
             "outputArtifacts": [], "configuration": {"Project": "old"}, "runOrder": 1},
            {"name": "Ask", "runOrder": 2,
             "actionTypeId": {"category": "Approval", "owner": "AWS", "version": "1", "provider": "Manual"}}""");

    private static final String SCAN = """
            {"category": "Test", "owner": "ThirdParty", "version": "1", "provider": "Scan"}""";

    private static final String SCANNED = PIPELINE.formatted("""
            {"inputArtifacts": [{"name": "MyApp"}], "name": "Look", "actionTypeId": %s,
             "outputArtifacts": [], "configuration": {"Project": "old"}, "runOrder": 1}""".formatted(SCAN));

    @TempDir
    Path directory;

    private OldClient client;
    private Partner partner;

    @Test
    void clients_that_send_the_shapes_of_2016_are_answered_in_them() throws Exception {
        try (var server = LocalServer.start(directory)) {
            partner = Partner.add(server);
            var answered = new TreeSet<String>();
            for (var habits : List.of(LIKE_PYTHON, LIKE_JAVA)) {
                client = OldClient.of(server, habits);
                tell();
                answered.addAll(client.answered());
            }
            Exercised.compare("shapes-of-2016", answered);
        }
    }

    private void tell() throws Exception {
        register("Source", 0, 1);
        register("Build", 1, 0);
        var types = client.call("ListActionTypes", "{\"actionOwnerFilter\": \"Custom\"}");
        assertThat(types.at("/actionTypes/1/id/provider").stringValue()).isEqualTo("Depot");
        var made = client.call("CreatePipeline", BUILT_AND_APPROVED).get("pipeline");
        assertThat(made.at("/artifactStore/location").stringValue()).isEqualTo("codepipeline-eu-west-1-11111");
        assertThat(made.at("/stages/1/actions/1/inputArtifacts").isArray()).isTrue();
        assertThat(made.at("/stages/1/actions/1/configuration").isObject()).isTrue();
        assertThat(client.refusal("CreatePipeline", BUILT_AND_APPROVED)).isEqualTo("PipelineNameInUseException");
        var listed = client.call("ListPipelines", "{}").at("/pipelines/0");
        assertThat(listed.get("name").stringValue()).isEqualTo("old");
        assertThat(listed.get("created").isNumber()).isTrue();
        assertThat(listed.get("updated").isNumber()).isTrue();

        theFirstExecutionFailsAndIsTriedAgain();
        theSecondExecutionGoesThrough();
        theTransitionIsClosed();
        theEnd(made);
        aPartnerWorks();
    }

    private void register(String category, int inputs, int outputs) throws Exception {
        var answer = client.call("CreateCustomActionType", """
                {"category": "%s", "provider": "Depot", "version": "1",
                 "settings": {"entityUrlTemplate": "https://depot.example/{Config:Project}"},
                 "configurationProperties": [{"name": "Project", "required": true, "key": true, "secret": false,
                   "queryable": true, "description": "The project", "type": "String"}],
                 "inputArtifactDetails": {"minimumCount": %2$d, "maximumCount": %2$d},
                 "outputArtifactDetails": {"minimumCount": %3$d, "maximumCount": %3$d}}
                """.formatted(category, inputs, outputs));
        assertThat(answer.at("/actionType/id/owner").stringValue()).isEqualTo("Custom");
    }

    private void theFirstExecutionFailsAndIsTriedAgain() throws Exception {
        var source = take("Source");
        // No time and no summary: both came with a later release.
        client.call("PutJobSuccessResult", """
                {"jobId": "%s", "currentRevision": {"revision": "r1", "changeIdentifier": "c1"},
                 "executionDetails": {"summary": "fetched", "externalExecutionId": "1", "percentComplete": 100}}
                """.formatted(source));
        var build = take("Build");
        client.call("PutJobFailureResult", """
                {"jobId": "%s", "failureDetails": {"type": "JobFailed", "message": "no", "externalExecutionId": "2"}}
                """.formatted(build));
        var failed = action("Make", latest -> latest.path("status").asString("").equals("Failed"));
        assertThat(failed.at("/latestExecution/errorDetails/message").stringValue()).isEqualTo("no");
        assertThat(failed.at("/latestExecution/lastStatusChange").isNumber()).isTrue();
        assertThat(failed.get("entityUrl").stringValue()).isEqualTo("https://depot.example/old");

        var execution = beta().at("/latestExecution/pipelineExecutionId").stringValue();
        client.call("RetryStageExecution", """
                {"pipelineName": "old", "stageName": "Beta", "pipelineExecutionId": "%s",
                 "retryMode": "FAILED_ACTIONS"}""".formatted(execution));
        var token = take("Build");
        client.call("PutJobSuccessResult", "{\"jobId\": \"%s\", \"continuationToken\": \"half\"}".formatted(token));
        var rest = take("Build");
        assertThat(client.call("GetJobDetails", "{\"jobId\": \"%s\"}".formatted(rest))
                        .at("/jobDetails/data/continuationToken")
                        .stringValue())
                .isEqualTo("half");
        client.call("PutJobSuccessResult", "{\"jobId\": \"%s\"}".formatted(rest));
        approve("Rejected");

        var told = client.call("GetPipelineExecution", """
                {"pipelineName": "old", "pipelineExecutionId": "%s"}""".formatted(execution));
        var information = told.at("/pipelineExecution/artifactRevisionInformations/0");
        assertThat(information.get("name").stringValue()).isEqualTo("MyApp");
        assertThat(information.at("/revision/revisionId").stringValue()).isEqualTo("r1");
        assertThat(information.at("/revision/revisionChangeIdentifier").stringValue()).isEqualTo("c1");
        assertThat(told.at("/pipelineExecution/status").stringValue()).isEqualTo("Failed");
    }

    private void theSecondExecutionGoesThrough() throws Exception {
        var execution = client.call("StartPipelineExecution", "{\"name\": \"old\"}")
                .get("pipelineExecutionId")
                .stringValue();
        client.call("PutJobSuccessResult", """
                {"jobId": "%s", "currentRevision": {"revision": "r2", "changeIdentifier": "c2",
                  "created": 1462500000.25, "revisionSummary": "The second"}}""".formatted(take("Source")));
        client.call("PutJobSuccessResult", "{\"jobId\": \"%s\"}".formatted(take("Build")));
        approve("Approved");
        var told = client.call("GetPipelineExecution", """
                {"pipelineName": "old", "pipelineExecutionId": "%s"}""".formatted(execution));
        assertThat(told.at("/pipelineExecution/status").stringValue()).isEqualTo("Succeeded");
        var revision = told.at("/pipelineExecution/artifactRevisionInformations/0/revision");
        assertThat(revision.get("created").doubleValue()).isEqualTo(1462500000.25);
        assertThat(revision.get("revisionSummary").stringValue()).isEqualTo("The second");
    }

    private void theTransitionIsClosed() throws Exception {
        var place = "\"pipelineName\": \"old\", \"stageName\": \"Beta\", \"transitionType\": \"Inbound\"";
        assertThat(client.call("DisableStageTransition", "{%s, \"reason\": \"closed\"}".formatted(place))).isEmpty();
        var closed = beta().get("inboundTransitionState");
        assertThat(closed.get("enabled").booleanValue()).isFalse();
        assertThat(closed.get("disabledReason").stringValue()).isEqualTo("closed");
        assertThat(closed.get("lastChangedAt").isNumber()).isTrue();
        client.call("EnableStageTransition", "{%s}".formatted(place));
        var told = client.call("PutActionRevision", """
                {"pipelineName": "old", "stageName": "Source", "actionName": "Fetch",
                 "actionRevision": {"revisionId": "r3", "revisionChangeId": "c3", "created": 1462500000}}""");
        assertThat(told.get("newRevision").booleanValue()).isTrue();
        assertThat(told.get("pipelineExecutionId").isString()).isTrue();
    }

    private void theEnd(JsonNode made) throws Exception {
        var changed = client.call("UpdatePipeline", "{\"pipeline\": %s}".formatted(made));
        assertThat(changed.at("/pipeline/version").intValue()).isEqualTo(2);
        assertThat(client.call("GetPipeline", "{\"name\": \"old\", \"version\": 1}").get("pipeline")).isEqualTo(made);
        assertThat(client.call("DeletePipeline", "{\"name\": \"old\"}")).isEmpty();
        assertThat(client.refusal("GetPipeline", "{\"name\": \"old\"}")).isEqualTo("PipelineNotFoundException");
        for (var category : new String[] {"Source", "Build"}) {
            client.call("DeleteCustomActionType", """
                    {"category": "%s", "provider": "Depot", "version": "1"}""".formatted(category));
        }
    }

    /** The operations of partners are as old as the service. */
    private void aPartnerWorks() throws Exception {
        register("Source", 0, 1);
        client.call("CreatePipeline", SCANNED);
        succeed(take("Source"));
        var failing = takeAsPartner();
        client.call("PutThirdPartyJobFailureResult", """
                {"jobId": "%s", "clientToken": "%s", "failureDetails": {"type": "JobFailed", "message": "holes"}}
                """.formatted(failing, partner.clientToken()));
        action("Look", latest -> latest.path("status").asString("").equals("Failed"));
        client.call("StartPipelineExecution", "{\"name\": \"old\"}");
        succeed(take("Source"));
        client.call("PutThirdPartyJobSuccessResult", """
                {"jobId": "%s", "clientToken": "%s", "currentRevision": {"revision": "r4", "changeIdentifier": "c4"}}
                """.formatted(takeAsPartner(), partner.clientToken()));
        action("Look", latest -> latest.path("status").asString("").equals("Succeeded"));
        client.call("DeletePipeline", "{\"name\": \"old\"}");
        client.call("DeleteCustomActionType", """
                {"category": "Source", "provider": "Depot", "version": "1"}""");
    }

    private void succeed(String job) throws Exception {
        client.call("PutJobSuccessResult", """
                {"jobId": "%s", "currentRevision": {"revision": "r", "changeIdentifier": "c"}}""".formatted(job));
    }

    private String takeAsPartner() throws Exception {
        var job = Eventually.find("a job of the partner", () -> jobs(
                "PollForThirdPartyJobs", "{\"actionTypeId\": %s, \"maxBatchSize\": 1}".formatted(SCAN)));
        assertThat(job.get("clientId").stringValue()).isEqualTo(partner.clientId());
        var id = job.get("jobId").stringValue();
        var details = client.call("GetThirdPartyJobDetails", "{\"jobId\": \"%s\", \"clientToken\": \"%s\"}"
                .formatted(id, partner.clientToken()));
        var status = client.call("AcknowledgeThirdPartyJob", """
                {"jobId": "%s", "nonce": %s, "clientToken": "%s"}
                """.formatted(id, details.at("/jobDetails/nonce"), partner.clientToken()));
        assertThat(status.get("status").stringValue()).isEqualTo("InProgress");
        return id;
    }

    /** Polls until there is a job, acknowledges it, and says which. */
    private String take(String category) throws Exception {
        var job = Eventually.find("a job of " + category, () -> first(category));
        var status = client.call("AcknowledgeJob", "{\"jobId\": %s, \"nonce\": %s}"
                .formatted(job.get("id"), job.get("nonce")));
        assertThat(status.get("status").stringValue()).isEqualTo("InProgress");
        assertThat(job.at("/data/artifactCredentials/sessionToken").isString()).isTrue();
        return job.get("id").stringValue();
    }

    private Optional<JsonNode> first(String category) {
        return jobs("PollForJobs", """
                {"actionTypeId": {"category": "%s", "owner": "Custom", "version": "1", "provider": "Depot"},
                 "maxBatchSize": 1, "queryParam": {"Project": "old"}}""".formatted(category));
    }

    private Optional<JsonNode> jobs(String poll, String body) {
        try {
            return client.call(poll, body).get("jobs").valueStream().findFirst();
        } catch (Exception e) {
            throw new AssertionError("no answer to a poll", e);
        }
    }

    private JsonNode beta() {
        try {
            return client.call("GetPipelineState", "{\"name\": \"old\"}").at("/stageStates/1");
        } catch (Exception e) {
            throw new AssertionError("no state", e);
        }
    }

    /** The state of an action once its latest execution is as it should be. */
    private JsonNode action(String name, Predicate<JsonNode> latest) {
        return Eventually.find(name, () -> beta().get("actionStates")
                .valueStream()
                .filter(state -> state.get("actionName").stringValue().equals(name))
                .filter(state -> latest.test(state.path("latestExecution")))
                .findFirst());
    }

    private void approve(String status) throws Exception {
        var asked = action("Ask", latest -> latest.path("token").isString());
        var answer = client.call("PutApprovalResult", """
                {"pipelineName": "old", "stageName": "Beta", "actionName": "Ask", "token": %s,
                 "result": {"summary": "", "status": "%s"}}""".formatted(asked.at("/latestExecution/token"), status));
        assertThat(answer.get("approvedAt").isNumber()).isTrue();
        var wanted = status.equals("Approved") ? "Succeeded" : "Failed";
        action("Ask", latest -> latest.path("status").asString("").equals(wanted));
    }
}
