package dev.pipewright.conformance;

import static dev.pipewright.conformance.Declared.approval;
import static dev.pipewright.conformance.Declared.make;
import static dev.pipewright.conformance.Declared.stage;

import tools.jackson.databind.JsonNode;

/** Somebody stops executions, tries stages again, returns to earlier ones, closes and opens doors, and approves. */
final class SteeringScenario implements Scenario {
    @Override
    public void play(Scene scene) {
        Worker.makeTypes(scene);
        stops(scene);
        retries(scene);
        rollbacks(scene);
        doors(scene);
        approvals(scene);
        reported(scene);
    }

    /** Makes a pipeline whose jobs are of the project of its name. */
    private static void create(Scene scene, String name, String... stages) {
        var all = new String[stages.length + 1];
        all[0] = Declared.source(name);
        System.arraycopy(stages, 0, all, 1, stages.length);
        scene.call("CreatePipeline", "{pipeline: %s}".formatted(Declared.pipeline(name, all)));
    }

    static String newest(Scene scene, String pipeline) {
        return scene.call("ListPipelineExecutions", "{pipelineName: '%s'}".formatted(pipeline))
                .at("/pipelineExecutionSummaries/0/pipelineExecutionId").asString();
    }

    static String start(Scene scene, String pipeline) {
        return scene.call("StartPipelineExecution", "{name: '%s'}".formatted(pipeline))
                .path("pipelineExecutionId").asString();
    }

    static JsonNode execution(Scene scene, String pipeline, String execution, String status) {
        return scene.until(
                        "GetPipelineExecution",
                        "{pipelineName: '%s', pipelineExecutionId: '%s'}".formatted(pipeline, execution),
                        answer -> answer.at("/pipelineExecution/status").asString().equals(status))
                .path("pipelineExecution");
    }

    /** The stage of that position when its newest execution there stands so. */
    static JsonNode stageIn(Scene scene, String pipeline, int position, String status) {
        return scene.until("GetPipelineState", "{name: '%s'}".formatted(pipeline), answer -> answer.at(
                        "/stageStates/%d/latestExecution/status".formatted(position)).asString().equals(status))
                .at("/stageStates/" + position);
    }

    private static void stops(Scene scene) {
        create(scene, "stopped", stage("Build", make("Make", "stopped")));
        var id = newest(scene, "stopped");
        new Worker(scene, "stopped").take(Declared.FETCH);
        var request = "{pipelineName: 'stopped', pipelineExecutionId: '%s', reason: 'Lunch', abandon: %s}";
        scene.trying("StopPipelineExecution", request.formatted(id, false))
                .with("pipelineName", "nowhere").isRefused("PipelineNotFoundException", "nowhere")
                .with("pipelineExecutionId", Scene.NOWHERE)
                .isRefused("PipelineExecutionNotStoppableException", Scene.NOWHERE)
                .with("pipelineExecutionId", "x").isRefused("ValidationException", "'pipelineExecutionId'")
                .succeeds();
        execution(scene, "stopped", id, "Stopping");
        scene.refused("StopPipelineExecution", request.formatted(id, false), "DuplicatedStopRequestException", id);
        scene.refused("RetryStageExecution", """
                {pipelineName: 'stopped', stageName: 'Source', pipelineExecutionId: '%s', retryMode: 'ALL_ACTIONS'}"""
                .formatted(id), "ConflictException", id);
        scene.call("StopPipelineExecution", request.formatted(id, true));
        var stopped = execution(scene, "stopped", id, "Stopped").path("status").asString();
        scene.shows("StopPipelineExecution", "abandon", "Stopped", stopped);
        scene.shows("StopPipelineExecution", "reason", "Lunch", scene.call(
                        "ListPipelineExecutions", "{pipelineName: 'stopped'}")
                .at("/pipelineExecutionSummaries/0/stopTrigger/reason").asString());
    }

