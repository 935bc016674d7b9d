package dev.pipewright.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that answers the commands from a script: after a real push its one execution goes a step further at each
 * look. It keeps what it was sent, so that tests can ask.
 */
final class ScriptedServer implements ServerStarter, RunningServer {
    static final LocalCredentials KEY = new LocalCredentials("AKIATEST", "s3cr'et/+", "eu-west-1");
    static final String EXECUTION = "11111111-2222-3333-4444-555555555555";

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> ACTIONS = List.of("Source", "Build", "Approve", "Deploy");
    private static final Map<String, String> PROVIDERS =
            Map.of("Source", "CodeCommit", "Build", "Commands", "Approve", "Manual", "Deploy", "S3");

    final List<JsonNode> approvals = new CopyOnWriteArrayList<>();
    final List<String> repositories = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    boolean buildFails;
    boolean leftover;
    boolean closed;

    private HttpServer http;
    private Path data;
    private Optional<String> oldTip;
    private boolean pipeline;
    private boolean logRead;
    private int step;

    @Override
    public RunningServer start(ServerOptions options) throws CannotStart {
        try {
            data = Files.createDirectories(options.data());
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()), 0);
            http.setExecutor(Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory()));
            http.createContext("/git/", this::git);
            http.createContext("/demo-site", this::listObjects);
            http.createContext("/", this::call);
            http.start();
            KEY.write(data);
            LocalEndpoint.write(data, endpoint());
            oldTip = tip();
            step = 0;
            approvals.clear();
            return this;
        } catch (IOException unusable) {
            throw new CannotStart("Port " + options.port() + " is in use.", unusable);
        }
    }

    @Override
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    @Override
    public Path data() {
        return data;
    }

    @Override
    public void close() {
        closed = true;
        http.stop(0);
    }

    private void call(HttpExchange exchange) throws IOException {
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        var input = JSON.readTree(exchange.getRequestBody().readAllBytes());
        var operation = target.substring(target.indexOf('.') + 1);
        var answer = answer(operation, input);
        var status = answer.has("__type") ? 400 : 200;
        send(exchange, status, "application/x-amz-json-1.1", JSON.writeValueAsBytes(answer));
    }

    private ObjectNode answer(String operation, JsonNode input) throws IOException {
        return switch (operation) {
            case "GetRepository" -> {
                var name = input.path("repositoryName").asString("");
                yield repositories.contains(name) ? repository(name) : error("RepositoryDoesNotExistException", "no");
            }
            case "CreateRepository" -> createRepository(input.path("repositoryName").asString(""));
            case "ListRepositories" -> listRepositories(input.path("nextToken").asString(""));
            case "CreatePipeline" -> createPipeline();
            case "UpdatePipeline" -> JSON.createObjectNode();
            case "ListPipelineExecutions" -> executions();
            case "GetPipelineExecution" -> execution();
            case "ListActionExecutions" -> actions();
            case "GetPipelineState" -> state();
            case "PutApprovalResult" -> {
                if (!leftover) approvals.add(input);
                leftover = false;
                yield JSON.createObjectNode().put("approvedAt", 1_700_000_000);
            }
            case "GetLogEvents" -> logEvents(input);
            default -> error("UnknownOperationException", operation);
        };
    }

    private ObjectNode createRepository(String name) throws IOException {
        if (repositories.contains(name)) {
            return error("RepositoryNameExistsException", "There is a repository " + name + " already.");
        }
        repositories.add(name);
        run(List.of("git", "init", "-q", "--bare", bare(name).toString()), Map.of(), new byte[0]);
        run(List.of("git", "-C", bare(name).toString(), "config", "http.receivepack", "true"), Map.of(), new byte[0]);
        return repository(name);
    }

    private ObjectNode listRepositories(String token) {
        // One name a page, so that the next token matters.
        var index = token.isEmpty() ? 0 : Integer.parseInt(token);
        var answer = JSON.createObjectNode();
        var page = answer.putArray("repositories");
        if (index < repositories.size()) page.addObject().put("repositoryName", repositories.get(index));
        if (index + 1 < repositories.size()) answer.put("nextToken", "" + (index + 1));
        return answer;
    }

    private ObjectNode repository(String name) {
        var answer = JSON.createObjectNode();
        answer.putObject("repositoryMetadata")
                .put("repositoryName", name)
                .put("accountId", "123456789012")
                .put("cloneUrlHttp", endpoint() + "/git/" + name);
        return answer;
    }

    private ObjectNode createPipeline() {
        if (pipeline) return error("PipelineNameInUseException", "taken");
        pipeline = true;
        return JSON.createObjectNode();
    }

    private ObjectNode executions() throws IOException {
        var answer = JSON.createObjectNode();
        var list = answer.putArray("pipelineExecutionSummaries");
        if (!tip().equals(oldTip)) {
            var ours = list.addObject().put("pipelineExecutionId", EXECUTION).put("status", "InProgress");
            ours.putObject("trigger").put("triggerType", "CloudWatchEvent");
        }
        var creation = list.addObject().put("pipelineExecutionId", "creation").put("status", "Failed");
        creation.putObject("trigger").put("triggerType", "CreatePipeline");
        return answer;
    }

    private ObjectNode execution() throws IOException {
        var answer = JSON.createObjectNode();
        var execution = answer.putObject("pipelineExecution")
                .put("pipelineName", "demo")
                .put("pipelineExecutionId", EXECUTION)
                .put("status", over() ? (buildFails ? "Failed" : "Succeeded") : "InProgress");
        var revisions = execution.putArray("artifactRevisions");
        if (step >= 1) {
            revisions.addObject()
                    .put("revisionId", tip().orElseThrow())
                    .put("revisionSummary", "Write the first pages\n\nbody");
        }
        return answer;
    }

    private boolean over() {
        return buildFails ? step >= 4 : step >= 8;
    }

    /** Even steps begin an action and odd ones end it; the approval waits for its answer. */
    private ObjectNode actions() {
        var waits = step == 5 && approvals.isEmpty();
        if (!waits && !over()) step++;
        var answer = JSON.createObjectNode();
        var list = answer.putArray("actionExecutionDetails");
        var last = buildFails ? 1 : 3;
        for (int i = Math.min(last, (step - 1) / 2); i >= 0; i--) {
            var ended = step >= 2 * i + 2;
            var failed = ended && buildFails && i == 1;
            var detail = list.addObject()
                    .put("pipelineExecutionId", EXECUTION)
                    .put("actionExecutionId", "run-" + ACTIONS.get(i))
                    .put("stageName", ACTIONS.get(i))
                    .put("actionName", ACTIONS.get(i))
                    .put("startTime", 1_700_000_000.0 + i)
                    .put("lastUpdateTime", 1_700_000_000.5 + i)
                    .put("status", failed ? "Failed" : ended ? "Succeeded" : "InProgress");
            if (PROVIDERS.get(ACTIONS.get(i)).equals("Manual")) {
                detail.putObject("input").putObject("resolvedConfiguration").put("CustomData", "2 pages made");
            }
            if (failed) {
                detail.putObject("output").putObject("executionResult").putObject("errorDetails")
                        .put("code", "JobFailed").put("message", "sh test.sh ended with status 1");
            }
        }
        return answer;
    }

    private ObjectNode state() {
        if (!pipeline) return error("PipelineNotFoundException", "none yet");
        var answer = JSON.createObjectNode().put("pipelineName", "demo");
        var stages = answer.putArray("stageStates");
        if (step != 5 && !leftover) return answer;
        var stage = stages.addObject().put("stageName", "Approve");
        stage.putObject("latestExecution").put("pipelineExecutionId", EXECUTION).put("status", "InProgress");
        stage.putArray("actionStates").addObject().put("actionName", "Approve")
                .putObject("latestExecution").put("status", "InProgress")
                .put("token", leftover ? "old-token" : "the-token");
        return answer;
    }

    private ObjectNode logEvents(JsonNode input) {
        if (!input.path("logStreamName").asString("").equals("run-Build") || step < 3) {
            return error("ResourceNotFoundException", "no such stream");
        }
        var answer = JSON.createObjectNode().put("nextForwardToken", "f/1");
        var events = answer.putArray("events");
        var message = "made \u001b[31msite/index.html\n";
        if (!logRead) events.addObject().put("timestamp", 1_700_000_000_000L).put("message", message);
        logRead = true;
        return answer;
    }

    private static ObjectNode error(String type, String message) {
        return JSON.createObjectNode().put("__type", type).put("message", message);
    }

    private void listObjects(HttpExchange exchange) throws IOException {
        var xml = """
                <?xml version="1.0" encoding="UTF-8"?>
                <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>demo-site</Name>\
                <Contents><Key>site/index.html</Key><Size>42</Size></Contents></ListBucketResult>""";
        send(exchange, 200, "application/xml", xml.getBytes(StandardCharsets.UTF_8));
    }

    /** Hands the request to the machine's own {@code git http-backend}, once it carries the key. */
    private void git(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        var authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization == null) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
            send(exchange, 401, "text/plain", new byte[0]);
            return;
        }
        authorizations.add(authorization);
        var uri = exchange.getRequestURI();
        var type = exchange.getRequestHeaders().getFirst("Content-Type");
        var output = run(List.of("git", "http-backend"), Map.of(
                "GIT_PROJECT_ROOT", data.resolve("repositories").toAbsolutePath().toString(),
                "GIT_HTTP_EXPORT_ALL", "1",
                "PATH_INFO", uri.getPath().substring("/git".length()),
                "QUERY_STRING", uri.getQuery() == null ? "" : uri.getQuery(),
                "REQUEST_METHOD", exchange.getRequestMethod(),
                "CONTENT_TYPE", type == null ? "" : type,
                "REMOTE_USER", "test"), body);
        var text = new String(output, StandardCharsets.ISO_8859_1);
        var end = text.indexOf("\r\n\r\n");
        var contentType = "";
        for (var line : text.substring(0, end).split("\r\n")) {
            if (line.startsWith("Content-Type: ")) contentType = line.substring("Content-Type: ".length());
        }
        send(exchange, 200, contentType, text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1));
    }

    private Optional<String> tip() throws IOException {
        var ref = bare("demo").resolve("refs/heads/main");
        return Files.exists(ref) ? Optional.of(Files.readString(ref).strip()) : Optional.empty();
    }

    private Path bare(String name) {
        return data.resolve("repositories").resolve(name);
    }

    private static byte[] run(List<String> command, Map<String, String> environment, byte[] input) throws IOException {
        var builder = new ProcessBuilder(new ArrayList<>(command)).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        var process = builder.start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input);
        }
        var output = process.getInputStream().readAllBytes();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) throw new IOException(command + " hangs");
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
        return output;
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
