package dev.pipewright.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** As much of GitHub's REST API as hooks need: one token opens every repository. */
public final class FakeGitHub implements AutoCloseable {
    public static final String TOKEN = "gho_right";

    /** What was asked, as {@code METHOD PATH}. */
    final List<String> calls = new ArrayList<>();
    /** The hooks by repository and id. */
    public final Map<String, ObjectNode> hooks = new TreeMap<>();
    private final HttpServer server;
    private int lastId;
    private String failure;
    private URI redirect;

    public FakeGitHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI api() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Answers below a path as it likes. */
    public void serve(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    /** Every call that would change something is answered with status 500 and this body, until it is null. */
    void failWith(String body) {
        failure = body;
    }

    /** Every call is told to go there instead. */
    void redirectTo(URI other) {
        redirect = other;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        var method = exchange.getRequestMethod();
        var path = exchange.getRequestURI().getPath();
        var body = exchange.getRequestBody().readAllBytes();
        calls.add(method + " " + path);
        var repository = path.replaceFirst("^/repos/", "").replaceFirst("/hooks.*$", "");
        var id = path.substring(path.lastIndexOf('/') + 1);
        if (redirect != null) {
            exchange.getResponseHeaders().add("Location", redirect + path);
            send(exchange, 307, "");
        } else if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            var given = exchange.getRequestHeaders().getFirst("Authorization");
            send(exchange, 401, "{\"message\":\"Bad credentials: " + given + "\"}");
        } else if (failure != null && !method.equals("GET")) {
            send(exchange, 500, failure);
        } else {
            switch (method) {
                case "GET" -> send(exchange, 200, list(repository));
                case "POST" -> create(exchange, repository, body);
                case "PATCH" -> update(exchange, repository + " " + id, body);
                case "DELETE" -> send(exchange, hooks.remove(repository + " " + id) == null ? 404 : 204, "");
                default -> send(exchange, 405, "");
            }
        }
    }

    private String list(String repository) {
        return hooks.entrySet().stream()
                .filter(hook -> hook.getKey().startsWith(repository + " "))
                .map(hook -> hook.getValue().toString())
                .toList()
                .toString();
    }

    private void create(HttpExchange exchange, String repository, byte[] body) throws IOException {
        var hook = (ObjectNode) JsonMapper.shared().readTree(body);
        var url = hook.at("/config/url");
        if (hooks.values().stream().anyMatch(it -> it.at("/config/url").equals(url))) {
            send(exchange, 422, """
                    {"message":"Validation Failed","errors":[{"message":"Hook already exists on this repository"}]}""");
            return;
        }
        lastId++;
        hooks.put(repository + " " + lastId, hook.put("id", lastId));
        send(exchange, 201, hook.toString());
    }

    private void update(HttpExchange exchange, String key, byte[] body) throws IOException {
        JsonNode changed = JsonMapper.shared().readTree(body);
        hooks.get(key).set("config", changed.get("config"));
        send(exchange, 200, hooks.get(key).toString());
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
