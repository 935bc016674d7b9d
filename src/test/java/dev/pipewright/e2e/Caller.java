package dev.pipewright.e2e;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** SDK clients of one server that try everything once, and what they tell of one pipeline. */
final class Caller implements AutoCloseable {
    private final CodePipelineClient codePipeline;
    private final S3Client s3;
    private final String name;

    Caller(ServerProcess server, String pipeline) throws IOException {
        var key = server.credentials();
        var credentials = StaticCredentialsProvider.create(
                AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
        name = pipeline;
        codePipeline = CodePipelineClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(key.region()))
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(settings -> settings.apiCallTimeout(Duration.ofSeconds(20))
                        .retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
        s3 = S3Client.builder()
                .endpointOverride(server.endpoint())
                .forcePathStyle(true)
                .region(Region.of(key.region()))
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(settings -> settings.apiCallTimeout(Duration.ofSeconds(20))
                        .retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    CodePipelineClient codePipeline() {
        return codePipeline;
    }

    S3Client s3() {
        return s3;
    }

    /** The executions, newest first. */
    List<PipelineExecutionSummary> executions() {
        return codePipeline.listPipelineExecutionsPaginator(it -> it.pipelineName(name)).stream()
                .flatMap(page -> page.pipelineExecutionSummaries().stream())
                .toList();
    }

    PipelineExecutionStatus status(String execution) {
        return codePipeline
                .getPipelineExecution(it -> it.pipelineName(name).pipelineExecutionId(execution))
                .pipelineExecution()
                .status();
    }

    /** Every run of an action in an execution. */
    List<ActionExecutionDetail> runs(String execution) {
        return codePipeline
                .listActionExecutionsPaginator(
                        it -> it.pipelineName(name).filter(filter -> filter.pipelineExecutionId(execution)))
                .actionExecutionDetails()
                .stream()
                .toList();
    }

    boolean hasBegun(String execution, String action) {
        return runs(execution).stream().anyMatch(run -> run.actionName().equals(action));
    }

    boolean hasSucceeded(String execution, String action) {
        return runs(execution).stream()
                .filter(run -> run.actionName().equals(action))
                .anyMatch(run -> run.status() == ActionExecutionStatus.SUCCEEDED);
    }

    /** The token of the approval that waits in the stage Approve, if one does. */
    Optional<String> approvalToken() {
        return codePipeline.getPipelineState(it -> it.name(name)).stageStates().stream()
                .filter(stage -> stage.stageName().equals("Approve"))
                .flatMap(stage -> stage.actionStates().stream())
                .filter(action -> action.latestExecution() != null)
                .map(action -> action.latestExecution().token())
                .filter(token -> token != null)
                .findFirst();
    }

    void approve(String token) {
        codePipeline.putApprovalResult(it -> it.pipelineName(name)
                .stageName("Approve")
                .actionName("Approve")
                .token(token)
                .result(result -> result.status("Approved").summary("Fine")));
    }

    String object(String bucket, String key) throws IOException {
        try (ResponseInputStream<GetObjectResponse> object = s3.getObject(it -> it.bucket(bucket).key(key))) {
            return new String(object.readAllBytes());
        }
    }

    @Override
    public void close() {
        codePipeline.close();
        s3.close();
    }
}
