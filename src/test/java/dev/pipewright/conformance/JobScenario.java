package dev.pipewright.conformance;

import tools.jackson.databind.JsonNode;

/** Job workers poll, take jobs and answer them. */
final class JobScenario implements Scenario {
    @Override
    public void play(Scene scene) {
        Worker.makeTypes(scene);
        for (var project : new String[] {"one", "two", "three", "four"}) {
            scene.call("CreatePipeline", "{pipeline: %s}".formatted(Declared.pipeline(
                    project, Declared.source(project), Declared.stage("Build", Declared.make("Make", project)))));
        }
        polled(scene);
        acknowledged(scene);
        succeeded(scene);
        failed(scene);
    }

    private static void polled(Scene scene) {
        scene.trying("PollForJobs", "{actionTypeId: %s, queryParam: {Project: 'four'}}".formatted(Declared.FETCH))
                .with("actionTypeId.category", "Test").isRefused("ActionTypeNotFoundException", "Test")
                .with("actionTypeId.owner", "AWS").isRefused("ValidationException", "AWS")
                .with("actionTypeId.provider", "Bake").isRefused("ActionTypeNotFoundException", "Bake")
                .with("actionTypeId.version", "2").isRefused("ActionTypeNotFoundException", "2")
                .succeeds();
        var job = new Worker(scene, "three").offered(Declared.FETCH);
        scene.shows(
                "PollForJobs", "queryParam{}", "three",
                job.at("/data/actionConfiguration/configuration/Project").asString());
        var jobs = scene.call("PollForJobs", "{actionTypeId: %s, maxBatchSize: 2}".formatted(Declared.FETCH));
        scene.shows("PollForJobs", "maxBatchSize", 2, jobs.path("jobs").size());
        jobs.path("jobs").forEach(each -> take(scene, each));
    }

    private static void take(Scene scene, JsonNode job) {
        scene.call("AcknowledgeJob", "{jobId: '%s', nonce: '%s'}".formatted(
                Worker.id(job), job.path("nonce").asString()));
        scene.call("PutJobSuccessResult", """
                {jobId: '%s', continuationToken: 'page 2'}""".formatted(Worker.id(job)));
    }

    private static void acknowledged(Scene scene) {
        var job = new Worker(scene, "one").offered(Declared.FETCH);
        scene.shows(
                "PutJobSuccessResult", "continuationToken", "page 2",
                job.at("/data/continuationToken").asString());
        scene.trying("GetJobDetails", "{jobId: '%s'}".formatted(Worker.id(job)))
                .with("jobId", Scene.NOWHERE).isRefused("JobNotFoundException", Scene.NOWHERE)
                .with("jobId", "x").isRefused("ValidationException", "'jobId'")
                .succeeds();
        scene.refused(
                "PutJobSuccessResult", "{jobId: '%s'}".formatted(Worker.id(job)), "InvalidJobStateException",
                Worker.id(job));
        scene.refused("PutJobFailureResult", """
                {jobId: '%s', failureDetails: {type: 'JobFailed', message: 'no'}}""".formatted(Worker.id(job)),
                "InvalidJobStateException", Worker.id(job));
        scene.trying("AcknowledgeJob", "{jobId: '%s', nonce: '%s'}".formatted(
                        Worker.id(job), job.path("nonce").asString()))
                .with("jobId", Scene.NOWHERE).isRefused("JobNotFoundException", Scene.NOWHERE)
                .with("nonce", "7").isRefused("InvalidNonceException", Worker.id(job))
                .without("nonce").isRefused("ValidationException", "'nonce'")
                .succeeds();
        done(scene, job);
    }

