package dev.pipewright.conformance;

import tools.jackson.databind.JsonNode;

/** Rules are asked at entry, after success and after failure, and what they say is shown and overridden. */
final class RuleScenario implements Scenario {
    @Override
    public void play(Scene scene) {
        Worker.makeTypes(scene);
        scene.trying("ListRuleTypes", "{ruleOwnerFilter: 'AWS', regionFilter: 'eu-west-1'}")
                .with("ruleOwnerFilter", "Me").isRefused("ValidationException", "'ruleOwnerFilter'")
                .succeeds();
        scene.call("CreatePipeline", "{pipeline: %s}".formatted(Declared.pipeline(
                "ruled", Declared.source("ruled"),
                """
                {name: 'Build', actions: [%s], beforeEntry: %s}, onSuccess: %s}, onFailure: %s, result: 'ROLLBACK'}}"""
                        .formatted(
                                Declared.make("Make", "ruled"), asks(scene, "Enter", "FAIL"),
                                asks(scene, "Leave", "FAIL"), asks(scene, "Excuse", "ROLLBACK")))));
        entry(scene);
        success(scene);
        failure(scene);
        failureWithNothingToReturnTo(scene);
        listed(scene);
    }

    private static String asks(Scene scene, String rule, String result) {
        return """
                {conditions: [{result: '%s', rules: [{name: '%s', ruleTypeId: {category: 'Rule', provider: 'LambdaInvoke'},
                   configuration: {FunctionName: '%s'}, inputArtifacts: [{name: 'Code'}], roleArn: '%s',
                   region: '%s'}]}]""".formatted(result, rule, rule, Scene.ROLE, scene.region());
    }

    /** Waits for the newest job that the function of a rule was called with, and answers it. */
    private static void answer(Scene scene, String rule, int number, boolean holds) {
        var job = Scene.until(
                        "call %d of %s".formatted(number, rule),
                        () -> scene.server().outside().asked().stream()
                                .filter(asked -> asked.path().contains("/" + rule + "/"))
                                .map(asked -> asked.json().get("CodePipeline.job"))
                                .toList(),
                        calls -> calls.size() >= number)
                .get(number - 1)
                .get("id")
                .stringValue();
        if (holds) {
            scene.call("PutJobSuccessResult", """
                    {jobId: '%s', executionDetails: {summary: 'As it should be', externalExecutionId: 'look-%d'}}"""
                    .formatted(job, number));
        } else {
            scene.call("PutJobFailureResult", """
                    {jobId: '%s', failureDetails: {type: 'JobFailed', message: 'Not as it should be',
                                                   externalExecutionId: 'look-%d'}}""".formatted(job, number));
        }
    }

    private static String override(String stage, String execution, String condition) {
        return "{pipelineName: 'ruled', stageName: '%s', pipelineExecutionId: '%s', conditionType: '%s'}"
                .formatted(stage, execution, condition);
    }

    private static void entry(Scene scene) {
        var worker = new Worker(scene, "ruled");
        var id = SteeringScenario.newest(scene, "ruled");
        worker.fetch("r1");
        answer(scene, "Enter", 1, false);
        // A condition that does not hold is a failure of the stage, whose own rule is asked then.
        answer(scene, "Excuse", 1, true);
        SteeringScenario.execution(scene, "ruled", id, "Failed");
        scene.call("GetPipelineState", "{name: 'ruled'}");
        scene.trying("OverrideStageCondition", override("Build", id, "BEFORE_ENTRY"))
                .with("pipelineName", "nowhere").isRefused("PipelineNotFoundException", "nowhere")
                .with("stageName", "Nowhere").isRefused("StageNotFoundException", "Nowhere")
                .with("pipelineExecutionId", Scene.NOWHERE)
                .isRefused("NotLatestPipelineExecutionException", Scene.NOWHERE)
                .with("conditionType", "ON_SUCCESS").isRefused("ConditionNotOverridableException", "ON_SUCCESS")
                .with("conditionType", "ON_MONDAYS").isRefused("ValidationException", "'conditionType'")
                .succeeds();
        worker.make();
        answer(scene, "Leave", 1, true);
        SteeringScenario.execution(scene, "ruled", id, "Succeeded");
        scene.call("GetPipelineState", "{name: 'ruled'}");
    }

