package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.model.ArtifactRevision;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Pipelines that objects in the embedded S3 start. */
final class ObjectSourceTest {
    /** Shorter than the time after which sources are looked at without an event. */
    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    static LocalServer server;

    @BeforeAll
    static void start() throws Exception {
        server = LocalServer.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Watch pipeline(String name) {
        server.codePipeline().createPipeline(request -> request.pipeline(Sketch.pipeline(
                name,
                Sketch.stage("Source", Sketch.watchedObject(name + ".zip")),
                Sketch.stage("Copy", Sketch.deploy("Copy", "Code", Map.of(
                        "BucketName", "outbox", "Extract", "false", "ObjectKey", "#{SourceVariables.ObjectKey}"))))));
        return new Watch(server.codePipeline(), name);
    }

    private static PutObjectResponse put(String name, String content, Map<String, String> metadata) {
        return server.s3()
                .putObject(
                        put -> put.bucket(Sketch.INBOX).key(name + ".zip").metadata(metadata),
                        RequestBody.fromString(content));
    }

    private static ArtifactRevision revision(Watch watch, int executions) {
        var all = Eventually.within(AT_ONCE, "the put starts " + watch.pipeline(), watch::executions, found ->
                found.size() == executions);
        var done = watch.until(all.getFirst().pipelineExecutionId(), PipelineExecutionStatus.SUCCEEDED);
        assertThat(done.artifactRevisions()).hasSize(1);
        return done.artifactRevisions().getFirst();
    }

    @Test
    void a_put_starts_the_pipeline_at_once_with_the_summary_that_the_object_carries() {
        var watch = pipeline("told");
        var put = put("told", "bytes", Map.of("codepipeline-artifact-revision-summary", "Release 7, sweet"));

        var revision = revision(watch, 1);

        assertThat(revision.name()).isEqualTo("Code");
        assertThat(revision.revisionId()).isEqualTo(put.versionId());
        assertThat(revision.revisionChangeIdentifier()).isEqualTo(put.eTag().replace("\"", ""));
        assertThat(revision.revisionSummary()).isEqualTo("Release 7, sweet");
        assertThat(revision.created().truncatedTo(ChronoUnit.SECONDS)).isEqualTo(server.s3()
                .headObject(head -> head.bucket(Sketch.INBOX).key("told.zip"))
                .lastModified());
        assertThat(server.s3().getObjectAsBytes(get -> get.bucket("outbox").key("told.zip")).asUtf8String())
                .isEqualTo("bytes");
    }

    @Test
    void a_source_that_is_not_there_shows_in_the_state_until_it_is() {
        var watch = pipeline("missing");

        var missing = watch.action("Source", "Source").latestExecution();
        assertThat(missing.actionExecutionId()).isNull();
        assertThat(missing.statusAsString()).isEqualTo("Failed");
        assertThat(missing.errorDetails().code()).isEqualTo("ConfigurationError");
        assertThat(watch.executions()).isEmpty();

        put("missing", "bytes", Map.of());
        revision(watch, 1);
        var taken = watch.action("Source", "Source").latestExecution();
        assertThat(taken.actionExecutionId()).isNotNull();
        assertThat(taken.errorDetails()).isNull();
    }

    @Test
    void an_object_without_metadata_is_summed_up_by_its_version() {
        var watch = pipeline("plain");
        var put = put("plain", "bytes", Map.of());

        var revision = revision(watch, 1);

        assertThat(revision.revisionId()).isEqualTo(put.versionId());
        assertThat(revision.revisionSummary()).isEqualTo("Amazon S3 version id: " + put.versionId());
        assertThat(watch.executions().getFirst().trigger().triggerType())
                .isEqualTo(TriggerType.POLL_FOR_SOURCE_CHANGES);
    }

    @Test
    void each_put_starts_the_pipeline_again_and_another_key_does_not() {
        var watch = pipeline("again");
        put("again", "one", Map.of());
        var first = revision(watch, 1);
        put("elsewhere", "three", Map.of());
        var second = put("again", "two", Map.of());

        assertThat(revision(watch, 2).revisionId()).isEqualTo(second.versionId()).isNotEqualTo(first.revisionId());
        assertThat(server.s3().getObjectAsBytes(get -> get.bucket("outbox").key("again.zip")).asUtf8String())
                .isEqualTo("two");
    }

    @Test
    void an_object_that_is_copied_or_uploaded_in_parts_starts_the_pipeline_too() {
        var watch = pipeline("other-ways");
        put("original", "copied", Map.of());
        var copy = server.s3().copyObject(copying -> copying.sourceBucket(Sketch.INBOX)
                .sourceKey("original.zip")
                .destinationBucket(Sketch.INBOX)
                .destinationKey("other-ways.zip"));
        assertThat(revision(watch, 1).revisionId()).isEqualTo(copy.versionId());

        var upload = server.s3()
                .createMultipartUpload(create -> create.bucket(Sketch.INBOX).key("other-ways.zip"))
                .uploadId();
        var part = server.s3().uploadPart(
                request -> request.bucket(Sketch.INBOX).key("other-ways.zip").uploadId(upload).partNumber(1),
                RequestBody.fromString("in parts"));
        var completed = server.s3().completeMultipartUpload(complete -> complete.bucket(Sketch.INBOX)
                .key("other-ways.zip")
                .uploadId(upload)
                .multipartUpload(parts -> parts.parts(
                        CompletedPart.builder().partNumber(1).eTag(part.eTag()).build())));
        var revision = revision(watch, 2);
        assertThat(revision.revisionId()).isEqualTo(completed.versionId());
        assertThat(revision.revisionChangeIdentifier()).isEqualTo(completed.eTag().replace("\"", ""));
    }

    @Test
    void a_pipeline_made_after_the_object_starts_with_it() {
        pipeline("bucket-maker");
        var put = put("early", "bytes", Map.of());

        assertThat(revision(pipeline("early"), 1).revisionId()).isEqualTo(put.versionId());
    }
}
