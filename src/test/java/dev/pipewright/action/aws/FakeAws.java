package dev.pipewright.action.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP server that answers as an AWS service does, and remembers what it was asked. */
public final class FakeAws implements AutoCloseable {
    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Function<Asked, Answer> does = _ -> new Answer(500, "application/json", "{}");

    /** One request. */
    public record Asked(String path, String target, Map<String, List<String>> headers, String body) {
        public JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    /** One answer. */
    public record Answer(int status, String type, String body) {
        public static Answer json(String body) {
            return new Answer(200, "application/x-amz-json-1.1", body);
        }

        public static Answer xml(String body) {
            return new Answer(200, "text/xml", body);
        }

        /** A refusal as JSON services spell it. */
        public static Answer refused(int status, String code, String message) {
            return new Answer(
                    status, "application/x-amz-json-1.1",
                    "{\"__type\":\"%s\",\"message\":\"%s\",\"Message\":\"%s\"}".formatted(code, message, message));
        }
    }

    public FakeAws() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            var request = new Asked(
                    exchange.getRequestURI().getPath(), target, Map.copyOf(exchange.getRequestHeaders()), body);
            asked.add(request);
            var answer = does.apply(request);
            var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** What it answers from now on. */
    public FakeAws does(Function<Asked, Answer> next) {
        does = next;
        return this;
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Clients that speak to it. */
    public AwsClients clients() {
        return new AwsClients(
                Optional.of(address()),
                _ -> null,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLE", "secret")));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