    private static void success(Scene scene) {
        var worker = new Worker(scene, "ruled");
        var id = SteeringScenario.start(scene, "ruled");
        worker.fetch("r2");
        answer(scene, "Enter", 2, true);
        worker.make();
        answer(scene, "Leave", 2, false);
        answer(scene, "Excuse", 2, true);
        SteeringScenario.execution(scene, "ruled", id, "Failed");
        scene.call("GetPipelineState", "{name: 'ruled'}");
    }

    private static void failure(Scene scene) {
        var worker = new Worker(scene, "ruled");
        var id = SteeringScenario.start(scene, "ruled");
        worker.fetch("r3");
        answer(scene, "Enter", 3, true);
        worker.fail();
        answer(scene, "Excuse", 3, false);
        SteeringScenario.execution(scene, "ruled", id, "Failed");
        scene.call("GetPipelineState", "{name: 'ruled'}");
    }

    private static void failureWithNothingToReturnTo(Scene scene) {
        scene.call("CreatePipeline", "{pipeline: %s}".formatted(Declared.pipeline(
                "lost", Declared.source("lost"),
                "{name: 'Build', actions: [%s], onFailure: %s, result: 'ROLLBACK'}}".formatted(
                        Declared.make("Make", "lost"), asks(scene, "Regret", "ROLLBACK")))));
        var worker = new Worker(scene, "lost");
        worker.fetch("r1");
        worker.fail();
        answer(scene, "Regret", 1, false);
        var id = SteeringScenario.newest(scene, "lost");
        SteeringScenario.execution(scene, "lost", id, "Failed");
        scene.call("GetPipelineState", "{name: 'lost'}");
        scene.call("RetryStageExecution", """
                {pipelineName: 'lost', stageName: 'Build', pipelineExecutionId: '%s', retryMode: 'ALL_ACTIONS'}"""
                .formatted(id));
        worker.fail();
        answer(scene, "Regret", 2, true);
        SteeringScenario.execution(scene, "lost", id, "Failed");
    }

    private static void listed(Scene scene) {
        var executions = scene.call("ListPipelineExecutions", "{pipelineName: 'ruled'}").path("pipelineExecutionSummaries");
        var first = id(executions.get(executions.size() - 1));
        var rules = scene.trying("ListRuleExecutions", "{pipelineName: 'ruled'}")
                .with("pipelineName", "nowhere").isRefused("PipelineNotFoundException", "nowhere")
                .with("nextToken", "made up").isRefused("InvalidNextTokenException")
                .with("maxResults", 101).isRefused("ValidationException", "'maxResults'")
                .with("filter.pipelineExecutionId", Scene.NOWHERE)
                .isRefused("PipelineExecutionNotFoundException", Scene.NOWHERE);
        rules.with("filter.pipelineExecutionId", first).isAnsweredOtherwise();
        var page = rules.with("maxResults", 1).isAnsweredOtherwise();
        rules.with("nextToken", page.path("nextToken").asString()).isAnsweredOtherwise();
        var latest = scene.trying("ListRuleExecutions", latest("ruled", first));
        latest.with("filter.latestInPipelineExecution.pipelineExecutionId", id(executions.get(1)))
                .isAnsweredOtherwise();
        scene.trying("ListRuleExecutions", latest("lost", SteeringScenario.newest(scene, "lost")))
                .with("filter.latestInPipelineExecution.startTimeRange", "All").isAnsweredOtherwise();
    }

    private static String latest(String pipeline, String execution) {
        return """
                {pipelineName: '%s', filter: {latestInPipelineExecution: {
                    pipelineExecutionId: '%s', startTimeRange: 'Latest'}}}""".formatted(pipeline, execution);
    }

    private static String id(JsonNode execution) {
        return execution.path("pipelineExecutionId").asString();
    }
}