    private static void done(Scene scene, JsonNode job) {
        var trial = scene.trying("PutJobSuccessResult", """
                {jobId: '%s', outputVariables: {Colour: 'red'},
                 executionDetails: {summary: 'Got it', externalExecutionId: 'run-7', percentComplete: 90},
                 currentRevision: {revision: 'r1', changeIdentifier: 'c1', created: 1750000000.5,
                                   revisionSummary: 'A better till'}}""".formatted(Worker.id(job)));
        trial.with("jobId", Scene.NOWHERE).isRefused("JobNotFoundException", Scene.NOWHERE)
                .with("jobId", "x").isRefused("ValidationException", "'jobId'")
                .with("outputVariables.Big", "x".repeat(122_881))
                .isRefused("OutputVariablesSizeExceededException", "122880")
                .succeeds();
        var operation = "PutJobSuccessResult";
        var state = scene.until("GetPipelineState", "{name: 'one'}", it -> it.at(
                "/stageStates/0/actionStates/0/latestExecution/status").asString().equals("Succeeded"));
        var latest = state.at("/stageStates/0/actionStates/0/latestExecution");
        scene.shows(operation, "executionDetails.summary", "Got it", latest.path("summary").asString());
        scene.shows(operation, "executionDetails.externalExecutionId", "run-7",
                latest.path("externalExecutionId").asString());
        scene.shows(operation, "executionDetails.percentComplete", 90, latest.path("percentComplete").asInt());
        var execution = scene.call("ListPipelineExecutions", "{pipelineName: 'one'}").at("/pipelineExecutionSummaries/0");
        var revision = scene.call("GetPipelineExecution", "{pipelineName: 'one', pipelineExecutionId: '%s'}"
                        .formatted(execution.path("pipelineExecutionId").asString()))
                .at("/pipelineExecution/artifactRevisions/0");
        scene.shows(operation, "currentRevision.revision", "r1", revision.path("revisionId").asString());
        scene.shows(operation, "currentRevision.changeIdentifier", "c1",
                revision.path("revisionChangeIdentifier").asString());
        scene.shows(operation, "currentRevision.created", 1750000000.5, revision.path("created").asDouble());
        scene.shows(operation, "currentRevision.revisionSummary", "A better till",
                revision.path("revisionSummary").asString());
        var build = new Worker(scene, "one").take(Declared.MAKE);
        scene.call("GetJobDetails", "{jobId: '%s'}".formatted(Worker.id(build)));
        scene.shows(operation, "outputVariables{}", "red",
                build.at("/data/actionConfiguration/configuration/Note").asString());
    }

    private static void succeeded(Scene scene) {
        var worker = new Worker(scene, "two");
        worker.fetch("r2");
        worker.make();
        scene.until("GetPipelineState", "{name: 'two'}", it -> it.at(
                "/stageStates/1/latestExecution/status").asString().equals("Succeeded"));
        scene.call("ListActionExecutions", "{pipelineName: 'two'}");
    }

    private static void failed(Scene scene) {
        var worker = new Worker(scene, "three");
        // The job of this project was polled and not taken; a new execution does not make another.
        scene.call("CreatePipeline", "{pipeline: %s}".formatted(Declared.pipeline(
                "five", Declared.source("five"), Declared.stage("Build", Declared.make("Make", "five")))));
        worker = new Worker(scene, "five");
        worker.fetch("r5");
        var job = worker.take(Declared.MAKE);
        scene.trying("PutJobFailureResult", """
                {jobId: '%s', failureDetails: {type: 'PermissionError', message: 'No key fits', externalExecutionId: 'run-8'}}"""
                        .formatted(Worker.id(job)))
                .with("jobId", Scene.NOWHERE).isRefused("JobNotFoundException", Scene.NOWHERE)
                .without("failureDetails.message").isRefused("ValidationException", "'failureDetails.message'")
                .succeeds();
        var operation = "PutJobFailureResult";
        var latest = scene.until("GetPipelineState", "{name: 'five'}", it -> it.at(
                        "/stageStates/1/latestExecution/status").asString().equals("Failed"))
                .at("/stageStates/1/actionStates/0/latestExecution");
        scene.shows(operation, "failureDetails.type", "PermissionError", latest.at("/errorDetails/code").asString());
        scene.shows(operation, "failureDetails.message", "No key fits", latest.at("/errorDetails/message").asString());
        scene.shows(operation, "failureDetails.externalExecutionId", "run-8",
                latest.path("externalExecutionId").asString());
        scene.call("ListActionExecutions", "{pipelineName: 'five'}");
    }
}
