package dev.pipewright.cli;

import java.util.Map;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeId;
import software.amazon.awssdk.services.codepipeline.model.ArtifactStoreType;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.InputArtifact;
import software.amazon.awssdk.services.codepipeline.model.OutputArtifact;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineNameInUseException;
import software.amazon.awssdk.services.codepipeline.model.PipelineType;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/** The pipeline that the demo shows: from a push over a build and an approval to files in a bucket. */
final class SamplePipeline {
    static final String NAME = "demo";
    static final String REPOSITORY = "demo";
    static final String BRANCH = "main";
    static final String SITE_BUCKET = "demo-site";

    private static final String ARTIFACT_BUCKET = "demo-artifacts";
    private static final int APPROVAL_MINUTES = 60;

    private SamplePipeline() {}

    /** Makes the pipeline, or brings the one of an earlier demo up to date. */
    static void putInPlace(CodePipelineClient codePipeline, String account) {
        var declaration = declaration(account);
        try {
            codePipeline.createPipeline(request -> request.pipeline(declaration));
        } catch (PipelineNameInUseException earlierDemo) {
            codePipeline.updatePipeline(request -> request.pipeline(declaration));
        }
    }

    static PipelineDeclaration declaration(String account) {
        return PipelineDeclaration.builder()
                .name(NAME)
                .pipelineType(PipelineType.V2)
                .executionMode(ExecutionMode.SUPERSEDED)
                .roleArn("arn:aws:iam::" + account + ":role/pipewright-demo")
                .artifactStore(store -> store.type(ArtifactStoreType.S3).location(ARTIFACT_BUCKET))
                .stages(stage(source()), stage(build()), stage(approve()), stage(deploy()))
                .build();
    }

    private static StageDeclaration stage(ActionDeclaration action) {
        return StageDeclaration.builder().name(action.name()).actions(action).build();
    }

    private static ActionDeclaration source() {
        return ActionDeclaration.builder()
                .name("Source")
                .namespace("SourceVariables")
                .actionTypeId(type(ActionCategory.SOURCE, "CodeCommit"))
                .configuration(Map.of("RepositoryName", REPOSITORY, "BranchName", BRANCH))
                .outputArtifacts(OutputArtifact.builder().name("Source").build())
                .build();
    }

    private static ActionDeclaration build() {
        return ActionDeclaration.builder()
                .name("Build")
                .namespace("BuildVariables")
                .actionTypeId(type(ActionCategory.COMPUTE, "Commands"))
                .commands("sh build.sh", "sh test.sh", "export PAGES=$(ls site/*.html | wc -l | tr -d ' ')")
                .inputArtifacts(InputArtifact.builder().name("Source").build())
                .outputArtifacts(OutputArtifact.builder().name("Site").files("site/*").build())
                .outputVariables("PAGES")
                .build();
    }

    private static ActionDeclaration approve() {
        return ActionDeclaration.builder()
                .name("Approve")
                .actionTypeId(type(ActionCategory.APPROVAL, "Manual"))
                .configuration(Map.of(
                        "CustomData", "#{BuildVariables.PAGES} pages made from commit #{SourceVariables.CommitId}"))
                .timeoutInMinutes(APPROVAL_MINUTES)
                .build();
    }

    private static ActionDeclaration deploy() {
        return ActionDeclaration.builder()
                .name("Deploy")
                .actionTypeId(type(ActionCategory.DEPLOY, "S3"))
                .configuration(Map.of("BucketName", SITE_BUCKET, "Extract", "true"))
                .inputArtifacts(InputArtifact.builder().name("Site").build())
                .build();
    }

    private static ActionTypeId type(ActionCategory category, String provider) {
        return ActionTypeId.builder()
                .category(category)
                .owner(ActionOwner.AWS)
                .provider(provider)
                .version("1")
                .build();
    }
}
