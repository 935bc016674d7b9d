package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.CodePipelineException;
import software.amazon.awssdk.services.codepipeline.model.Job;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the key of a job opens, and that it opens nothing else. */
final class JobKeyTest {
    @TempDir
    static Path directory;

    static LocalServer server;
    static Job job;
    static S3Client s3;
    static CodePipelineClient codePipeline;
    static String bucket;
    static String input;
    static String output;

    @BeforeAll
    static void take_a_job() throws Exception {
        server = LocalServer.start(directory);
        var bench = CustomWorker.register(server.codePipeline(), ActionCategory.BUILD, "Bench", 1, 1);
        server.s3().createBucket(create -> create.bucket(Sketch.INBOX));
        server.s3().putObject(put -> put.bucket(Sketch.INBOX).key("code.zip"), RequestBody.fromString("code"));
        server.codePipeline().createPipeline(request -> request.pipeline(Sketch.pipeline(
                "keys",
                Sketch.stage("Source", Sketch.object("code.zip")),
                Sketch.stage("Build", bench.action("Make", "keys", Map.of())
                        .inputArtifacts(Sketch.input("Code"))
                        .outputArtifacts(Sketch.output("App"))
                        .build()))));
        job = bench.take("keys");
        var key = LocalServer.of(job.data().artifactCredentials());
        s3 = server.s3(key);
        codePipeline = server.codePipeline(key);
        bucket = job.data().inputArtifacts().getFirst().location().s3Location().bucketName();
        input = job.data().inputArtifacts().getFirst().location().s3Location().objectKey();
        output = job.data().outputArtifacts().getFirst().location().s3Location().objectKey();
        server.s3().putObject(put -> put.bucket(bucket).key(output + "x"), RequestBody.fromString("someone else's"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void it_tells_whose_it_is() {
        var identity = server.sts(LocalServer.of(job.data().artifactCredentials())).getCallerIdentity();
        assertThat(identity.account()).isEqualTo(LocalServer.ACCOUNT);
        assertThat(identity.arn()).isEqualTo("arn:aws:sts::000000000000:assumed-role/pipewright-job/" + job.id());
        assertThat(identity.userId()).endsWith(":" + job.id());
    }

    @Test
    void it_reads_the_input() {
        assertThat(s3.getObjectAsBytes(get -> get.bucket(bucket).key(input)).asUtf8String()).isEqualTo("code");
        assertThat(s3.headObject(head -> head.bucket(bucket).key(input)).contentLength()).isEqualTo(4);
    }

    @Test
    void it_writes_the_output_whole_and_in_parts() {
        s3.putObject(put -> put.bucket(bucket).key(output), RequestBody.fromString("whole"));
        assertThat(stored()).isEqualTo("whole");

        var upload = s3.createMultipartUpload(create -> create.bucket(bucket).key(output)).uploadId();
        var part = s3.uploadPart(
                request -> request.bucket(bucket).key(output).uploadId(upload).partNumber(1),
                RequestBody.fromString("in parts"));
        s3.completeMultipartUpload(complete -> complete.bucket(bucket)
                .key(output)
                .uploadId(upload)
                .multipartUpload(parts -> parts.parts(
                        CompletedPart.builder().partNumber(1).eTag(part.eTag()).build())));
        assertThat(stored()).isEqualTo("in parts");
    }

    private static String stored() {
        return server.s3().getObjectAsBytes(get -> get.bucket(bucket).key(output)).asUtf8String();
    }

    @Test
    void it_deletes_nothing_from_a_list() {
        var answer = s3.deleteObjects(it -> it.bucket(bucket)
                .delete(delete -> delete.objects(ObjectIdentifier.builder().key(input).build())));

        assertThat(answer.deleted()).isEmpty();
        assertThat(answer.errors()).singleElement().satisfies(error ->
                assertThat(error.code()).isEqualTo("AccessDenied"));
        it_reads_the_input();
    }

    @TestFactory
    Stream<DynamicTest> it_does_nothing_else_in_s3() {
        return Map.<String, ThrowingCallable>ofEntries(
                        Map.entry("reading the output", () -> s3.getObjectAsBytes(it -> it.bucket(bucket).key(output))),
                        Map.entry("writing the input", () -> s3.putObject(
                                it -> it.bucket(bucket).key(input), RequestBody.fromString("forged"))),
                        Map.entry("deleting the input", () -> s3.deleteObject(it -> it.bucket(bucket).key(input))),
                        Map.entry("deleting the output", () -> s3.deleteObject(it -> it.bucket(bucket).key(output))),
                        Map.entry("reading a neighbour", () -> s3.getObjectAsBytes(
                                it -> it.bucket(bucket).key(output + "x"))),
                        Map.entry("writing a neighbour", () -> s3.putObject(
                                it -> it.bucket(bucket).key(output + "y"), RequestBody.fromString("new"))),
                        Map.entry("looking for what is not there", () -> s3.headObject(
                                it -> it.bucket(bucket).key("keys/nothing"))),
                        Map.entry("copying a neighbour to the output", () -> s3.copyObject(it -> it
                                .sourceBucket(bucket).sourceKey(output + "x")
                                .destinationBucket(bucket).destinationKey(output))),
                        Map.entry("copying the input to a neighbour", () -> s3.copyObject(it -> it
                                .sourceBucket(bucket).sourceKey(input)
                                .destinationBucket(bucket).destinationKey(output + "z"))),
                        Map.entry("listing", () -> s3.listObjectsV2(it -> it.bucket(bucket))),
                        Map.entry("listing versions", () -> s3.listObjectVersions(it -> it.bucket(bucket))),
                        Map.entry("listing uploads", () -> s3.listMultipartUploads(it -> it.bucket(bucket))),
                        Map.entry("listing buckets", () -> s3.listBuckets()),
                        Map.entry("making a bucket", () -> s3.createBucket(it -> it.bucket("my-own-bucket"))),
                        Map.entry("deleting the bucket", () -> s3.deleteBucket(it -> it.bucket(bucket))),
                        Map.entry("asking for the bucket", () -> s3.headBucket(it -> it.bucket(bucket))),
                        Map.entry("reading another bucket", () -> s3.getObjectAsBytes(
                                it -> it.bucket(Sketch.INBOX).key("code.zip"))),
                        Map.entry("writing the same key to another bucket", () -> s3.putObject(
                                it -> it.bucket(Sketch.INBOX).key(output), RequestBody.fromString("new"))))
                .entrySet()
                .stream()
                .map(deed -> DynamicTest.dynamicTest(deed.getKey(), () -> assertThatThrownBy(deed.getValue())
                        .isInstanceOfSatisfying(S3Exception.class, refusal ->
                                assertThat(refusal.statusCode()).isEqualTo(403))));
    }

    @TestFactory
    Stream<DynamicTest> it_calls_no_operation_of_codepipeline() {
        return Map.<String, ThrowingCallable>of(
                        "ListPipelines", () -> codePipeline.listPipelines(),
                        "GetPipeline", () -> codePipeline.getPipeline(it -> it.name("keys")),
                        "DeletePipeline", () -> codePipeline.deletePipeline(it -> it.name("keys")),
                        "GetJobDetails", () -> codePipeline.getJobDetails(it -> it.jobId(job.id())),
                        "PutJobSuccessResult", () -> codePipeline.putJobSuccessResult(it -> it.jobId(job.id())))
                .entrySet()
                .stream()
                .map(call -> DynamicTest.dynamicTest(call.getKey(), () -> assertThatThrownBy(call.getValue())
                        .isInstanceOfSatisfying(CodePipelineException.class, refusal -> {
                            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
                            assertThat(refusal).hasMessageContaining("codepipeline:" + call.getKey());
                        })));
    }
}
