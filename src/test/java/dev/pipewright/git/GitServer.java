package dev.pipewright.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pipewright.wire.Credentials;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Principal;
import dev.pipewright.wire.Verdict;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jgit.lib.internal.WorkQueue;

/** A server with the endpoint on a free port, the real {@code git} as its client, and people of several rights. */
final class GitServer {
    static final String ACCOUNT = "111122223333";
    static final String SECRET = "secret/of+all:these=keys";

    static final int MAX_PUSH_BYTES = 4 << 20;

    /** How a command ended, and what it printed. */
    record Ran(int status, String output) {}

    final HostedRepositories repositories;
    final List<String> pushes = new CopyOnWriteArrayList<>();
    volatile PushListener listener = PushListener.NONE;
    private final Path home;
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    static {
        DiskMeasurement.begin();
    }

    GitServer(Path folder) throws Exception {
        home = Files.createDirectories(folder.resolve("home"));
        connector.setHost("127.0.0.1");
        connector.open();
        server.addConnector(connector);
        repositories = new HostedRepositories(folder.resolve("repositories"), URI.create(url("")));
        var endpoint = new GitEndpoint(
                repositories, GitServer::key, "eu-central-1", ACCOUNT, Clock.systemUTC(), this::pushed, MAX_PUSH_BYTES);
        var context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(endpoint), "/git/*");
        server.setHandler(context);
        server.start();
    }

    private void pushed(String repository, String ref, String oldId, String newId) {
        pushes.add("%s %s %s %s".formatted(repository, ref, oldId, newId));
        listener.pushed(repository, ref, oldId, newId);
    }

    private static Optional<Credentials.Key> key(String id, Optional<String> sessionToken) {
        Principal.Grants grants =
                switch (id) {
                    case "ADMIN", "STRANGER" -> Principal.Grants.ALL;
                    case "READER" -> access -> access.action().equals("codecommit:GitPull")
                                    && access.resource().equals("arn:aws:codecommit:eu-central-1:111122223333:demo")
                            ? Verdict.ALLOWED
                            : Verdict.NOT_ALLOWED;
                    case "TEMPORARY" -> throw new Fault(
                            "UnrecognizedClientException", 403, "The key TEMPORARY needs its session token.");
                    case String _ -> null;
                };
        if (grants == null) return Optional.empty();
        var account = id.equals("STRANGER") ? "999999999999" : ACCOUNT;
        var arn = "arn:aws:iam::" + account + ":user/" + id.toLowerCase(Locale.ROOT);
        return Optional.of(new Credentials.Key(id, SECRET, new Principal(account, arn, grants)));
    }

    String url(String path) {
        return "http://127.0.0.1:" + connector.getLocalPort() + path;
    }

    /** The address of a repository with the name and password of somebody in it. */
    String remote(String user, String secret, String name) {
        return "http://%s:%s@127.0.0.1:%d/git/%s".formatted(
                user, URLEncoder.encode(secret, UTF_8), connector.getLocalPort(), name);
    }

    String remote(String name) {
        return remote("ADMIN", SECRET, name);
    }

    /** A working copy with an identity, on the branch main, without commits. */
    Path workingCopy(String name) throws Exception {
        var folder = home.resolve(name);
        ok(home, "init", "-q", "-b", "main", name);
        return folder;
    }

    /** Commits all that is in a working copy, and answers the commit's id. */
    String commit(Path folder, String message) throws Exception {
        ok(folder, "add", "-A");
        ok(folder, "commit", "-q", "--allow-empty", "-m", message);
        return ok(folder, "rev-parse", "HEAD").strip();
    }

    /** Runs git, which must succeed. */
    String ok(Path folder, String... arguments) throws Exception {
        var ran = git(folder, arguments);
        if (ran.status != 0) throw new AssertionError(String.join(" ", arguments) + ": " + ran.output);
        return ran.output;
    }

    Ran git(Path folder, String... arguments) throws Exception {
        return dated("2026-03-02T12:34:56Z", folder, arguments);
    }

    /** Runs git as if now were then, in Git's spelling. */
    Ran dated(String commitDate, Path folder, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(Arrays.asList(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_") || name.endsWith("_proxy"));
        builder.environment().putAll(Map.of(
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_CONFIG_SYSTEM", "/dev/null",
                "GIT_TERMINAL_PROMPT", "0",
                "HOME", home.toString(),
                "LC_ALL", "C.UTF-8",
                "GIT_AUTHOR_NAME", "Ada Lovelace",
                "GIT_AUTHOR_EMAIL", "ada@example.com",
                "GIT_COMMITTER_NAME", "Grace Hopper",
                "GIT_COMMITTER_EMAIL", "grace@example.com"));
        builder.environment().put("GIT_AUTHOR_DATE", "2026-03-01T10:00:00+01:00");
        builder.environment().put("GIT_COMMITTER_DATE", commitDate);
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ran(process.waitFor(), output);
    }

    /** What a browser of the administrator gets. */
    HttpResponse<String> browse(String path) throws Exception {
        return browse("ADMIN", path);
    }

    HttpResponse<String> browse(String user, String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url(path)))
                    .header("Authorization", basic(user, SECRET))
                    .header("Accept", "text/html,application/xhtml+xml")
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Sends a request line as it is, which no HTTP client would, and answers all that comes back. */
    String raw(String requestLine) throws IOException {
        try (var socket = new Socket("127.0.0.1", connector.getLocalPort())) {
            socket.setSoTimeout(10_000);
            var request = requestLine + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + basic("ADMIN", SECRET)
                    + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new InputStreamReader(socket.getInputStream(), UTF_8).readAllAsString();
        }
    }

    static String basic(String user, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(UTF_8));
    }

    void stop() throws Exception {
        server.stop();
        // After a push JGit looks in the background whether there is garbage; the folder must not go under its feet.
        WorkQueue.getExecutor().submit(() -> {}).get();
    }
}