    private static void retries(Scene scene) {
        create(scene, "retried", stage("Build", make("Make", "retried"), make("Test", "retried")));
        var worker = new Worker(scene, "retried");
        worker.fetch("r1");
        worker.make();
        worker.fail();
        var id = newest(scene, "retried");
        execution(scene, "retried", id, "Failed");
        var request = """
                {pipelineName: 'retried', stageName: 'Build', pipelineExecutionId: '%s', retryMode: '%s'}""";
        scene.trying("RetryStageExecution", request.formatted(id, "FAILED_ACTIONS"))
                .with("pipelineName", "nowhere").isRefused("PipelineNotFoundException", "nowhere")
                .with("stageName", "Nowhere").isRefused("StageNotFoundException", "Nowhere")
                .with("stageName", "Source").isRefused("StageNotRetryableException", "Source")
                .with("pipelineExecutionId", Scene.NOWHERE)
                .isRefused("NotLatestPipelineExecutionException", Scene.NOWHERE)
                .with("retryMode", "NO_ACTIONS").isRefused("ValidationException", "'retryMode'")
                .succeeds();
        worker.fail();
        // Only what had failed ran again, or else a job of the other action would keep the execution under way.
        execution(scene, "retried", id, "Failed");
        scene.call("RetryStageExecution", request.formatted(id, "ALL_ACTIONS"));
        worker.make();
        worker.make();
        var status = execution(scene, "retried", id, "Succeeded").path("status").asString();
        scene.shows("RetryStageExecution", "retryMode", "Succeeded", status);

        create(scene, "stubborn", stage(
                "Build", make("Make", "stubborn"), "onFailure",
                "{result: 'RETRY', retryConfiguration: {retryMode: 'ALL_ACTIONS'}}"));
        worker = new Worker(scene, "stubborn");
        worker.fetch("r1");
        worker.fail();
        worker.fail();
        stageIn(scene, "stubborn", 1, "Failed");
        scene.call("RetryStageExecution", """
                {pipelineName: 'stubborn', stageName: 'Build', pipelineExecutionId: '%s', retryMode: 'ALL_ACTIONS'}"""
                .formatted(newest(scene, "stubborn")));
        scene.call("GetPipelineState", "{name: 'stubborn'}");
    }

    private static void rollbacks(Scene scene) {
        create(scene, "returned", stage("Build", make("Make", "returned")), stage("Ask", approval("Ask")));
        var worker = new Worker(scene, "returned");
        var good = newest(scene, "returned");
        worker.fetch("r1");
        worker.make();
        stageIn(scene, "returned", 1, "Succeeded");
        var bad = start(scene, "returned");
        worker.fetch("r2");
        worker.fail();
        execution(scene, "returned", bad, "Failed");
        var request = "{pipelineName: 'returned', stageName: 'Build', targetPipelineExecutionId: '%s'}";
        var rollback = scene.trying("RollbackStage", request.formatted(good))
                .with("pipelineName", "nowhere").isRefused("PipelineNotFoundException", "nowhere")
                .with("stageName", "Nowhere").isRefused("StageNotFoundException", "Nowhere")
                .with("targetPipelineExecutionId", Scene.NOWHERE)
                .isRefused("PipelineExecutionNotFoundException", Scene.NOWHERE)
                .with("targetPipelineExecutionId", bad).isRefused("UnableToRollbackStageException", bad)
                .with("targetPipelineExecutionId", "x").isRefused("ValidationException", "'targetPipelineExecutionId'")
                .succeeds();
        scene.call("GetPipelineState", "{name: 'returned'}");
        scene.call("ListPipelineExecutions", "{pipelineName: 'returned'}");
        worker.make();
        execution(scene, "returned", rollback.path("pipelineExecutionId").asString(), "Succeeded");
        var definition = scene.call("GetPipeline", "{name: 'returned'}").path("pipeline");
        scene.call("UpdatePipeline", "{pipeline: %s}".formatted(definition));
        scene.refused("RollbackStage", request.formatted(good), "PipelineExecutionOutdatedException", good);
    }

