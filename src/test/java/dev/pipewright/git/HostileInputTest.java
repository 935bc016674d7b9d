package dev.pipewright.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, branches and requests that want out of their place. None changes the one server that all are sent to. */
class HostileInputTest {
    @TempDir
    static Path folder;

    static GitServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new GitServer(folder);
        server.repositories.create("demo");
        server.repositories.create("private");
        var work = server.workingCopy("work");
        server.commit(work, "First");
        server.ok(work, "push", "--quiet", server.remote("demo"), "main");
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "../demo", "a b", "demo.git", "ä", "a\0b", "a\nb", "C:\\x", "~x"})
    void a_name_that_is_no_name_is_refused_and_is_never_found(String name) throws Exception {
        assertThatThrownBy(() -> server.repositories.create(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("epository name");
        assertThat(server.repositories.exists(name)).isFalse();
        assertThat(server.repositories.tip(name, "main")).isEmpty();
        assertThat(server.repositories.commit(name, "a".repeat(40))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"main..", "../../HEAD", "a b", "", "refs/heads/main", "HEAD", "x\0"})
    void a_branch_of_a_strange_name_is_a_branch_that_is_not_there(String branch) throws Exception {
        assertThat(server.repositories.tip("demo", branch)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "GET /git/../demo",
        "GET /git/..",
        "GET /git/%2e%2e/demo",
        "GET /git/demo/%2e%2e/private",
        "GET /git/demo%2f..%2fprivate",
        "GET /git/..%2fdemo.git/HEAD",
        "GET /git/demo;x",
        "GET /git/demo;x=/info/refs?service=git-upload-pack",
        "GET /git//demo",
        "GET /git//demo/info/refs?service=git-upload-pack",
        "GET /git/demo//info/refs?service=git-upload-pack",
        "GET /git/demo%00",
        "GET /git/demo%0a",
        "GET /git/%64emo",
        "GET /git/DEMO",
        "GET /git/DEMO/info/refs",
        "GET /git/demo/HEAD",
        "GET /git/demo/config",
        "GET /git/demo/objects/info/packs",
        "GET /git/demo.git.git",
        "GET /git/demo/info/refs",
        "GET /git/demo/info/refs?service=git-upload-archive",
        "GET /git/demo/git-upload-pack",
        "GET /git/demo/commit/",
        "GET /git/demo/commit/../../private",
        "GET /git/",
        "GET /git",
        "POST /git/demo",
        "PUT /git/demo",
        "DELETE /git/demo",
        "TRACE /git/demo",
        "POST /git/demo/info/refs?service=git-receive-pack",
        "POST /git/~style.css",
        "PROPFIND /git/demo",
    })
    void a_request_for_nothing_is_refused_as_the_callers_mistake(String requestLine) throws Exception {
        assertThat(server.raw(requestLine)).startsWith("HTTP/1.1 4");
    }

    @Test
    void a_name_of_any_length_is_refused_as_the_callers_mistake() throws Exception {
        assertThat(server.raw("GET /git/" + "x".repeat(101))).startsWith("HTTP/1.1 400 ").contains("at most 100");
        assertThat(server.raw("GET /git/" + "x".repeat(7_000))).startsWith("HTTP/1.1 400 ");
        assertThat(server.raw("GET /git/" + "x".repeat(70_000))).startsWith("HTTP/1.1 414 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "Basic", "Basic !!!", "Basic YWJj", "Digest username=\"ADMIN\""})
    void a_strange_authorization_is_refused(String header) {
        var answer = new BasicAuthentication((_, _) -> {
            throw new AssertionError("Nobody is to be looked up.");
        }).check(header);

        assertThat(answer).isInstanceOf(BasicAuthentication.Answer.Unknown.class);
    }
}
