package dev.pipewright.conformance;

import dev.pipewright.action.aws.FakeAws;
import dev.pipewright.action.aws.FakeAws.Answer;
import dev.pipewright.cli.LocalCredentials;
import dev.pipewright.cli.RunningServer;
import dev.pipewright.cli.ServerOptions;
import dev.pipewright.git.DiskMeasurement;
import dev.pipewright.server.Server;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.codeconnections.CodeConnectionsClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.s3.S3Client;

/** A whole server inside the test, beside something that answers as GitHub and as AWS do, and its clients. */
final class Served implements AutoCloseable {
    static final String ACCOUNT = "000000000000";
    static final String INBOX = "conformance-inbox";

    private static final String REGION = "eu-west-1";

    static {
        DiskMeasurement.begin();
    }

    private final FakeAws outside = new FakeAws().does(Served::answer);
    private final RunningServer server;
    private final AwsCredentialsProvider administrator;
    private final List<SdkClient> clients = new ArrayList<>();
    private final S3Client s3;

    Served(Path data) throws Exception {
        server = Server.start(new ServerOptions(
                data, "127.0.0.1", 0, REGION, Optional.empty(), Optional.empty(), List.of(), Optional.empty(),
                Optional.of(outside.address()), outside.address()));
        var key = LocalCredentials.read(data).orElseThrow();
        administrator = StaticCredentialsProvider.create(
                AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
        s3 = S3Client.builder()
                .endpointOverride(endpoint())
                .region(Region.of(REGION))
                .credentialsProvider(administrator)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        clients.add(s3);
        s3.createBucket(bucket -> bucket.bucket(INBOX));
    }

    /** GitHub has no hooks yet and takes new ones; a function takes what it is called with. */
    private static Answer answer(FakeAws.Asked asked) {
        if (asked.path().startsWith("/repos/")) {
            return new Answer(200, "application/json", asked.body().isEmpty() ? "[]" : "{}");
        }
        return new Answer(202, "application/json", "");
    }

    URI endpoint() {
        return server.endpoint();
    }

    /** What the services outside were asked. */
    FakeAws outside() {
        return outside;
    }

    S3Client s3() {
        return s3;
    }

    /** The administrator's client, in a region. */
    CodePipelineClient codePipeline(String region) {
        var client = CodePipelineClient.builder()
                .endpointOverride(endpoint())
                .region(Region.of(region))
                .credentialsProvider(administrator)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(settings -> settings.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
        clients.add(client);
        return client;
    }

    /** The ARN of a new connection to a Git host, which nobody has completed. */
    String connection(String region) {
        try (var connections = CodeConnectionsClient.builder()
                .endpointOverride(endpoint())
                .region(Region.of(region))
                .credentialsProvider(administrator)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            return connections
                    .createConnection(request -> request.connectionName("host").providerType("GitHub"))
                    .connectionArn();
        }
    }

    @Override
    public void close() {
        clients.forEach(SdkClient::close);
        server.close();
        outside.close();
    }
}
