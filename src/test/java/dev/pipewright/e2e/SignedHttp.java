package dev.pipewright.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests made by hand and signed by the SDK's own signer: for what no SDK client would send, and what none reads. */
record SignedHttp(URI endpoint, AwsCredentials key, Clock clock) {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    private static final JsonMapper JSON = JsonMapper.shared();

    static SignedHttp of(LocalServer server) {
        return new SignedHttp(server.endpoint(), server.key(), Clock.systemUTC());
    }

    SignedHttp with(AwsCredentials other) {
        return new SignedHttp(endpoint, other, clock);
    }

    SignedHttp with(Clock other) {
        return new SignedHttp(endpoint, key, other);
    }

    /** An answer of an operation. */
    record Answer(int status, String type, String requestId, String body) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        String message() {
            return json().path("message").asString("");
        }
    }

    /** Calls an operation of CodePipeline. */
    Answer call(String operation, String body) {
        return target("CodePipeline_20150709." + operation, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Calls an operation of the server's administration. */
    Answer administration(String operation, String body) {
        return target("pipewright", "Pipewright_20261122." + operation, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Calls what a target header names; none when it is null. */
    Answer target(String target, byte[] body) {
        return target("codepipeline", target, body);
    }

    private Answer target(String service, String target, byte[] body) {
        var unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint.resolve("/"))
                .putHeader("Content-Type", "application/x-amz-json-1.1");
        if (target != null) {
            unsigned.putHeader("X-Amz-Target", target);
        }
        var signed = AwsV4HttpSigner.create()
                .sign(request -> request.identity(key)
                        .request(unsigned.build())
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, LocalServer.REGION)
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
                .request();
        var request = HttpRequest.newBuilder(endpoint.resolve("/")).POST(BodyPublishers.ofByteArray(body));
        signed.headers().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return answer(send(request.build()));
    }

    static Answer answer(HttpResponse<String> response) {
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("x-amzn-ErrorType").orElse(null),
                response.headers().firstValue("x-amzn-RequestId").orElse(null),
                response.body());
    }

    static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer to " + request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
