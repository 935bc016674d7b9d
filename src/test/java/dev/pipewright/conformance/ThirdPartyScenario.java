package dev.pipewright.conformance;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Partners poll, take jobs and answer them, and what is declared of their types is read and replaced. */
final class ThirdPartyScenario implements Scenario {
    private static final String DRAW = Declared.type("Source", "ThirdParty", "Draw");
    private static final String SCAN = Declared.type("Test", "ThirdParty", "Scan");

    @Override
    public void play(Scene scene) {
        for (var name : new String[] {"drawn", "sketched", "painted"}) {
            scene.call("CreatePipeline", "{pipeline: %s}".formatted(Declared.pipeline(
                    name,
                    Declared.stage("Source", Declared.action("Draw", DRAW, """
                            configuration: {Project: 'till'}, outputArtifacts: [{name: 'Code'}]""")),
                    Declared.stage("Test", Declared.action("Scan", SCAN, """
                            configuration: {Project: 'till', Password: 'open sesame'}, inputArtifacts: [{name: 'Code'}],
                            outputArtifacts: [{name: 'Report'}]""")))));
        }
        polled(scene);
        worked(scene);
        read(scene);
        updated(scene);
    }

    private static JsonNode offered(Scene scene, String type) {
        return scene.until(
                        "PollForThirdPartyJobs", "{actionTypeId: %s}".formatted(type),
                        answer -> !answer.path("jobs").isEmpty())
                .at("/jobs/0/jobId");
    }

    private static ObjectNode details(Scene scene, String jobId) {
        return (ObjectNode) scene.call("GetThirdPartyJobDetails", job(jobId, "")).path("jobDetails");
    }

    /** A request about a job of the partner's. */
    private static String job(String jobId, String more) {
        return "{jobId: '%s', clientToken: '%s'%s}".formatted(jobId, Partnership.TOKEN, more);
    }

    private static void acknowledge(Scene scene, String jobId) {
        scene.call("AcknowledgeThirdPartyJob", job(
                jobId, ", nonce: '%s'".formatted(details(scene, jobId).path("nonce").asString())));
    }

    private static void polled(Scene scene) {
        var jobs = scene.until("PollForThirdPartyJobs", "{actionTypeId: %s, maxBatchSize: 2}".formatted(DRAW), answer ->
                answer.path("jobs").size() == 2);
        scene.shows("PollForThirdPartyJobs", "maxBatchSize", 2, jobs.path("jobs").size());
        scene.trying("PollForThirdPartyJobs", "{actionTypeId: %s}".formatted(DRAW))
                .with("actionTypeId.category", "Build").isRefused("ActionTypeNotFoundException", "Build")
                .with("actionTypeId.owner", "Custom").isRefused("ValidationException", "Custom")
                .with("actionTypeId.provider", "Bake").isRefused("ActionTypeNotFoundException", "Bake")
                .with("actionTypeId.version", "2").isRefused("ActionTypeNotFoundException", "2")
                .succeeds();
        for (var job : jobs.path("jobs")) {
            acknowledge(scene, job.path("jobId").asString());
            scene.call("PutThirdPartyJobSuccessResult", job(
                    job.path("jobId").asString(), ", continuationToken: 'page 2'"));
        }
    }

    private static void worked(Scene scene) {
        var id = offered(scene, DRAW).asString();
        var details = details(scene, id);
        scene.shows("PutThirdPartyJobSuccessResult", "continuationToken", "page 2",
                details.at("/data/continuationToken").asString());
        scene.trying("GetThirdPartyJobDetails", job(id, ""))
                .with("jobId", Scene.NOWHERE).isRefused("JobNotFoundException", Scene.NOWHERE)
                .with("jobId", "x").isRefused("InvalidJobException", "'x'")
                .with("clientToken", "x").isRefused("InvalidClientTokenException", "token")
                .without("clientToken").isRefused("ValidationException", "'clientToken'")
                .succeeds();
        scene.refused("PutThirdPartyJobSuccessResult", job(id, ""), "InvalidJobStateException", id);
        var failure = ", failureDetails: {type: 'PermissionError', message: 'No key fits', externalExecutionId: 'run-8'}";
        scene.refused("PutThirdPartyJobFailureResult", job(id, failure), "InvalidJobStateException", id);
        scene.trying("AcknowledgeThirdPartyJob", job(
                        id, ", nonce: '%s'".formatted(details.path("nonce").asString())))
                .with("jobId", Scene.NOWHERE).isRefused("JobNotFoundException", Scene.NOWHERE)
                .with("nonce", "7").isRefused("InvalidNonceException", id)
                .with("clientToken", "x").isRefused("InvalidClientTokenException", "token")
                .without("nonce").isRefused("ValidationException", "'nonce'")
                .succeeds();
        scene.trying("PutThirdPartyJobSuccessResult", job(id, """
                        , executionDetails: {summary: 'Got it', externalExecutionId: 'run-7', percentComplete: 90},
                        currentRevision: {revision: 'r1', changeIdentifier: 'c1', created: 1750000000.5,
                                          revisionSummary: 'A better till'}"""))
                .with("jobId", Scene.NOWHERE).isRefused("JobNotFoundException", Scene.NOWHERE)
                .with("clientToken", "x").isRefused("InvalidClientTokenException", "token")
                .without("clientToken").isRefused("ValidationException", "'clientToken'")
                .succeeds();
        succeeded(scene, details.at("/data/pipelineContext/pipelineName").asString());
        var scan = offered(scene, SCAN).asString();
        var pipeline = details(scene, scan).at("/data/pipelineContext/pipelineName").asString();
        acknowledge(scene, scan);
        scene.trying("PutThirdPartyJobFailureResult", job(scan, failure))
                .with("jobId", Scene.NOWHERE).isRefused("JobNotFoundException", Scene.NOWHERE)
                .with("clientToken", "x").isRefused("InvalidClientTokenException", "token")
                .without("failureDetails.message").isRefused("ValidationException", "'failureDetails.message'")
                .succeeds();
        failed(scene, pipeline);
    }

