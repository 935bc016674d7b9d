package dev.pipewright.clients;

import dev.pipewright.e2e.Eventually;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.AWSSessionCredentials;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeId;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.codepipeline.model.Job;
import software.amazon.awssdk.services.codepipeline.model.JobData;
import software.amazon.awssdk.services.codepipeline.model.JobStatus;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A worker that lists what is in a job's input and makes the list its output, in the same way as {@code job_worker.py}:
 * a project that begins with "patient" is first answered twice with a continuation token, and "broken" ones fail.
 *
 * @param store the store as the key of a job opens it
 */
record JavaWorker(
        CodePipelineClient pipelines, Function<AWSSessionCredentials, S3Client> store, ActionTypeId type) {
    /** Answers so many jobs. */
    void run(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            answer(Eventually.find("a job for the worker", () -> pipelines
                    .pollForJobs(request -> request.actionTypeId(type).maxBatchSize(1))
                    .jobs()
                    .stream()
                    .filter(this::take)
                    .findFirst()));
        }
    }

    private boolean take(Job job) {
        return pipelines.acknowledgeJob(request -> request.jobId(job.id()).nonce(job.nonce())).status()
                == JobStatus.IN_PROGRESS;
    }

    private void answer(Job job) throws IOException {
        var data = pipelines.getJobDetails(request -> request.jobId(job.id())).jobDetails().data();
        var project = data.actionConfiguration().configuration().get("Project");
        var step = data.continuationToken() == null ? 0 : Integer.parseInt(data.continuationToken());
        if (project.startsWith("patient") && step < 2) {
            pipelines.putJobSuccessResult(request ->
                    request.jobId(job.id()).continuationToken(Integer.toString(step + 1)));
        } else if (project.startsWith("broken")) {
            pipelines.putJobFailureResult(request -> request.jobId(job.id())
                    .failureDetails(failure -> failure.type(FailureType.CONFIGURATION_ERROR)
                            .message("There is no project '" + project + "'")
                            .externalExecutionId(job.id())));
        } else {
            var listed = work(data);
            pipelines.putJobSuccessResult(request -> request.jobId(job.id())
                    .executionDetails(details -> details.summary(listed + " files")
                            .externalExecutionId(job.id())
                            .percentComplete(100))
                    .outputVariables(Map.of("Files", Integer.toString(listed))));
        }
    }

    private int work(JobData data) throws IOException {
        try (var s3 = store.apply(data.artifactCredentials())) {
            var names = new TreeSet<String>();
            for (var artifact : data.inputArtifacts()) {
                var place = artifact.location().s3Location();
                var content = s3.getObjectAsBytes(get -> get.bucket(place.bucketName()).key(place.objectKey()));
                try (var zip = new ZipInputStream(new ByteArrayInputStream(content.asByteArray()))) {
                    for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                        names.add(entry.getName());
                    }
                }
            }
            var made = zip(String.join("\n", names) + "\n");
            for (var artifact : data.outputArtifacts()) {
                var place = artifact.location().s3Location();
                s3.putObject(
                        put -> put.bucket(place.bucketName()).key(place.objectKey()), RequestBody.fromBytes(made));
            }
            return names.size();
        }
    }

    private static byte[] zip(String list) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("files.txt"));
            zip.write(list.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
