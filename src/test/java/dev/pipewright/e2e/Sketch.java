package dev.pipewright.e2e;

import java.util.Map;
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

/** Pipelines in few words. */
public final class Sketch {
    static final String ARTIFACTS = "e2e-artifacts";
    static final String INBOX = "e2e-inbox";

    private Sketch() {}

    public static PipelineDeclaration pipeline(String name, StageDeclaration... stages) {
        return PipelineDeclaration.builder()
                .name(name)
                .pipelineType(PipelineType.V2)
                .roleArn("arn:aws:iam::" + LocalServer.ACCOUNT + ":role/pipeline")
                .artifactStore(store -> store.type(ArtifactStoreType.S3).location(ARTIFACTS))
                .stages(stages)
                .build();
    }

    public static StageDeclaration stage(String name, ActionDeclaration... actions) {
        return StageDeclaration.builder().name(name).actions(actions).build();
    }

    static ActionDeclaration codeCommit(String repository) {
        return action("Source", type(ActionCategory.SOURCE, ActionOwner.AWS, "CodeCommit"))
                .namespace("SourceVariables")
                .configuration(Map.of("RepositoryName", repository, "BranchName", "main"))
                .outputArtifacts(output("Code"))
                .build();
    }

    /** A source that a connection leads to, on the branch main. */
    static ActionDeclaration connected(String connectionArn, String repository) {
        return action("Source", type(ActionCategory.SOURCE, ActionOwner.AWS, "CodeStarSourceConnection"))
                .namespace("SourceVariables")
                .configuration(Map.of(
                        "ConnectionArn", connectionArn, "FullRepositoryId", repository, "BranchName", "main"))
                .outputArtifacts(output("Code"))
                .build();
    }

    /** A source that every put of the object starts. */
    static ActionDeclaration watchedObject(String key) {
        return object(key, "true");
    }

    /** A source that is only looked at when somebody starts the pipeline. */
    static ActionDeclaration object(String key) {
        return object(key, "false");
    }

    private static ActionDeclaration object(String key, String watched) {
        return action("Source", type(ActionCategory.SOURCE, ActionOwner.AWS, "S3"))
                .namespace("SourceVariables")
                .configuration(Map.of("S3Bucket", INBOX, "S3ObjectKey", key, "PollForSourceChanges", watched))
                .outputArtifacts(output("Code"))
                .build();
    }

    static ActionDeclaration.Builder commands(String name, String... commands) {
        return action(name, type(ActionCategory.COMPUTE, ActionOwner.AWS, "Commands"))
                .commands(commands)
                .inputArtifacts(input("Code"));
    }

    public static ActionDeclaration approval(String name) {
        return approval(name, Map.of());
    }

    static ActionDeclaration approval(String name, Map<String, String> configuration) {
        return action(name, type(ActionCategory.APPROVAL, ActionOwner.AWS, "Manual"))
                .configuration(configuration)
                .build();
    }

    static ActionDeclaration deploy(String name, String artifact, Map<String, String> configuration) {
        return action(name, type(ActionCategory.DEPLOY, ActionOwner.AWS, "S3"))
                .configuration(configuration)
                .inputArtifacts(input(artifact))
                .build();
    }

    public static ActionDeclaration.Builder action(String name, ActionTypeId type) {
        return ActionDeclaration.builder().name(name).actionTypeId(type);
    }

    public static ActionTypeId type(ActionCategory category, ActionOwner owner, String provider) {
        return ActionTypeId.builder().category(category).owner(owner).provider(provider).version("1").build();
    }

    public static InputArtifact input(String name) {
        return InputArtifact.builder().name(name).build();
    }

    public static OutputArtifact output(String name, String... files) {
        var artifact = OutputArtifact.builder().name(name);
        return (files.length == 0 ? artifact : artifact.files(files)).build();
    }
}
