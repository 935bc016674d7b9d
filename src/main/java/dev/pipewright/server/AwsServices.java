package dev.pipewright.server;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * The AWS services outside this server, or what speaks like them: reached with the credentials of the server's
 * environment, where the SDK looks for them by itself.
 *
 * @param endpoint where all of them are; empty for AWS itself
 */
record AwsServices(Optional<URI> endpoint) {
    private static final Duration LONGEST_CALL = Duration.ofSeconds(30);

    /** A client of a service for a region; whoever asks closes it. */
    <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(B builder, String region) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(Region.of(region))
                .credentialsProvider(DefaultCredentialsProvider.builder().build())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(settings -> settings.apiCallTimeout(LONGEST_CALL))
                .build();
    }
}