    private static void succeeded(Scene scene, String pipeline) {
        var operation = "PutThirdPartyJobSuccessResult";
        var latest = SteeringScenario.stageIn(scene, pipeline, 0, "Succeeded").at("/actionStates/0/latestExecution");
        scene.shows(operation, "executionDetails.summary", "Got it", latest.path("summary").asString());
        scene.shows(operation, "executionDetails.externalExecutionId", "run-7",
                latest.path("externalExecutionId").asString());
        scene.shows(operation, "executionDetails.percentComplete", 90, latest.path("percentComplete").asInt());
        var revision = scene.call("GetPipelineExecution", "{pipelineName: '%s', pipelineExecutionId: '%s'}"
                        .formatted(pipeline, SteeringScenario.newest(scene, pipeline)))
                .at("/pipelineExecution/artifactRevisions/0");
        scene.shows(operation, "currentRevision.revision", "r1", revision.path("revisionId").asString());
        scene.shows(operation, "currentRevision.changeIdentifier", "c1",
                revision.path("revisionChangeIdentifier").asString());
        scene.shows(operation, "currentRevision.created", 1750000000.5, revision.path("created").asDouble());
        scene.shows(operation, "currentRevision.revisionSummary", "A better till",
                revision.path("revisionSummary").asString());
    }

    private static void failed(Scene scene, String pipeline) {
        var operation = "PutThirdPartyJobFailureResult";
        var latest = SteeringScenario.stageIn(scene, pipeline, 1, "Failed").at("/actionStates/0/latestExecution");
        scene.shows(operation, "failureDetails.type", "PermissionError", latest.at("/errorDetails/code").asString());
        scene.shows(operation, "failureDetails.message", "No key fits", latest.at("/errorDetails/message").asString());
        scene.shows(operation, "failureDetails.externalExecutionId", "run-8",
                latest.path("externalExecutionId").asString());
    }

    private static void read(Scene scene) {
        scene.trying("GetActionType", DRAW)
                .with("category", "Build").isRefused("ActionTypeNotFoundException", "Build")
                .with("owner", "AWS").isRefused("ActionTypeNotFoundException", "AWS")
                .with("provider", "Bake").isRefused("ActionTypeNotFoundException", "Bake")
                .with("version", "2").isRefused("ActionTypeNotFoundException", "2")
                .without("version").isRefused("ValidationException", "'version'")
                .succeeds();
    }

    private static void updated(Scene scene) {
        var rest = """
                description: 'Draws what is told', inputArtifactDetails: {minimumCount: 0, maximumCount: 1},
                outputArtifactDetails: {minimumCount: 1, maximumCount: 2},
                permissions: {allowedAccounts: ['000000000000', '111122223333']},
                properties: [
                   {name: 'Project', optional: false, key: true, noEcho: false, queryable: true, description: 'Whose'},
                   {name: 'Password', optional: true, key: false, noEcho: true}],
                urls: {configurationUrl: 'https://draw.example/set-up', entityUrlTemplate: 'https://draw.example/e',
                       executionUrlTemplate: 'https://draw.example/x', revisionUrlTemplate: 'https://draw.example/r'}""";
        var workers = Scene.json("""
                {actionType: {id: %s, executor: {type: 'JobWorker', jobTimeout: 600, policyStatementsTemplate: '{}',
                    configuration: {jobWorkerExecutorConfiguration: {
                        pollingAccounts: ['000000000000'], pollingServicePrincipals: ['draw.example']}}}, %s}}"""
                .formatted(DRAW, rest));
        scene.call("UpdateActionType", workers);
        scene.echoes("UpdateActionType", "actionType", workers.get("actionType"),
                scene.call("GetActionType", DRAW).path("actionType"));
        var call = Declared.type("Test", "ThirdParty", "Call");
        var function = Scene.json("""
                {actionType: {id: %s, executor: {type: 'Lambda', configuration: {lambdaExecutorConfiguration: {
                    lambdaFunctionArn: '%s-2'}}}, %s}}""".formatted(call, Partnership.FUNCTION, rest));
        scene.call("UpdateActionType", function);
        scene.echoes("UpdateActionType", "actionType", function.get("actionType"),
                scene.call("GetActionType", call).path("actionType"));

        scene.refused("UpdateActionType", "{}", "ValidationException", "'actionType'");
        ((ObjectNode) workers.at("/actionType/id")).put("provider", "Bake");
        scene.refused("UpdateActionType", workers, "ActionTypeNotFoundException", "Bake");
        ((ObjectNode) function.at("/actionType/properties/1")).put("noEcho", false);
        scene.refused("UpdateActionType", function, "RequestFailedException", "Password");
    }
}
