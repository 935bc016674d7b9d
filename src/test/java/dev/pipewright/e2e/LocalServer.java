package dev.pipewright.e2e;

import dev.pipewright.cli.LocalCredentials;
import dev.pipewright.cli.RunningServer;
import dev.pipewright.cli.ServerOptions;
import dev.pipewright.git.DiskMeasurement;
import dev.pipewright.server.Server;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.codeconnections.CodeConnectionsClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.AWSSessionCredentials;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** A whole server inside the test, on a port of its own, and the clients that a user of it would have. */
public final class LocalServer implements AutoCloseable {
    public static final String REGION = "eu-west-1";
    public static final String ACCOUNT = "000000000000";

    static {
        DiskMeasurement.begin();
    }

    private static final Region OWN = Region.of(REGION);

    private final RunningServer server;
    private final LocalCredentials administrator;
    private final List<SdkClient> clients = new ArrayList<>();
    private final CodePipelineClient codePipeline;
    private final S3Client s3;

    private LocalServer(RunningServer server, LocalCredentials administrator) {
        this.server = server;
        this.administrator = administrator;
        this.codePipeline = codePipeline(key());
        this.s3 = s3(key());
    }

    /** Starts a server on an empty data directory. */
    public static LocalServer start(Path data) throws Exception {
        return start(ServerOptions.local(data, 0, REGION));
    }

    /** Starts a server that tells others what happens. */
    static LocalServer telling(Path data, List<String> events, Optional<String> notifications) throws Exception {
        return start(new ServerOptions(
                data, "127.0.0.1", 0, REGION, Optional.empty(), Optional.empty(), events, notifications,
                Optional.empty(), ServerOptions.GITHUB));
    }

    /** A server whose GitHub is somewhere else. */
    public static LocalServer knowing(URI gitHub, Path data) throws Exception {
        return start(new ServerOptions(
                data, "127.0.0.1", 0, REGION, Optional.empty(), Optional.empty(), List.of(), Optional.empty(),
                Optional.empty(), gitHub));
    }

    static LocalServer start(ServerOptions options) throws Exception {
        var data = options.data();
        var server = Server.start(options);
        return new LocalServer(server, LocalCredentials.read(data).orElseThrow());
    }

    /** A server whose rules turn to AWS services at an address. */
    static LocalServer start(Path data, URI aws) throws Exception {
        return start(new ServerOptions(
                data, "127.0.0.1", 0, REGION, Optional.empty(), Optional.empty(), List.of(), Optional.empty(),
                Optional.of(aws), ServerOptions.GITHUB));
    }

    public URI endpoint() {
        return server.endpoint();
    }

    Path data() {
        return server.data();
    }

    /** The administrator's key. */
    public AwsCredentials key() {
        return AwsBasicCredentials.create(administrator.accessKeyId(), administrator.secretAccessKey());
    }

    /** The address of a hosted repository, with the administrator's key in it. */
    String remote(String repository) {
        return "http://%s:%s@%s/git/%s".formatted(
                administrator.accessKeyId(),
                URLEncoder.encode(administrator.secretAccessKey(), StandardCharsets.UTF_8),
                endpoint().getAuthority(),
                repository);
    }

    /** The administrator's client. */
    CodeConnectionsClient connections() {
        return open(CodeConnectionsClient.builder().region(OWN), key());
    }

    /** The administrator's key as Git and browsers send it. */
    String basicAuthorization() {
        var pair = administrator.accessKeyId() + ":" + administrator.secretAccessKey();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** The administrator's client. */
    public CodePipelineClient codePipeline() {
        return codePipeline;
    }

    public CodePipelineClient codePipeline(AwsCredentials credentials) {
        return open(CodePipelineClient.builder().region(OWN), credentials);
    }

    /** The administrator's client in another region. */
    public CodePipelineClient codePipeline(Region region) {
        return open(CodePipelineClient.builder().region(region), key());
    }

    /** The administrator's client. */
    public S3Client s3() {
        return s3;
    }

    /** An ordinary client, told nothing but the address and the key. */
    public S3Client s3(AwsCredentials credentials) {
        return open(S3Client.builder().region(OWN), credentials);
    }

    StsClient sts(AwsCredentials credentials) {
        return open(StsClient.builder().region(OWN), credentials);
    }

    /** The key of a job, as its worker uses it. */
    public static AwsCredentials of(AWSSessionCredentials key) {
        return AwsSessionCredentials.create(key.accessKeyId(), key.secretAccessKey(), key.sessionToken());
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C extends SdkClient> C open(
            B builder, AwsCredentials credentials) {
        var client = builder.endpointOverride(endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(settings -> settings.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
        clients.add(client);
        return client;
    }

    @Override
    public void close() {
        clients.forEach(SdkClient::close);
        server.close();
    }
}