    private static void doors(Scene scene) {
        create(scene, "closed", stage("Build", make("Make", "closed")));
        var worker = new Worker(scene, "closed");
        scene.trying("DisableStageTransition", """
                        {pipelineName: 'closed', stageName: 'Build', transitionType: 'Inbound', reason: 'Wet paint'}""")
                .with("pipelineName", "nowhere").isRefused("PipelineNotFoundException", "nowhere")
                .with("stageName", "Nowhere").isRefused("StageNotFoundException", "Nowhere")
                .with("transitionType", "Sideways").isRefused("ValidationException", "'transitionType'")
                .with("transitionType", "Outbound").changesNothing(() -> door(scene))
                .succeeds();
        scene.shows(
                "DisableStageTransition", "reason", "Wet paint", door(scene).path("disabledReason").asString());
        worker.fetch("r1");
        scene.until("GetPipelineState", "{name: 'closed'}", answer -> !answer.at(
                "/stageStates/1/inboundExecutions").isEmpty());
        scene.trying("EnableStageTransition", "{pipelineName: 'closed', stageName: 'Build', transitionType: 'Inbound'}")
                .with("pipelineName", "nowhere").isRefused("PipelineNotFoundException", "nowhere")
                .with("stageName", "Nowhere").isRefused("StageNotFoundException", "Nowhere")
                .with("transitionType", "Sideways").isRefused("ValidationException", "'transitionType'")
                .with("transitionType", "Outbound").changesNothing(() -> door(scene))
                .succeeds();
        worker.make();
    }

    private static JsonNode door(Scene scene) {
        return scene.call("GetPipelineState", "{name: 'closed'}").at("/stageStates/1/inboundTransitionState");
    }

    private static void approvals(Scene scene) {
        create(scene, "asked", stage("Ask", approval("Ask")));
        var worker = new Worker(scene, "asked");
        worker.fetch("r1");
        var token = token(scene);
        var request = """
                {pipelineName: 'asked', stageName: 'Ask', actionName: 'Ask', token: '%s',
                 result: {status: '%s', summary: '%s'}}""";
        scene.trying("PutApprovalResult", request.formatted(token, "Approved", "Fine"))
                .with("pipelineName", "nowhere").isRefused("PipelineNotFoundException", "nowhere")
                .with("stageName", "Nowhere").isRefused("StageNotFoundException", "Nowhere")
                .with("actionName", "Nobody").isRefused("ActionNotFoundException", "Nobody")
                .with("token", Scene.NOWHERE).isRefused("InvalidApprovalTokenException", "Ask")
                .with("result.status", "Perhaps").isRefused("ValidationException", "'result.status'")
                .succeeds();
        var approved = stageIn(scene, "asked", 1, "Succeeded");
        scene.shows("PutApprovalResult", "result.summary", "Fine", approved.at(
                "/actionStates/0/latestExecution/summary").asString());
        scene.refused(
                "PutApprovalResult", request.formatted(token, "Approved", "Fine"),
                "ApprovalAlreadyCompletedException", "Ask");
        scene.call("ListActionExecutions", "{pipelineName: 'asked'}");
        start(scene, "asked");
        worker.fetch("r2");
        scene.call("PutApprovalResult", request.formatted(token(scene), "Rejected", "Not like this"));
        var rejected = stageIn(scene, "asked", 1, "Failed");
        scene.shows("PutApprovalResult", "result.status", "Failed", rejected.at(
                "/actionStates/0/latestExecution/status").asString());
    }

    private static String token(Scene scene) {
        return scene.until("GetPipelineState", "{name: 'asked'}", answer -> answer.at(
                        "/stageStates/1/actionStates/0/latestExecution").has("token"))
                .at("/stageStates/1/actionStates/0/latestExecution/token").asString();
    }

    private static void reported(Scene scene) {
        create(scene, "reported", stage("Ask", approval("Ask")));
        var trial = scene.trying("PutActionRevision", """
                        {pipelineName: 'reported', stageName: 'Source', actionName: 'Get',
                         actionRevision: {revisionId: 'r7', revisionChangeId: 'c7', created: 1750000000}}""")
                .with("pipelineName", "nowhere").isRefused("PipelineNotFoundException", "nowhere")
                .with("stageName", "Nowhere").isRefused("StageNotFoundException", "Nowhere")
                .with("actionName", "Nobody").isRefused("ActionNotFoundException", "Nobody")
                .without("actionRevision.revisionId").isRefused("ValidationException", "'actionRevision.revisionId'");
        trial.succeeds();
        trial.with("actionRevision.revisionId", "r8").isAnsweredOtherwise();
    }
}
