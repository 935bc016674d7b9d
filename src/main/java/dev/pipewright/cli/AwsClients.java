package dev.pipewright.cli;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.s3.S3Client;

/** SDK clients of a server on this machine, deaf to the profiles and proxies that are set up for others. */
final class AwsClients {
    private AwsClients() {}

    static CodePipelineClient codePipeline(URI endpoint, LocalCredentials credentials) {
        return local(CodePipelineClient.builder(), endpoint, credentials).build();
    }

    static S3Client s3(URI endpoint, LocalCredentials credentials) {
        return local(S3Client.builder().forcePathStyle(true), endpoint, credentials).build();
    }

    private static <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B local(
            B builder, URI endpoint, LocalCredentials credentials) {
        var noProxy = ProxyConfiguration.builder()
                .useSystemPropertyValues(false)
                .useEnvironmentVariablesValues(false)
                .build();
        return builder.endpointOverride(endpoint)
                .region(Region.of(credentials.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey())))
                .httpClientBuilder(UrlConnectionHttpClient.builder().proxyConfiguration(noProxy))
                .overrideConfiguration(settings -> settings.apiCallTimeout(Duration.ofSeconds(30))
                        .defaultProfileFile(ProfileFile.aggregator().build()));
    }
}
