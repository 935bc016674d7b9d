package dev.pipewright.conformance;

import static dev.pipewright.conformance.Declared.approval;
import static dev.pipewright.conformance.Declared.stage;

/** A region is filled up to what it may hold, and a pipeline with executions. Told in the region of {@link Crowd}. */
final class LimitScenario implements Scenario {
    @Override
    public void play(Scene scene) {
        Worker.makeTypes(scene);
        types(scene);
        executions(scene);
        pipelines(scene);
        webhooks(scene);
    }

    private static void types(Scene scene) {
        for (int number = 3; number <= 50; number++) {
            scene.call("CreateCustomActionType", Declared.custom("Test", "Test-" + number, 0, 1, 1));
        }
        scene.refused(
                "CreateCustomActionType", Declared.custom("Test", "Test-51", 0, 1, 1), "LimitExceededException",
                Served.ACCOUNT, "50", scene.region());
    }

    /** The last pipeline that the region may have gets as many executions as it may have. */
    private static void executions(Scene scene) {
        scene.call("CreatePipeline", "{pipeline: %s}".formatted(Declared.pipelineIn(
                "QUEUED", "queue", Declared.source("queue"), stage(
                        "Ask", approval("Ask"), "beforeEntry", """
                        {conditions: [{result: 'FAIL', rules: [
                           {name: 'Never', ruleTypeId: {category: 'Rule', provider: 'VariableCheck'},
                            configuration: {Variable: '#{Got.Colour}', Operator: 'EQ', Value: 'blue'}}]}]}"""))));
        var failed = SteeringScenario.newest(scene, "queue");
        new Worker(scene, "queue").fetch("r1");
        SteeringScenario.execution(scene, "queue", failed, "Failed");
        for (int number = 1; number <= 50; number++) SteeringScenario.start(scene, "queue");

        var full = "ConcurrentPipelineExecutionsLimitExceededException";
        scene.refused("StartPipelineExecution", "{name: 'queue'}", full, "queue", "50");
        var stage = "pipelineName: 'queue', stageName: 'Ask', pipelineExecutionId: '%s'".formatted(failed);
        scene.refused("RetryStageExecution", "{%s, retryMode: 'ALL_ACTIONS'}".formatted(stage), full, "queue", "50");
        scene.refused(
                "OverrideStageCondition", "{%s, conditionType: 'BEFORE_ENTRY'}".formatted(stage), full, "queue", "50");
        scene.refused("PutActionRevision", """
                {pipelineName: 'queue', stageName: 'Source', actionName: 'Get',
                 actionRevision: {revisionId: 'r7', revisionChangeId: 'c7', created: 1750000000}}""",
                full, "queue", "50");
    }

    private static void pipelines(Scene scene) {
        scene.refused(
                "CreatePipeline",
                "{pipeline: %s}".formatted(Declared.pipeline(
                        "one-more", Declared.source("one-more"), stage("Ask", approval("Ask")))),
                "LimitExceededException", Served.ACCOUNT, "1000", scene.region());
    }

    private static void webhooks(Scene scene) {
        var webhook = """
                {webhook: {name: 'hook-%d', targetPipeline: 'queue', targetAction: 'Get',
                           filters: [{jsonPath: '$.ref'}], authentication: 'UNAUTHENTICATED',
                           authenticationConfiguration: {}}}""";
        for (int number = 1; number <= 300; number++) scene.call("PutWebhook", webhook.formatted(number));
        scene.refused(
                "PutWebhook", webhook.formatted(301), "LimitExceededException", Served.ACCOUNT, "300",
                scene.region());
    }
}
