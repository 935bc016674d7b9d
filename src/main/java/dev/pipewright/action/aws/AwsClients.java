package dev.pipewright.action.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Clients of the AWS services that do work for pipelines or tell of them, or of what stands in for these services.
 *
 * <p>A service is spoken to at the address that {@code AWS_ENDPOINT_URL_<SERVICE>} gives, or else the option
 * {@code --aws-endpoint}, or else {@code AWS_ENDPOINT_URL}, or else at AWS. Credentials come from wherever the SDK
 * finds them; an address of one's own may go without.
 */
public final class AwsClients implements AutoCloseable {
    /** For a call with all its repetitions. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(30);

    private final Optional<URI> endpoint;
    private final UnaryOperator<String> environment;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final Map<String, SdkAutoCloseable> clients = new ConcurrentHashMap<>();

    /**
     * @param endpoint the address of all services, as the server was told at its start
     * @param environment the value of an environment variable, or null
     */
    public AwsClients(
            Optional<URI> endpoint, UnaryOperator<String> environment, AwsCredentialsProvider credentials) {
        this.endpoint = endpoint;
        this.environment = environment;
        this.credentials = credentials;
    }

    /** A service cannot be spoken to; the message is a sentence that names the setting which is missing. */
    public static final class NotConfigured extends Exception {
        NotConfigured(String message) {
            super(message);
        }
    }

    /** CodeBuild in a region. */
    public CodeBuildClient codeBuild(String region) throws NotConfigured {
        return client("CodeBuild", region, CodeBuildClient.class, CodeBuildClient::builder);
    }

    /** Lambda in a region. */
    public LambdaClient lambda(String region) throws NotConfigured {
        return client("Lambda", region, LambdaClient.class, LambdaClient::builder);
    }

    /** CloudWatch in a region. */
    public CloudWatchClient cloudWatch(String region) throws NotConfigured {
        return client("CloudWatch", region, CloudWatchClient.class, CloudWatchClient::builder);
    }

    /** EventBridge in a region. */
    public EventBridgeClient eventBridge(String region) throws NotConfigured {
        return client("EventBridge", region, EventBridgeClient.class, EventBridgeClient::builder);
    }

    /** SNS in a region. */
    public SnsClient sns(String region) throws NotConfigured {
        return client("SNS", region, SnsClient.class, SnsClient::builder);
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkAutoCloseable> C client(
            String service, String region, Class<C> type, Supplier<B> builder) throws NotConfigured {
        var address = address(service);
        var signer = signer(service, address);
        Function<String, SdkAutoCloseable> make = _ -> {
            var making = builder.get()
                    .region(Region.of(region))
                    .credentialsProvider(signer)
                    .httpClient(http)
                    .overrideConfiguration(settings -> settings.apiCallTimeout(LONGEST_CALL));
            address.ifPresent(making::endpointOverride);
            return making.build();
        };
        // Credentials may come and go while the server runs, so a client without them is another one.
        return type.cast(clients.computeIfAbsent(service + " " + region + " " + (signer == credentials), make));
    }

    private Optional<URI> address(String service) throws NotConfigured {
        var own = variable("AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT));
        if (own.isPresent()) {
            return own;
        }
        return endpoint.isPresent() ? endpoint : variable("AWS_ENDPOINT_URL");
    }

    private Optional<URI> variable(String name) throws NotConfigured {
        var value = environment.apply(name);
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        try {
            var uri = URI.create(value.strip());
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException bad) {
            // Told below with the rest that is no address.
        }
        throw new NotConfigured(
                "The server's environment variable %s is \"%s\", which is not an http or https URL."
                        .formatted(name, value));
    }

    private AwsCredentialsProvider signer(String service, Optional<URI> address) throws NotConfigured {
        try {
            credentials.resolveCredentials();
            return credentials;
        } catch (SdkClientException none) {
            if (address.isPresent()) {
                return AnonymousCredentialsProvider.create();
            }
            throw new NotConfigured(("%s cannot be reached: the server has neither AWS credentials nor an address for"
                            + " it. Start it with --aws-endpoint, with AWS_ENDPOINT_URL_%s, or with credentials where"
                            + " the AWS SDK looks for them.")
                    .formatted(service, service.toUpperCase(Locale.ROOT)));
        }
    }

    @Override
    public void close() {
        clients.values().forEach(SdkAutoCloseable::close);
        http.close();
    }
}
