package dev.pipewright.action.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.pipewright.action.Given;
import dev.pipewright.action.InMemoryObjects;
import dev.pipewright.action.Zips;
import dev.pipewright.git.DiskMeasurement;
import dev.pipewright.git.GitHubRepositories;
import dev.pipewright.git.ServedRepositories;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Revision;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source at GitHub, which is played by bare repositories over HTTP with Basic authentication. */
final class GitHubSourceTest {
    private static final String TOKEN = "gho_opens";

    static {
        DiskMeasurement.begin();
    }

    @TempDir
    private Path folder;

    private final InMemoryObjects objects = new InMemoryObjects();
    private HttpServer server;
    private ServedRepositories served;
    private GitHubRepositories gitHub;
    private Path work;
    private String first;

    @BeforeEach
    void start() throws Exception {
        var repositories = folder.resolve("repositories");
        work = Files.createDirectories(folder.resolve("work"));
        git("init", "-q", "-b", "main");
        git("init", "-q", "--bare", repositories.resolve("acme/shop.git").toString());
        git("remote", "add", "origin", repositories.resolve("acme/shop.git").toString());
        first = commit("First");
        served = new ServedRepositories(repositories, TOKEN);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", served);
        server.start();
        Files.createDirectories(folder.resolve("github"));
        gitHub = new GitHubRepositories(folder.resolve("github"), URI.create(base() + "/api/v3"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private String git(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
        builder.environment().putAll(Map.of(
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_CONFIG_SYSTEM", "/dev/null",
                "GIT_AUTHOR_NAME", "Ada", "GIT_AUTHOR_EMAIL", "ada@example.com",
                "GIT_COMMITTER_NAME", "Ada", "GIT_COMMITTER_EMAIL", "ada@example.com",
                "GIT_AUTHOR_DATE", "2026-01-01T10:00:00Z", "GIT_COMMITTER_DATE", "2026-01-02T10:00:00Z"));
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }

    /** Commits a file that holds the message, and pushes it. */
    private String commit(String message) throws Exception {
        Files.writeString(work.resolve("file"), message);
        git("add", "-A");
        git("commit", "-q", "-m", message);
        git("push", "-q", "-f", "origin", "main");
        return git("rev-parse", "HEAD");
    }

    private static Map<String, String> configuration(String... changes) {
        var configuration = new HashMap<>(
                Map.of("Owner", "acme", "Repo", "shop", "Branch", "main", "OAuthToken", TOKEN));
        for (int i = 0; i < changes.length; i += 2) {
            configuration.put(changes[i], changes[i + 1]);
        }
        return configuration;
    }

    private GitHubSource provider() {
        return new GitHubSource(gitHub, objects, folder);
    }

    private Given source(String... changes) {
        return Given.action(provider()).with(configuration(changes)).making("App");
    }

    private String taken() {
        return Zips.contents(objects.written(Given.BUCKET, "App").bytes()).get("file");
    }

    @Test
    void the_tip_of_the_branch_becomes_the_artifact_and_is_told() throws Exception {
        var second = commit("Second");

        var success = source().success();

        assertThat(taken()).isEqualTo("Second");
        var url = base() + "/acme/shop/commit/" + second;
        assertThat(success.outputVariables())
                .containsOnly(
                        Map.entry("RepositoryName", "shop"),
                        Map.entry("BranchName", "main"),
                        Map.entry("CommitId", second),
                        Map.entry("CommitUrl", url),
                        Map.entry("CommitMessage", "Second"),
                        Map.entry("AuthorDate", "2026-01-01T10:00:00Z"),
                        Map.entry("CommitterDate", "2026-01-02T10:00:00Z"));
        assertThat(success.revisions())
                .containsExactly(new Revision(
                        "App", second, "2026-01-02T10:00:00Z", "Second", Instant.parse("2026-01-02T10:00:00Z"), url));
        assertThat(source().success()).isEqualTo(success);
    }

    @Test
    void the_wanted_commit_is_taken_though_its_branch_moved_on() throws Exception {
        commit("Second");

        assertThat(source().ofRevision(first).success().revisions().getFirst().revisionId()).isEqualTo(first);

        assertThat(taken()).isEqualTo("First");
    }

    @Test
    void a_watcher_sees_the_tip_as_it_moves_and_fetches_nothing() throws Exception {
        var configuration = configuration();
        assertThat(provider().newest(configuration)).contains(first);
        var second = commit("Second");
        assertThat(provider().newest(configuration)).contains(second);
        assertThat(provider().newest(configuration("Branch", "dev"))).isEmpty();
        assertThat(provider().newest(configuration("Repo", "nothing"))).isEmpty();
        assertThat(served.asked()).isNotEmpty().noneMatch(path -> path.contains("upload-pack"));
    }

    @Test
    void it_is_watched_unless_the_action_says_otherwise() {
        assertThat(provider().startsPipeline(configuration())).isTrue();
        assertThat(provider().startsPipeline(configuration("PollForSourceChanges", "false"))).isFalse();
    }

    @Test
    void what_is_not_there_is_named() throws Exception {
        assertThat(source("Branch", "dev").failure())
                .satisfies(failure -> assertThat(failure.type()).isEqualTo(FailureType.ConfigurationError))
                .satisfies(failure -> assertThat(failure.message()).contains("\"dev\"", "\"acme/shop\""));
        assertThat(source("Repo", "nothing").failure())
                .satisfies(failure -> assertThat(failure.type()).isEqualTo(FailureType.ConfigurationError))
                .satisfies(failure -> assertThat(failure.message()).contains("\"acme/nothing\""));
        for (var wanted : List.of("f".repeat(40), "main", "../../etc")) {
            assertThat(source().ofRevision(wanted).failure())
                    .satisfies(failure -> assertThat(failure.type()).isEqualTo(FailureType.RevisionUnavailable))
                    .satisfies(failure -> assertThat(failure.message()).contains(wanted));
        }
    }

    @Test
    void a_token_that_does_not_open_it_is_a_permission_that_is_missing_and_is_not_repeated() throws Exception {
        var failure = source("OAuthToken", "gho_wrong").failure();

        assertThat(failure.type()).isEqualTo(FailureType.PermissionError);
        assertThat(failure.message()).contains("acme/shop", "OAuthToken").doesNotContain("gho_wrong");
        assertThatThrownBy(() -> provider().newest(configuration("OAuthToken", "gho_wrong")))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(AccessDeniedException.class)
                .hasStackTraceContaining("acme/shop")
                .extracting(GitHubSourceTest::trace).asString().doesNotContain("gho_wrong");
    }

    @Test
    void a_token_that_may_do_other_things_is_a_permission_that_is_missing() throws Exception {
        server.removeContext("/");
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
        });

        assertThat(source().failure().type()).isEqualTo(FailureType.PermissionError);
    }

    @Test
    void what_one_token_fetched_is_not_given_to_another() throws Exception {
        source().success();

        var failure = source("OAuthToken", "gho_wrong").ofRevision(first).failure();

        assertThat(failure.type()).isEqualTo(FailureType.PermissionError);
    }

    @Test
    void what_was_fetched_with_a_token_goes_when_nobody_has_it_any_more() throws Exception {
        source().success();
        gitHub.sweep(Set.of(TOKEN, "other"));
        assertThat(folder.resolve("github")).isNotEmptyDirectory();
        assertThat(source().success().revisions().getFirst().revisionId()).isEqualTo(first);

        gitHub.sweep(Set.of("other"));

        assertThat(folder.resolve("github")).isEmptyDirectory();
        assertThat(source().success().revisions().getFirst().revisionId()).isEqualTo(first);
    }

    @Test
    void the_token_follows_no_redirect() throws Exception {
        var elsewhere = new CopyOnWriteArrayList<String>();
        var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            elsewhere.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        other.start();
        server.removeContext("/");
        server.createContext("/", exchange -> {
            if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"GitHub\"");
                exchange.sendResponseHeaders(401, -1);
            } else {
                var to = "http://127.0.0.1:" + other.getAddress().getPort() + exchange.getRequestURI();
                exchange.getResponseHeaders().add("Location", to);
                exchange.sendResponseHeaders(302, -1);
            }
            exchange.close();
        });
        try {
            assertThat(source().failure().message()).contains("\"acme/shop\"").doesNotContain(TOKEN);
            assertThatThrownBy(() -> provider().newest(configuration())).isInstanceOf(UncheckedIOException.class);
            assertThat(elsewhere).isEmpty();
        } finally {
            other.stop(0);
        }
    }

    @Test
    void a_github_that_repeats_the_token_is_not_passed_on() throws Exception {
        server.removeContext("/");
        server.createContext("/", exchange -> {
            var line = "ERR you said " + TOKEN;
            var text = "001e# service=git-upload-pack\n0000%04x%s".formatted(line.length() + 4, line).getBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/x-git-upload-pack-advertisement");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });

        assertThat(source().failure().message()).contains("you said ****").doesNotContain(TOKEN);
        assertThatThrownBy(() -> provider().newest(configuration()))
                .hasStackTraceContaining("you said ****")
                .extracting(GitHubSourceTest::trace).asString().doesNotContain(TOKEN);
    }

    @Test
    void a_github_that_is_not_there_is_tried_later() throws Exception {
        server.stop(0);

        assertThat(source().failure().type()).isEqualTo(FailureType.SystemUnavailable);
    }

    @Test
    void names_that_lead_elsewhere_are_refused_before_anything_is_asked() throws Exception {
        for (var key : List.of("Owner", "Repo", "Branch")) {
            assertThat(provider().trouble(Map.of(key, "..")).orElseThrow()).startsWith("The " + key + " ");
            assertThat(source(key, "..").failure())
                    .satisfies(failure -> assertThat(failure.type()).isEqualTo(FailureType.ConfigurationError))
                    .satisfies(failure -> assertThat(failure.message()).startsWith("The " + key + " \"..\" "));
            assertThatThrownBy(() -> provider().newest(configuration(key, "..")))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(key);
        }
        assertThat(served.asked()).isEmpty();
    }

    private static String trace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
