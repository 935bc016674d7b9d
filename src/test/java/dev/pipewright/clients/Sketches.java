package dev.pipewright.clients;

import dev.pipewright.e2e.LocalServer;
import dev.pipewright.e2e.Sketch;
import java.util.Map;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionConfigurationProperty;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeId;
import software.amazon.awssdk.services.codepipeline.model.CreateCustomActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/** The stages of the stories, with one action each. */
final class Sketches {
    private Sketches() {}

    static String arn(String resource) {
        return "arn:aws:codepipeline:%s:%s:%s".formatted(LocalServer.REGION, LocalServer.ACCOUNT, resource);
    }

    /** Takes the newest code, when somebody starts the pipeline. */
    static StageDeclaration source() {
        return source("code.zip");
    }

    /** Takes the newest object of a key. */
    static StageDeclaration source(String key) {
        return Sketch.stage("Source", Sketch.action("Fetch", Sketch.type(ActionCategory.SOURCE, ActionOwner.AWS, "S3"))
                .configuration(Map.of(
                        "S3Bucket", Ground.INBOX, "S3ObjectKey", key, "PollForSourceChanges", "false"))
                .outputArtifacts(Sketch.output("Code"))
                .build());
    }

    static StageDeclaration gitHub(String oauth) {
        var type = Sketch.type(ActionCategory.SOURCE, ActionOwner.THIRD_PARTY, "GitHub");
        return Sketch.stage("Source", Sketch.action("Fetch", type)
                .configuration(Map.of(
                        "Owner", "acme", "Repo", "java", "Branch", "main", "OAuthToken", oauth,
                        "PollForSourceChanges", "false"))
                .outputArtifacts(Sketch.output("Code"))
                .build());
    }

    /** A build by workers of a custom type, from the artifact Code to the artifact App. */
    static StageDeclaration work(String provider, String project) {
        return Sketch.stage("Build", Sketch.action("Make", builder(provider))
                .configuration(Map.of("Project", project))
                .inputArtifacts(Sketch.input("Code"))
                .outputArtifacts(Sketch.output("App"))
                .build());
    }

    /** An action of the partner's type. */
    static StageDeclaration scan(String project) {
        return Sketch.stage("Test", Sketch.action("Look", scanner())
                .configuration(Map.of("Project", project))
                .inputArtifacts(Sketch.input("Code"))
                .build());
    }

    static StageDeclaration gate() {
        return Sketch.stage("Gate", Sketch.approval("Ask"));
    }

    /** Copies the artifact App to an object. */
    static StageDeclaration copy(String key) {
        return Sketch.stage("Deploy", Sketch.action("Copy", Sketch.type(ActionCategory.DEPLOY, ActionOwner.AWS, "S3"))
                .configuration(Map.of("BucketName", Ground.OUT, "Extract", "false", "ObjectKey", key))
                .inputArtifacts(Sketch.input("App"))
                .build());
    }

    /** Deploys the artifact Code to the machines of {@link Fleet}. */
    static StageDeclaration rollOut(String directory) {
        return Sketch.stage("Deploy", Sketch.action("Roll", Sketch.type(ActionCategory.DEPLOY, ActionOwner.AWS, "EC2"))
                .configuration(Map.of(
                        "InstanceTagKey", "Fleet", "InstanceTagValue", "web", "InstanceType", "EC2",
                        "TargetDirectory", directory, "PostScript", "after.sh", "MaxBatch", "1"))
                .inputArtifacts(Sketch.input("Code"))
                .build());
    }

    /** A custom type for {@link #work}. */
    static void customType(CreateCustomActionTypeRequest.Builder request, String provider) {
        request.category(ActionCategory.BUILD)
                .provider(provider)
                .version("1")
                .configurationProperties(ActionConfigurationProperty.builder()
                        .name("Project")
                        .required(true)
                        .key(true)
                        .secret(false)
                        .queryable(true)
                        .build())
                .inputArtifactDetails(count -> count.minimumCount(0).maximumCount(1))
                .outputArtifactDetails(count -> count.minimumCount(0).maximumCount(1));
    }

    static ActionTypeId scanner() {
        return Sketch.type(ActionCategory.TEST, ActionOwner.THIRD_PARTY, Partner.PROVIDER);
    }

    static ActionTypeId builder(String provider) {
        return Sketch.type(ActionCategory.BUILD, ActionOwner.CUSTOM, provider);
    }
}
