package dev.pipewright.hostile;

import dev.pipewright.cli.LocalCredentials;
import dev.pipewright.cli.ServerOptions;
import dev.pipewright.server.Server;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** A whole server, and requests to it that no client would make. */
public final class Door implements AutoCloseable {
    public static final String REGION = "eu-west-1";
    public static final String ACCOUNT = "000000000000";

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();

    private final Server server;
    private final LocalCredentials administrator;

    private Door(Server server, LocalCredentials administrator) {
        this.server = server;
        this.administrator = administrator;
    }

    /** What came back. */
    public record Answer(int status, String requestId, String body) {}

    public static Door open(Path data) throws Exception {
        return open(ServerOptions.local(data, 0, REGION));
    }

    static Door open(ServerOptions options) throws Exception {
        var server = Server.start(options);
        return new Door(server, LocalCredentials.read(options.data()).orElseThrow());
    }

    Server server() {
        return server;
    }

    public URI endpoint() {
        return server.endpoint();
    }

    public LocalCredentials administrator() {
        return administrator;
    }

    /** A request of an operation that is signed as it has to be. */
    public Answer call(String service, String target, byte[] body) {
        return send(signed(service, target, body), body);
    }

    /** The answer to a request of CodePipeline that has to work. */
    public String must(String operation, String body) {
        var answer = call(
                "codepipeline", "CodePipeline_20150709." + operation, body.getBytes(StandardCharsets.UTF_8));
        if (answer.status() != 200) {
            throw new AssertionError(operation + " of " + body + " answered " + answer);
        }
        return answer.body();
    }

    SdkHttpRequest signed(String service, String target, byte[] body) {
        var unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint().resolve("/"))
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", target)
                .build();
        var key = AwsBasicCredentials.create(administrator.accessKeyId(), administrator.secretAccessKey());
        return AwsV4HttpSigner.create()
                .sign(request -> request.identity(key)
                        .request(unsigned)
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, REGION))
                .request();
    }

    private Answer send(SdkHttpRequest signed, byte[] body) {
        var request = HttpRequest.newBuilder(endpoint().resolve("/"))
                .timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.ofByteArray(body));
        signed.forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            var response = CLIENT.send(request.build(), BodyHandlers.ofString());
            var id = response.headers().firstValue("x-amzn-RequestId").orElse(null);
            return new Answer(response.statusCode(), id, response.body());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The head of a signed request, as it goes over the wire, without its end. */
    String head(SdkHttpRequest signed, int length) {
        var head = new StringBuilder("POST / HTTP/1.1\r\n");
        signed.forEachHeader((name, values) -> values.forEach(value -> {
            if (!name.equalsIgnoreCase("Content-Length")) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        }));
        return head + "Content-Length: " + length + "\r\nConnection: close\r\n";
    }

    /** What comes back on the socket for these bytes; the last header should say {@code Connection: close}. */
    public String raw(byte[] request) throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write(request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** A request without credentials. */
    public String raw(String method, String path, String headers, String body) throws IOException {
        var text = "%s %s HTTP/1.1\r\nHost: %s\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                .formatted(method, path, endpoint().getAuthority(), headers, body.length(), body);
        return raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Socket connect() throws IOException {
        var socket = new Socket(endpoint().getHost(), endpoint().getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** The status in what came back on a socket; 0 when nothing did. */
    public static int status(String answer) {
        return answer.length() < 12 ? 0 : Integer.parseInt(answer.substring(9, 12));
    }

    @Override
    public void close() {
        server.close();
    }
}
