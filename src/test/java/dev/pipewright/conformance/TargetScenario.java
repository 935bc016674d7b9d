package dev.pipewright.conformance;

import dev.pipewright.action.Zips;
import java.nio.file.Path;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * A deployment to two machines, to one well and to the other badly. Told in the region of {@link Machines}.
 *
 * @param folder where the machines are to have what is deployed
 */
record TargetScenario(Path folder) implements Scenario {
    private static final String LIST = "ListDeployActionExecutionTargets";

    @Override
    public void play(Scene scene) {
        var bytes = Zips.zip()
                .file("page.txt", "hello")
                .program("after.sh", "case $HOME in *-2) exit 7;; esac")
                .bytes();
        scene.server().s3().putObject(
                put -> put.bucket(Served.INBOX).key("rolled.zip"), RequestBody.fromBytes(bytes));
        scene.call("CreatePipeline", "{pipeline: %s}".formatted(Declared.pipeline(
                "rolled", Declared.object("rolled.zip"),
                Declared.stage("Roll", Declared.action("Roll", Declared.type("Deploy", "AWS", "EC2"), """
                        configuration: {InstanceTagKey: 'Fleet', InstanceTagValue: 'web', InstanceType: 'EC2',
                                        TargetDirectory: '%s', PostScript: 'after.sh', MaxBatch: '1'},
                        inputArtifacts: [{name: 'Code'}]""".formatted(folder))))));
        var run = SteeringScenario.stageIn(scene, "rolled", 1, "Failed")
                .at("/actionStates/0/latestExecution/actionExecutionId").asString();
        var all = scene.trying(LIST, "{pipelineName: 'rolled', actionExecutionId: '%s'}".formatted(run))
                .with("pipelineName", "nowhere").isRefused("PipelineNotFoundException", "nowhere")
                .with("actionExecutionId", Scene.NOWHERE).isRefused("ActionExecutionNotFoundException", Scene.NOWHERE)
                .with("nextToken", "made up").isRefused("InvalidNextTokenException")
                .with("maxResults", 101).isRefused("ValidationException", "'maxResults'");
        var page = all.with("maxResults", 1).isAnsweredOtherwise();
        all.with("nextToken", page.path("nextToken").asString()).isAnsweredOtherwise();
        var filtered = scene.trying(LIST, """
                        {actionExecutionId: '%s', filters: [{name: 'TARGET_STATUS', values: ['Failed']}]}"""
                        .formatted(run))
                .without("filters.0.name").isRefused("ValidationException", "TARGET_STATUS");
        filtered.with("filters.0.values.0", "Succeeded").isAnsweredOtherwise();
    }
}
