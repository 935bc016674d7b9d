package dev.pipewright.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories of a host elsewhere, played by the server's own Git, and by a folder. */
final class RemoteRepositoriesTest {
    @TempDir
    private Path folder;

    private GitServer server;
    private Path work;
    private String first;

    @BeforeEach
    void start() throws Exception {
        server = new GitServer(folder);
        server.repositories.create("shop");
        work = server.workingCopy("work");
        first = commit("src/a", "1");
        push("main");
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private String commit(String file, String content) throws Exception {
        var path = work.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
        return server.commit(work, file + " " + content);
    }

    private void push(String... refs) throws Exception {
        var arguments = new ArrayList<>(List.of("push", "-q", "-f", server.remote("shop")));
        arguments.addAll(List.of(refs));
        server.ok(work, arguments.toArray(String[]::new));
    }

    private RemoteRepositories host(String url, Optional<RemoteRepositories.Login> login) {
        return new RemoteRepositories(
                folder.resolve("mirrors"),
                new RemoteRepositories.Host(
                        URI.create(url), ".git", login, (repository, id) -> Optional.of("page/" + id)));
    }

    private RemoteRepositories host() {
        return host(server.url("/git"), Optional.of(new RemoteRepositories.Login("ADMIN", GitServer.SECRET)));
    }

    @Test
    void tips_and_commits_are_those_of_the_host_as_they_change() throws Exception {
        var host = host();
        assertThat(host.tip("shop", "main").orElseThrow().id()).isEqualTo(first);
        assertThat(host.tip("shop", "main").orElseThrow().url()).isEqualTo("page/" + first);
        var second = commit("src/a", "2");
        server.ok(work, "tag", "-a", "-m", "A release", "v1");
        push("main", "v1");
        assertThat(host.tips("shop")).containsOnlyKeys("refs/heads/main", "refs/tags/v1").containsValue(second);
        assertThat(host.tips("shop").get("refs/tags/v1")).isEqualTo(second);
        assertThat(host.tip("shop", "main").orElseThrow().id()).isEqualTo(second);
        assertThat(host.tip("shop", "dev")).isEmpty();
        assertThat(host.commit("shop", "f".repeat(40))).isEmpty();
        assertThat(host.fullCommitId("shop", second.substring(0, 9))).contains(second);
        push(":main", "HEAD:main/next");
        assertThat(host.tip("shop", "main")).isEmpty();
        assertThat(host.tip("shop", "main/next").orElseThrow().id()).isEqualTo(second);
    }

    @Test
    void a_commit_that_no_branch_has_any_more_is_had_by_its_id() throws Exception {
        var lost = commit("src/a", "lost");
        push("main");
        server.ok(work, "reset", "-q", "--hard", first);
        commit("src/a", "found");
        push("main");
        assertThat(host().commit("shop", lost).orElseThrow().message()).isEqualTo("src/a lost");
    }

    @Test
    void changed_files_lie_between_two_commits() throws Exception {
        commit("docs/b", "2");
        var third = commit("src/c", "3");
        push("main");
        assertThat(host().changedFiles("shop", first, third)).containsExactly("docs/b", "src/c");
        assertThat(host().changedFiles("shop", "f".repeat(40), third)).containsExactly("src/c");
        assertThat(host().changedFiles("shop", "", first)).containsExactly("src/a");
    }

    @Test
    void no_more_files_are_worked_out_than_can_count() throws Exception {
        for (int i = 0; i < 120; i++) Files.writeString(work.resolve("file-" + i), "x");
        var many = server.commit(work, "Many");
        push("main");
        assertThat(host().changedFiles("shop", first, many)).hasSize(100);
    }

    @Test
    void a_pull_request_changes_what_it_changes_also_when_it_is_merged() throws Exception {
        server.ok(work, "checkout", "-q", "-b", "topic");
        commit("src/b", "2");
        var head = commit("src/c", "3");
        server.ok(work, "checkout", "-q", "main");
        commit("docs/x", "4");
        push("main", "topic");
        assertThat(host().requestedFiles("shop", "main", head)).containsExactly("src/b", "src/c");
        server.ok(work, "merge", "-q", "--no-ff", "-m", "Merge", "topic");
        commit("docs/y", "5");
        push("main");
        assertThat(host().requestedFiles("shop", "main", head)).containsExactly("src/b", "src/c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../shop", "a/../../b", "", ".", "a//b", "/etc", "a b", "a/./b", "shop?x", "a\nb", "a:b@c"})
    void a_name_that_leads_elsewhere_is_none(String name) {
        assertThat(host().exists(name)).isFalse();
        assertThatThrownBy(() -> host().tips(name)).isInstanceOf(IOException.class);
    }

    @Test
    void the_wrong_token_is_refused_without_being_repeated() {
        var wrong = host(server.url("/git"), Optional.of(new RemoteRepositories.Login("ADMIN", "not-the-token")));
        assertThatThrownBy(() -> wrong.tip("shop", "main"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not authorized")
                .hasMessageNotContaining("not-the-token");
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        var asked = new CopyOnWriteArrayList<String>();
        var elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            var to = exchange.getRequestURI().toString().replace("/base/", "/inside/");
            exchange.getResponseHeaders().add("Location", to);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        elsewhere.start();
        try {
            var host = host("http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/base", Optional.empty());
            assertThatThrownBy(() -> host.tips("shop")).isInstanceOf(IOException.class);
            assertThat(asked).isNotEmpty().allMatch(path -> path.startsWith("/base/"));
        } finally {
            elsewhere.stop(0);
        }
    }
}
