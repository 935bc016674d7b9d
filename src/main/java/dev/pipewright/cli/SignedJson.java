package dev.pipewright.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls the operations of a service that speaks awsJson1.1 and is not worth an SDK client of its own. */
final class SignedJson {
    /** The server answered with an error. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String type;

        Refused(String type, String message) {
            super(message, null, false, false);
            this.type = type;
        }

        /** The error's name, such as {@code RepositoryNameExistsException}. */
        String type() {
            return type;
        }

        Complaint asComplaint() {
            if (type.equals("UnrecognizedClientException")) {
                return new Complaint(
                        "The server does not know the credentials of this data directory: it serves another one.");
            }
            return new Complaint("The server answered: %s", getMessage());
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final URI endpoint;
    private final LocalCredentials credentials;
    private final String service;
    private final String targetPrefix;

    /**
     * Makes a caller of one service.
     *
     * @param service the name that requests are signed for, such as {@code codecommit}
     * @param targetPrefix the version that stands before the operation, such as {@code CodeCommit_20150413}
     */
    SignedJson(URI endpoint, LocalCredentials credentials, String service, String targetPrefix) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.service = service;
        this.targetPrefix = targetPrefix;
    }

    /**
     * Calls an operation and waits for its answer.
     *
     * @throws Refused when the server answers with an error
     * @throws Complaint when no server answers, or none of ours
     */
    JsonNode call(String operation, ObjectNode input) throws InterruptedException {
        try {
            return read(http.send(sign(operation, JSON.writeValueAsBytes(input)), BodyHandlers.ofByteArray()));
        } catch (IOException unreachable) {
            throw new Complaint("No server answers at %s; start it with: pipewright serve --data DIR", endpoint);
        }
    }

    private HttpRequest sign(String operation, byte[] body) {
        var unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint.resolve("/"))
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", targetPrefix + "." + operation)
                .build();
        var identity = AwsCredentialsIdentity.create(credentials.accessKeyId(), credentials.secretAccessKey());
        var signed = signer.sign(request -> request.identity(identity)
                        .request(unsigned)
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, credentials.region()))
                .request();
        var request = HttpRequest.newBuilder(endpoint.resolve("/"))
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofByteArray(body));
        signed.headers().forEach((name, values) -> {
            // Java's client writes this one itself, from the same URL, and lets nobody else do it.
            if (!name.equalsIgnoreCase("Host")) values.forEach(value -> request.header(name, value));
        });
        return request.build();
    }

    private JsonNode read(HttpResponse<byte[]> answer) {
        JsonNode body;
        try {
            body = JSON.readTree(answer.body().length == 0 ? new byte[] {'{', '}'} : answer.body());
        } catch (JacksonException notJson) {
            throw new Complaint("What answers at %s is no Pipewright server.", endpoint);
        }
        if (answer.statusCode() == 200) return body;
        var type = body.path("__type").asString("");
        if (type.isEmpty()) throw new Complaint("What answers at %s is no Pipewright server.", endpoint);
        var message = body.path("message").asString(body.path("Message").asString(type));
        throw new Refused(type.substring(type.indexOf('#') + 1), message);
    }
}
