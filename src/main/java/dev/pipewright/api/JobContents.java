package dev.pipewright.api;

import dev.pipewright.iam.SessionTokens;
import dev.pipewright.model.Artifact;
import dev.pipewright.model.EncryptionKey;
import dev.pipewright.model.Execution;
import dev.pipewright.model.Revision;
import dev.pipewright.runtime.WorkOrder;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.AWSSessionCredentials;
import software.amazon.awssdk.services.codepipeline.model.ArtifactLocationType;
import software.amazon.awssdk.services.codepipeline.model.JobData;
import software.amazon.awssdk.services.codepipeline.model.PipelineContext;
import software.amazon.awssdk.services.codepipeline.model.ThirdPartyJobData;

/**
 * What a worker is told of its job: where it stands, what is set for it, and the artifacts with a key that is good for
 * them alone.
 */
final class JobContents {
    /** A worker that needs longer gets another key with GetJobDetails. */
    private static final Duration KEY_LIFE = Duration.ofHours(1);

    private final SessionTokens keys;

    JobContents(SessionTokens keys) {
        this.keys = keys;
    }

    /**
     * The job's data. Secret settings are in clear, for the worker needs them; a job that is over comes without a key.
     */
    JobData of(WorkOrder order) {
        var job = order.job();
        var run = order.run();
        return JobData.builder()
                .actionTypeId(ActionTypeIds.wire(job.actionTypeId()))
                .actionConfiguration(it -> it.configuration(run.configuration()))
                .pipelineContext(context(order))
                .inputArtifacts(run.inputs().stream()
                        .map(artifact -> artifact(artifact, revision(order.execution(), artifact)))
                        .toList())
                .outputArtifacts(run.outputs().stream()
                        .map(artifact -> artifact(artifact, Optional.empty()))
                        .toList())
                .artifactCredentials(job.status().ended() ? null : credentials(order))
                .continuationToken(job.continuationToken())
                .encryptionKey(order.encryptionKey().map(JobContents::encryptionKey).orElse(null))
                .build();
    }

    /** As {@link #of}, but where the job stands is told by names alone: whose pipeline it is concerns no partner. */
    ThirdPartyJobData forPartner(WorkOrder order) {
        var data = of(order);
        var context = data.pipelineContext();
        return ThirdPartyJobData.builder()
                .actionTypeId(data.actionTypeId())
                .actionConfiguration(data.actionConfiguration())
                .pipelineContext(it -> it.pipelineName(context.pipelineName())
                        .stage(context.stage())
                        .action(action -> action.name(context.action().name())))
                .inputArtifacts(data.inputArtifacts())
                .outputArtifacts(data.outputArtifacts())
                .artifactCredentials(data.artifactCredentials())
                .continuationToken(data.continuationToken())
                .encryptionKey(data.encryptionKey())
                .build();
    }

    private static PipelineContext context(WorkOrder order) {
        var run = order.run().run();
        return PipelineContext.builder()
                .pipelineName(order.job().pipeline().name())
                .pipelineArn(order.job().pipeline().arn())
                .pipelineExecutionId(run.executionId())
                .stage(it -> it.name(run.stage()))
                .action(it -> it.name(run.action()).actionExecutionId(order.run().id()))
                .build();
    }

    private static software.amazon.awssdk.services.codepipeline.model.Artifact artifact(
            Artifact artifact, Optional<String> revision) {
        return software.amazon.awssdk.services.codepipeline.model.Artifact.builder()
                .name(artifact.name())
                .revision(revision.orElse(null))
                .location(it -> it.type(ArtifactLocationType.S3).s3Location(s3 -> s3.bucketName(
                                artifact.location().bucket())
                        .objectKey(artifact.location().key())))
                .build();
    }

    /** What the action that wrote exactly this artifact said it was a copy of. */
    private static Optional<String> revision(Execution execution, Artifact artifact) {
        return execution.stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .filter(run -> run.outputs().contains(artifact))
                .flatMap(run -> run.revisions().stream())
                .filter(revision -> artifact.name().equals(revision.artifact()))
                .map(Revision::revisionId)
                .findFirst();
    }

    private AWSSessionCredentials credentials(WorkOrder order) {
        var account = order.job().pipeline().account();
        var arn = "arn:aws:sts::%s:assumed-role/pipewright-job/%s"
                .formatted(account, order.job().id());
        var key = keys.issue(account, arn, ArtifactGrants.of(order.run()), KEY_LIFE);
        return AWSSessionCredentials.builder()
                .accessKeyId(key.accessKeyId())
                .secretAccessKey(key.secretAccessKey())
                .sessionToken(key.sessionToken())
                .build();
    }

    private static software.amazon.awssdk.services.codepipeline.model.EncryptionKey encryptionKey(EncryptionKey key) {
        return software.amazon.awssdk.services.codepipeline.model.EncryptionKey.builder()
                .id(key.id())
                .type(key.type())
                .build();
    }
}
