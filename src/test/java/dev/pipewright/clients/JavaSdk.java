package dev.pipewright.clients;

import dev.pipewright.e2e.LocalServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;

/** Clients of the SDK for Java as they come, which tell what they were answered and how often they asked. */
final class JavaSdk implements AutoCloseable {
    private final LocalServer server;
    private final Set<String> answered = new ConcurrentSkipListSet<>();
    private final List<String> sent = new ArrayList<>();
    private final List<CodePipelineClient> clients = new ArrayList<>();

    JavaSdk(LocalServer server) {
        this.server = server;
    }

    private final class Recorder implements ExecutionInterceptor {
        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            sent.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        }

        @Override
        public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
            answered.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        }
    }

    CodePipelineClient client() {
        return client(server.endpoint());
    }

    CodePipelineClient client(URI endpoint) {
        var client = CodePipelineClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(LocalServer.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(server.key()))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(settings -> settings.addExecutionInterceptor(new Recorder()))
                .build();
        clients.add(client);
        return client;
    }

    /** The operations that were answered without an error. */
    Set<String> answered() {
        return answered;
    }

    /** Every request that was sent, with the repeated ones, by its operation. */
    List<String> sent() {
        return sent;
    }

    @Override
    public void close() {
        clients.forEach(CodePipelineClient::close);
    }
}
