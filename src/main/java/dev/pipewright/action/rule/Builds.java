package dev.pipewright.action.rule;

import dev.pipewright.model.Artifact;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildBatch;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.codebuild.model.SourceType;

/** The builds of CodeBuild, single ones or batches, as far as a rule is concerned with them. */
record Builds(CodeBuildClient client, boolean batch) {
    private static final String UNDERWAY = "IN_PROGRESS";

    /**
     * How a build stands.
     *
     * @param trouble what its last phase that went wrong says; empty where none does
     * @param log the ARN of its log stream; null where it has none
     */
    record Sight(String id, String status, String trouble, String log) {
        boolean ended() {
            return !status.equals(UNDERWAY);
        }

        boolean succeeded() {
            return status.equals("SUCCEEDED");
        }
    }

    /**
     * Starts a build that reads the artifacts from where they lie in S3 and makes none.
     *
     * @param token the same token does not start a second build
     */
    String start(BuildSettings settings, String token) {
        return batch ? startBatch(settings, token) : startOne(settings, token);
    }

    private String startOne(BuildSettings settings, String token) {
        return client.startBuild(request -> {
                    request.projectName(settings.project())
                            .idempotencyToken(token)
                            .environmentVariablesOverride(settings.environment());
                    settings.primary().ifPresent(source -> request.sourceTypeOverride(SourceType.S3)
                            .sourceLocationOverride(place(source))
                            .artifactsOverride(nothing())
                            .secondaryArtifactsOverride(List.of())
                            .secondarySourcesOverride(secondary(settings)));
                })
                .build()
                .id();
    }

    private String startBatch(BuildSettings settings, String token) {
        return client.startBuildBatch(request -> {
                    request.projectName(settings.project())
                            .idempotencyToken(token)
                            .environmentVariablesOverride(settings.environment());
                    settings.primary().ifPresent(source -> request.sourceTypeOverride(SourceType.S3)
                            .sourceLocationOverride(place(source))
                            .artifactsOverride(nothing())
                            .secondaryArtifactsOverride(List.of())
                            .secondarySourcesOverride(secondary(settings)));
                })
                .buildBatch()
                .id();
    }

    private static ProjectArtifacts nothing() {
        return ProjectArtifacts.builder().type(ArtifactsType.NO_ARTIFACTS).build();
    }

    private static List<ProjectSource> secondary(BuildSettings settings) {
        return settings.others().stream()
                .map(artifact -> ProjectSource.builder()
                        .type(SourceType.S3)
                        .location(place(artifact))
                        // An identifier becomes part of a variable's name.
                        .sourceIdentifier(artifact.name().replace('-', '_'))
                        .build())
                .toList();
    }

    private static String place(Artifact artifact) {
        return artifact.location().bucket() + "/" + artifact.location().key();
    }

    /** How the build of that id stands; empty where there is none. */
    Optional<Sight> look(String id) {
        return batch
                ? client.batchGetBuildBatches(request -> request.ids(id)).buildBatches().stream()
                        .findFirst()
                        .map(Builds::sight)
                : client.batchGetBuilds(request -> request.ids(id)).builds().stream()
                        .findFirst()
                        .map(Builds::sight);
    }

    private static Sight sight(Build build) {
        var trouble = build.phases().stream()
                .flatMap(phase -> phase.contexts().stream())
                .toList();
        return new Sight(
                build.id(),
                build.buildStatusAsString(),
                said(trouble),
                build.logs() == null ? null : build.logs().cloudWatchLogsArn());
    }

    private static Sight sight(BuildBatch build) {
        var trouble = build.phases().stream()
                .flatMap(phase -> phase.contexts().stream())
                .toList();
        return new Sight(build.id(), build.buildBatchStatusAsString(), said(trouble), null);
    }

    private static String said(List<PhaseContext> contexts) {
        return contexts.stream()
                .map(PhaseContext::message)
                .filter(message -> message != null && !message.isBlank())
                .reduce("", (_, last) -> last);
    }

    /** Ends a build, if it is under way. */
    void stop(String id) {
        if (batch) {
            client.stopBuildBatch(request -> request.id(id));
        } else {
            client.stopBuild(request -> request.id(id));
        }
    }
}
