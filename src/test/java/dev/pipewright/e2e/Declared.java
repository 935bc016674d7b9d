package dev.pipewright.e2e;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeId;
import software.amazon.awssdk.services.codepipeline.model.ArtifactStoreType;
import software.amazon.awssdk.services.codepipeline.model.InputArtifact;
import software.amazon.awssdk.services.codepipeline.model.OutputArtifact;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineType;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/** Declarations that the AWS command line of Debian is too old for: pipelines with commands, an action a stage. */
final class Declared {
    static final ActionTypeId TESTER = type(ActionCategory.TEST, ActionOwner.CUSTOM, "Tester");

    private Declared() {}

    /** A pipeline with one stage for each action, named as the action. */
    static PipelineDeclaration pipeline(String name, ActionDeclaration... actions) {
        return PipelineDeclaration.builder()
                .name(name)
                .pipelineType(PipelineType.V2)
                .roleArn("arn:aws:iam::000000000000:role/pipewright")
                .artifactStore(store -> store.type(ArtifactStoreType.S3).location(name + "-artifacts"))
                .stages(Stream.of(actions)
                        .map(action -> StageDeclaration.builder().name(action.name()).actions(action).build())
                        .toList())
                .build();
    }

    /** Takes the branch main as the artifact Source, and is started by pushes. */
    static ActionDeclaration source(String repository) {
        return ActionDeclaration.builder()
                .name("Source")
                .namespace("SourceVariables")
                .actionTypeId(type(ActionCategory.SOURCE, ActionOwner.AWS, "CodeCommit"))
                .configuration(Map.of("RepositoryName", repository, "BranchName", "main"))
                .outputArtifacts(OutputArtifact.builder().name("Source").build())
                .build();
    }

    /** Runs commands in the source and keeps the folder {@code site} as the artifact Site. */
    static ActionDeclaration build(String... commands) {
        return ActionDeclaration.builder()
                .name("Build")
                .actionTypeId(type(ActionCategory.COMPUTE, ActionOwner.AWS, "Commands"))
                .commands(List.of(commands))
                .inputArtifacts(InputArtifact.builder().name("Source").build())
                .outputArtifacts(OutputArtifact.builder().name("Site").files("site/**").build())
                .build();
    }

    static ActionDeclaration approve() {
        return ActionDeclaration.builder()
                .name("Approve")
                .actionTypeId(type(ActionCategory.APPROVAL, ActionOwner.AWS, "Manual"))
                .build();
    }

    /** An action of the custom type that has no artifacts. */
    static ActionDeclaration test() {
        return ActionDeclaration.builder().name("Test").actionTypeId(TESTER).build();
    }

    static ActionDeclaration deploy(String bucket) {
        return ActionDeclaration.builder()
                .name("Deploy")
                .actionTypeId(type(ActionCategory.DEPLOY, ActionOwner.AWS, "S3"))
                .configuration(Map.of("BucketName", bucket, "Extract", "true"))
                .inputArtifacts(InputArtifact.builder().name("Site").build())
                .build();
    }

    private static ActionTypeId type(ActionCategory category, ActionOwner owner, String provider) {
        return ActionTypeId.builder().category(category).owner(owner).provider(provider).version("1").build();
    }
}
