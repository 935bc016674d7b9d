package dev.pipewright.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {
    @TempDir
    Path folder;

    GitServer server;
    Path work;

    @BeforeEach
    void start() throws Exception {
        server = new GitServer(folder);
        server.repositories.create("demo");
        work = server.workingCopy("work");
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private String push(String message) throws Exception {
        var id = server.commit(work, message);
        server.ok(work, "push", "--quiet", server.remote("demo"), "HEAD");
        return id;
    }

    @Test
    void an_empty_repository_shows_how_to_begin() throws Exception {
        var page = server.browse("/git/demo");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Nothing has been pushed yet.");
        assertThat(page.body()).contains("git remote add origin " + server.url("/git/demo"));
    }

    @Test
    void the_page_of_a_repository_shows_branches_and_the_last_20_commits() throws Exception {
        for (int i = 1; i <= 22; i++) server.commit(work, "Change " + i + ".");
        server.ok(work, "push", "--quiet", server.remote("demo"), "main", "main:feature/x");

        var page = server.browse("/git/demo").body();

        assertThat(page).contains("git clone " + server.url("/git/demo"));
        assertThat(page).contains("<li>main <span class=\"badge\">default</span>").contains("<li>feature/x <a");
        assertThat(page).contains(">Change 22.<").contains(">Change 3.<").doesNotContain(">Change 2.<");
    }

    @Test
    void the_page_of_a_commit_shows_who_when_why_and_what() throws Exception {
        Files.writeString(work.resolve("a.txt"), "one\ntwo\n");
        Files.writeString(work.resolve("old.txt"), "to be moved\n".repeat(5));
        var first = push("First");
        Files.writeString(work.resolve("a.txt"), "one\n2\nthree\n");
        Files.move(work.resolve("old.txt"), work.resolve("new.txt"));
        Files.write(work.resolve("binary"), new byte[] {1, 0, 2});
        var second = push("Second & last\n\nBecause.");

        var page = server.browse("/git/demo/commit/" + second).body();

        assertThat(page).contains("<h1>Second &amp; last</h1>").contains("Because.");
        assertThat(page).contains("href=\"/git/demo/commit/" + first + "\"");
        assertThat(page).contains("Ada Lovelace").contains("2026-03-01 09:00 UTC");
        assertThat(page).contains("Grace Hopper").contains("2026-03-02 12:34 UTC");
        assertThat(page).contains("3 changed files");
        assertThat(page).contains(
                "<span class=\"path\">a.txt</span> <span class=\"added\">+2</span> <span class=\"deleted\">−1</span>");
        assertThat(page).contains("old.txt → new.txt");
        assertThat(page).contains("<span class=\"path\">binary</span> <span class=\"meta\">not shown");
        assertThat(page).contains("<span class=\"deleted\">-two</span>").contains("<span class=\"added\">+2</span>");
        assertThat(server.browse("/git/demo/commit/" + first).body()).contains("<span class=\"added\">+two</span>");
    }

    @Test
    void what_people_write_is_never_taken_for_html() throws Exception {
        var evil = "<script>alert('x')</script>";
        Files.writeString(work.resolve("<b>\"bold\"&.txt"), evil + "\n");
        var id = server.commit(work, evil + " \"quoted\" & more\n\n" + evil);
        server.ok(work, "push", "--quiet", server.remote("demo"), "main", "main:<i>");

        for (var path : new String[] {"/git/demo", "/git/demo/commit/" + id}) {
            var page = server.browse(path);
            assertThat(page.body()).doesNotContain("<script").doesNotContain("<b>").doesNotContain("<i>");
            assertThat(page.body()).contains("&lt;script&gt;alert(&#39;x&#39;)");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'; style-src 'self'");
            assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        }
    }

    @Test
    void a_long_diff_is_cut_with_a_note() throws Exception {
        Files.writeString(work.resolve("long.txt"), "äöü — a line of some length\n".repeat(20_000));
        Files.writeString(work.resolve("zz-later.txt"), "later\n");

        var page = server.browse("/git/demo/commit/" + push("Long")).body();

        assertThat(page).contains("The rest is not shown: the page holds at most 200 KB of changes.");
        assertThat(page).contains("<span class=\"added\">+20000</span>").contains("zz-later.txt");
        assertThat(page.getBytes(UTF_8).length).isBetween(CommitPage.MAX_DIFF_BYTES, 3 * CommitPage.MAX_DIFF_BYTES);
        assertThat(page).doesNotContain("\uFFFD");
    }

    @Test
    void the_style_sheet_is_served() throws Exception {
        var page = server.browse("/git/~style.css");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/css");
        assertThat(page.body()).contains("prefers-color-scheme: dark");
    }

    @Test
    void pages_of_what_is_missing_say_what_is_missing() throws Exception {
        push("First");

        var repository = server.browse("/git/nobody");
        var commit = server.browse("/git/demo/commit/" + "a".repeat(40));
        var shortId = server.browse("/git/demo/commit/HEAD");

        assertThat(repository.statusCode()).isEqualTo(404);
        assertThat(repository.body()).contains("There is no repository &#39;nobody&#39;.");
        assertThat(commit.statusCode()).isEqualTo(404);
        assertThat(commit.body()).contains("There is no commit &#39;aaaa");
        assertThat(shortId.statusCode()).isEqualTo(404);
    }

    @Test
    void who_may_not_pull_sees_no_page() throws Exception {
        server.repositories.create("private");

        assertThat(server.browse("READER", "/git/demo").statusCode()).isEqualTo(200);
        assertThat(server.browse("READER", "/git/private").statusCode()).isEqualTo(403);
        assertThat(server.browse("NOBODY", "/git/demo").statusCode()).isEqualTo(401);
        assertThat(server.browse("NOBODY", "/git/demo").headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Basic realm=\"Pipewright\"");
    }

    @Test
    void the_headers_of_a_page_can_be_asked_for_alone() throws Exception {
        assertThat(server.raw("HEAD /git/demo")).startsWith("HTTP/1.1 200 ").doesNotContain("<html");
    }
}
