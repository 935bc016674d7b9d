package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.action;
import static dev.pipewright.engine.Definition.changed;
import static dev.pipewright.engine.Definition.deploy;
import static dev.pipewright.engine.Definition.pipeline;
import static dev.pipewright.engine.Definition.stage;
import static dev.pipewright.engine.Examination.DEPLOY;
import static dev.pipewright.engine.Examination.SOURCE;
import static dev.pipewright.engine.Examination.accepted;
import static dev.pipewright.engine.Examination.refused;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ArtifactStore;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotYetTest {
    @Test
    void actions_in_other_regions() {
        var bucket = new ArtifactStore("S3", "artifacts-bucket", null);
        refused(
                changed(
                        pipeline(SOURCE, stage("Deploy", deploy("ship").reads("app").region("eu-west-1"))),
                        null,
                        Map.of("us-east-1", bucket, "eu-west-1", bucket)),
                Problem.action(
                        "The region 'eu-west-1' of action 'ship' differs from the pipeline's region 'us-east-1'; "
                                + "an action in another region is not available on this server yet."));
    }

    @Test
    void references_in_the_place_of_a_source() {
        var clone = action("take", ActionCategory.Source, ActionOwner.AWS, "CodeCommit")
                .with("RepositoryName", "app")
                .with("BranchName", "main")
                .with("OutputArtifactFormat", "CODEBUILD_CLONE_REF")
                .writes("app");
        refused(
                pipeline(stage("Source", clone), DEPLOY),
                Problem.action(
                        "The OutputArtifactFormat 'CODEBUILD_CLONE_REF' of action 'take' is not available on "
                                + "this server yet."));
    }
}
