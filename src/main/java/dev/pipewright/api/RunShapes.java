package dev.pipewright.api;

import dev.pipewright.model.ActionRun;
import dev.pipewright.model.Artifact;
import java.util.List;
import software.amazon.awssdk.services.codepipeline.model.ArtifactDetail;
import software.amazon.awssdk.services.codepipeline.model.ErrorDetails;
import software.amazon.awssdk.services.codepipeline.model.S3Location;

/** What runs of actions and runs of rules have in common on the wire. */
final class RunShapes {
    private RunShapes() {}

    static List<ArtifactDetail> artifacts(List<Artifact> artifacts) {
        return artifacts.stream()
                .map(artifact -> ArtifactDetail.builder()
                        .name(artifact.name())
                        .s3location(S3Location.builder()
                                .bucket(artifact.location().bucket())
                                .key(artifact.location().key())
                                .build())
                        .build())
                .toList();
    }

    /** Why the run failed; null for one that did not. */
    static ErrorDetails error(ActionRun run) {
        return run.error() == null
                ? null
                : ErrorDetails.builder()
                        .code(run.error().code())
                        .message(run.error().message())
                        .build();
    }

    /** What the history says of a run in one sentence: its own, or else why it failed; null where there is none. */
    static String summary(ActionRun run) {
        var own = run.details().summary();
        return own == null && run.error() != null ? run.error().message() : own;
    }
}
