package dev.pipewright.conformance;

import static dev.pipewright.conformance.Declared.make;
import static dev.pipewright.conformance.Declared.stage;

import dev.pipewright.action.Zips;
import software.amazon.awssdk.core.sync.RequestBody;
import tools.jackson.databind.node.ObjectNode;

/** Executions are started, looked at and listed. */
final class ExecutionScenario implements Scenario {
    private static final String EXECUTION = "{pipelineName: '%s', pipelineExecutionId: '%s'}";

    @Override
    public void play(Scene scene) {
        Worker.makeTypes(scene);
        variables(scene);
        revisions(scene);
        logged(scene);
        history(scene);
    }

    private static String start(Scene scene, String request) {
        return scene.call("StartPipelineExecution", request).path("pipelineExecutionId").asString();
    }

    private static ObjectNode ended(Scene scene, String pipeline, String execution, String status) {
        return scene.until("GetPipelineExecution", EXECUTION.formatted(pipeline, execution), answer -> answer.at(
                "/pipelineExecution/status").asString().equals(status));
    }

    private static void variables(Scene scene) {
        var pipeline = Scene.json(Declared.pipeline(
                "varied", Declared.source("varied"), stage("Build", make("Make", "varied"))));
        pipeline.set("variables", Scene.json("{it: [{name: 'Shade'}]}").get("it"));
        scene.call("CreatePipeline", "{pipeline: %s}".formatted(pipeline));
        var first = scene.call("ListPipelineExecutions", "{pipelineName: 'varied'}")
                .at("/pipelineExecutionSummaries/0/pipelineExecutionId");
        ended(scene, "varied", first.asString(), "Failed");

        var request = "{name: 'varied', variables: [{name: 'Shade', value: 'dark'}], clientRequestToken: '%s'}";
        var trial = scene.trying("StartPipelineExecution", request.formatted("once"))
                .with("name", "nowhere").isRefused("PipelineNotFoundException", "nowhere")
                .with("name", "no where").isRefused("ValidationException", "'name'");
        var started = trial.succeeds().path("pipelineExecutionId").asString();
        var variable = scene.call("GetPipelineExecution", EXECUTION.formatted("varied", started))
                .at("/pipelineExecution/variables/0");
        scene.shows("StartPipelineExecution", "variables[].name", "Shade", variable.path("name").asString());
        scene.shows("StartPipelineExecution", "variables[].value", "dark", variable.path("resolvedValue").asString());
        scene.shows(
                "StartPipelineExecution", "clientRequestToken", started,
                start(scene, request.formatted("once")));
        trial.with("clientRequestToken", "twice").isAnsweredOtherwise();
        scene.trying("GetPipelineExecution", EXECUTION.formatted("varied", started))
                .with("pipelineName", "nowhere").isRefused("PipelineNotFoundException", "nowhere")
                .with("pipelineExecutionId", Scene.NOWHERE)
                .isRefused("PipelineExecutionNotFoundException", Scene.NOWHERE)
                .with("pipelineExecutionId", "x").isRefused("ValidationException", "'pipelineExecutionId'")
                .succeeds();
    }

    private static void revisions(Scene scene) {
        var bytes = Zips.zip().file("readme", "hello").bytes();
        var old = scene.server().s3().putObject(
                put -> put.bucket(Served.INBOX).key("code.zip"), RequestBody.fromBytes(bytes)).versionId();
        scene.server().s3().putObject(
                put -> put.bucket(Served.INBOX).key("code.zip"), RequestBody.fromBytes(bytes));
        scene.call("CreatePipeline", "{pipeline: %s}".formatted(Declared.pipeline(
                "copied", Declared.object("code.zip"), stage("Ask", Declared.approval("Ask")))));
        var started = scene.trying("StartPipelineExecution", """
                        {name: 'copied', sourceRevisions: [
                            {actionName: 'Get', revisionType: 'S3_OBJECT_VERSION_ID', revisionValue: '%s'}]}"""
                        .formatted(old))
                .with("sourceRevisions.0.actionName", "Put").isRefused("ValidationException", "Put")
                .with("sourceRevisions.0.revisionType", "COMMIT_ID").isRefused("ValidationException", "COMMIT_ID")
                .succeeds();
        var execution = scene.until(
                "GetPipelineExecution",
                EXECUTION.formatted("copied", started.path("pipelineExecutionId").asString()),
                answer -> !answer.at("/pipelineExecution/artifactRevisions").isEmpty());
        scene.shows(
                "StartPipelineExecution", "sourceRevisions[].revisionValue", old,
                execution.at("/pipelineExecution/artifactRevisions/0/revisionId").asString());
    }

    private static void logged(Scene scene) {
        scene.call("CreatePipeline", "{pipeline: %s}".formatted(Declared.pipeline(
                "logged", Declared.object("code.zip"),
                stage("Run", Declared.action("Run", Declared.type("Compute", "AWS", "Commands"), """
                        commands: ['cat readme'], inputArtifacts: [{name: 'Code'}], region: '%s'"""
                        .formatted(scene.region()))))));
        scene.until("GetPipelineState", "{name: 'logged'}", answer -> answer.at(
                "/stageStates/1/latestExecution/status").asString().equals("Succeeded"));
        scene.call("ListActionExecutions", "{pipelineName: 'logged'}");
    }

    /** One execution that succeeds, one that fails and fails again, and one that is under way. */
    private static void history(Scene scene) {
        scene.call("CreatePipeline", "{pipeline: %s}".formatted(Declared.pipeline(
                "told", Declared.source("told"), stage("Build", make("Make", "told")))));
        var worker = new Worker(scene, "told");
        var first = scene.call("ListPipelineExecutions", "{pipelineName: 'told'}")
                .at("/pipelineExecutionSummaries/0/pipelineExecutionId").asString();
        worker.fetch("r1");
        worker.make();
        ended(scene, "told", first, "Succeeded");
        var second = start(scene, "{name: 'told'}");
        worker.fetch("r2");
        worker.fail();
        ended(scene, "told", second, "Failed");
        scene.call("RetryStageExecution", """
                {pipelineName: 'told', stageName: 'Build', pipelineExecutionId: '%s', retryMode: 'FAILED_ACTIONS'}"""
                .formatted(second));
        worker.fail();
        ended(scene, "told", second, "Failed");

        var executions = scene.trying("ListPipelineExecutions", "{pipelineName: 'told'}")
                .with("pipelineName", "nowhere").isRefused("PipelineNotFoundException", "nowhere")
                .with("nextToken", "made up").isRefused("InvalidNextTokenException")
                .with("maxResults", 101).isRefused("ValidationException", "'maxResults'");
        executions.with("filter.succeededInStage.stageName", "Build").isAnsweredOtherwise();
        var page = executions.with("maxResults", 1).isAnsweredOtherwise();
        executions.with("nextToken", page.path("nextToken").asString()).isAnsweredOtherwise();

        var actions = scene.trying("ListActionExecutions", "{pipelineName: 'told'}")
                .with("pipelineName", "nowhere").isRefused("PipelineNotFoundException", "nowhere")
                .with("nextToken", "made up").isRefused("InvalidNextTokenException")
                .with("maxResults", 101).isRefused("ValidationException", "'maxResults'")
                .with("filter.pipelineExecutionId", Scene.NOWHERE)
                .isRefused("PipelineExecutionNotFoundException", Scene.NOWHERE);
        actions.with("filter.pipelineExecutionId", first).isAnsweredOtherwise();
        page = actions.with("maxResults", 1).isAnsweredOtherwise();
        actions.with("nextToken", page.path("nextToken").asString()).isAnsweredOtherwise();
        var latest = scene.trying("ListActionExecutions", """
                {pipelineName: 'told', filter: {latestInPipelineExecution: {
                    pipelineExecutionId: '%s', startTimeRange: 'Latest'}}}""".formatted(second));
        latest.with("filter.latestInPipelineExecution.startTimeRange", "All").isAnsweredOtherwise();
        latest.with("filter.latestInPipelineExecution.pipelineExecutionId", first).isAnsweredOtherwise();

        scene.trying("GetPipelineState", "{name: 'told'}")
                .with("name", "nowhere").isRefused("PipelineNotFoundException", "nowhere")
                .with("name", "no where").isRefused("ValidationException", "'name'")
                .succeeds();
    }
}
