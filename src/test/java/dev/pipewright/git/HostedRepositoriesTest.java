package dev.pipewright.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostedRepositoriesTest {
    @TempDir
    Path folder;

    GitServer server;
    HostedRepositories repositories;
    Path work;

    @BeforeEach
    void start() throws Exception {
        server = new GitServer(folder);
        repositories = server.repositories;
        repositories.create("demo");
        work = server.workingCopy("work");
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private String push(String message) throws Exception {
        var id = server.commit(work, message);
        server.ok(work, "push", "--quiet", server.remote("demo"), "main");
        return id;
    }

    @Test
    void a_repository_is_made_once_and_stays_as_it_is() throws Exception {
        assertThat(repositories.create("b.c_d-1")).isTrue();
        assertThat(repositories.create("b.c_d-1")).isFalse();

        assertThat(repositories.list()).containsExactly("b.c_d-1", "demo");
        assertThat(repositories.exists("b.c_d-1")).isTrue();
        assertThat(repositories.exists("b")).isFalse();
    }

    @Test
    void many_who_make_the_same_repository_at_once_make_one() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> create = () -> repositories.create("shared");
            var made = threads.invokeAll(List.of(create, create, create, create, create, create)).stream()
                    .filter(answer -> answer.resultNow())
                    .count();
            assertThat(made).isEqualTo(1);
        }
        assertThat(repositories.list()).containsExactly("demo", "shared");
        try (var entries = Files.list(folder.resolve("repositories"))) {
            assertThat(entries).hasSize(2);
        }
    }

    @Test
    void a_name_has_at_most_100_characters() throws Exception {
        assertThat(repositories.create("x".repeat(100))).isTrue();
        assertThat(RepositoryName.objection("x".repeat(101))).hasValueSatisfying(sentence ->
                assertThat(sentence).contains("has 101 characters, and may have at most 100"));
    }

    @Test
    void an_empty_repository_has_no_tip() throws Exception {
        assertThat(repositories.tip("demo", "main")).isEmpty();
        assertThat(repositories.defaultBranch("demo")).isEqualTo("main");
    }

    @Test
    void a_commit_is_told_with_its_people_times_and_page() throws Exception {
        var id = push("Grüße aus 東京 🚀\n\nWith a body.\n");

        var tip = repositories.tip("demo", "main").orElseThrow();

        assertThat(tip.id()).isEqualTo(id);
        assertThat(tip.message()).isEqualTo("Grüße aus 東京 🚀\n\nWith a body.");
        assertThat(tip.author()).isEqualTo("Ada Lovelace");
        assertThat(tip.authorDate()).isEqualTo(Instant.parse("2026-03-01T09:00:00Z"));
        assertThat(tip.committerDate()).isEqualTo(Instant.parse("2026-03-02T12:34:56Z"));
        assertThat(tip.url()).isEqualTo(server.url("/git/demo/commit/" + id));
        assertThat(repositories.commit("demo", id)).contains(tip);
    }

    @Test
    void a_commit_is_found_after_its_branch_is_deleted() throws Exception {
        var id = push("Gone");
        server.ok(work, "push", "--quiet", server.remote("demo"), ":main");

        assertThat(repositories.tip("demo", "main")).isEmpty();
        assertThat(repositories.commit("demo", id)).isPresent();
        repositories.archive("demo", id, new ByteArrayOutputStream());
    }

    @Test
    void an_id_that_is_of_no_commit_finds_nothing() throws Exception {
        push("First");
        var tree = server.ok(work, "rev-parse", "HEAD^{tree}").strip();

        assertThat(repositories.commit("demo", tree)).isEmpty();
        assertThat(repositories.commit("demo", "0".repeat(40))).isEmpty();
        assertThat(repositories.commit("demo", "main")).isEmpty();
    }

    @Test
    void a_commit_that_no_branch_reaches_survives_the_collection_of_garbage() throws Exception {
        Files.writeString(work.resolve("file"), "x");
        var id = push("Gone");
        server.ok(work, "checkout", "-q", "--orphan", "other");
        server.commit(work, "Stays");
        server.ok(work, "push", "--quiet", server.remote("demo"), "other", ":main");

        try (var git = repositories.open("demo")) {
            // Otherwise only packs of more than an hour are collected.
            git.getConfig().setString("gc", null, "prunePackExpire", "now");
            Git.wrap(git).gc().call();
            Git.wrap(git).gc().call();
        }
        var counted = server.ok(folder, "-C", "repositories/demo.git", "count-objects", "-v");
        assertThat(counted).as("one object has left the pack").contains("count: 1\n", "packs: 1\n");

        assertThat(repositories.commit("demo", id)).isPresent();
        try (var zip = archive(id)) {
            assertThat(zip.getEntry("file")).isNotNull();
        }
    }

    @Test
    void an_archive_keeps_modes_links_and_times() throws Exception {
        Files.createDirectories(work.resolve("bin"));
        Files.writeString(work.resolve("bin/run"), "#!/bin/sh\n");
        assertThat(work.resolve("bin/run").toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(work.resolve("link"), Path.of("bin/run"));
        Files.writeString(work.resolve("naïve ☃.txt"), "plain\n");
        Files.createFile(work.resolve("empty"));
        var id = push("Files");

        try (var zip = archive(id)) {
            assertThat(zip.getEntriesInPhysicalOrder().asIterator()).toIterable()
                    .extracting(ZipArchiveEntry::getName)
                    .containsExactly("bin/run", "empty", "link", "naïve ☃.txt");
            assertThat(zip.getEntry("bin/run").getUnixMode()).isEqualTo(UnixStat.FILE_FLAG | 0755);
            assertThat(zip.getEntry("naïve ☃.txt").getUnixMode()).isEqualTo(UnixStat.FILE_FLAG | 0644);
            assertThat(zip.getEntry("link").isUnixSymlink()).isTrue();
            assertThat(zip.getUnixSymlink(zip.getEntry("link"))).isEqualTo("bin/run");
            assertThat(zip.getEntry("empty").getSize()).isZero();
            assertThat(zip.getEntry("bin/run").getLastModifiedTime().toInstant())
                    .isEqualTo(Instant.parse("2026-03-02T12:34:56Z"));
            try (var content = zip.getInputStream(zip.getEntry("naïve ☃.txt"))) {
                assertThat(new String(content.readAllBytes(), UTF_8)).isEqualTo("plain\n");
            }
        }
    }

    @Test
    void an_archive_leaves_submodules_out() throws Exception {
        Files.writeString(work.resolve("file"), "x");
        server.ok(work, "update-index", "--add", "--cacheinfo", "160000," + "1".repeat(40) + ",module");
        server.ok(work, "add", "file");
        server.ok(work, "commit", "-q", "-m", "With a submodule");
        server.ok(work, "push", "--quiet", server.remote("demo"), "main");

        try (var zip = archive(server.ok(work, "rev-parse", "HEAD").strip())) {
            assertThat(zip.getEntries().asIterator()).toIterable()
                    .extracting(ZipArchiveEntry::getName)
                    .containsExactly("file");
        }
    }

    @Test
    void the_same_commit_gives_the_same_bytes_in_every_time_zone() throws Exception {
        Files.writeString(work.resolve("file"), "x");
        var id = push("First");
        var here = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
            var far = archived(id);
            TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
            assertThat(archived(id)).isEqualTo(far);
        } finally {
            TimeZone.setDefault(here);
        }
    }

    @Test
    void the_archive_of_an_empty_tree_is_a_zip_without_entries() throws Exception {
        try (var zip = archive(push("Nothing"))) {
            assertThat(zip.getEntries().hasMoreElements()).isFalse();
        }
    }

    @Test
    void an_archive_of_what_is_not_there_says_what_is_missing() {
        assertThatThrownBy(() -> repositories.archive("demo", "a".repeat(40), new ByteArrayOutputStream()))
                .isInstanceOf(MissingCommit.class)
                .hasMessage("There is no commit '%s' in the repository 'demo'.".formatted("a".repeat(40)));
        assertThatThrownBy(() -> repositories.archive("nobody", "a".repeat(40), new ByteArrayOutputStream()))
                .isInstanceOf(MissingRepository.class)
                .hasMessageContaining("'nobody' does not exist");
    }

    @Test
    void locks_and_half_made_folders_of_a_killed_server_are_gone_after_the_next_start() throws Exception {
        push("First");
        var disk = folder.resolve("repositories");
        Files.createFile(disk.resolve("demo.git/refs/heads/main.lock"));
        Files.createFile(disk.resolve("demo.git/packed-refs.lock"));
        Files.createFile(disk.resolve("demo.git/objects/incoming_123.pack"));
        Files.createDirectories(disk.resolve("new-123/objects"));
        server.commit(work, "Second");
        assertThat(server.git(work, "push", server.remote("demo"), "main").status()).isNotZero();

        var again = new HostedRepositories(disk, URI.create("http://127.0.0.1:1"));

        assertThat(again.list()).containsExactly("demo");
        assertThat(disk.resolve("new-123")).doesNotExist();
        assertThat(disk.resolve("demo.git/objects/incoming_123.pack")).doesNotExist();
        server.ok(work, "push", server.remote("demo"), "main");
        assertThat(again.tip("demo", "main").orElseThrow().message()).isEqualTo("Second");
    }

    @Test
    void a_repository_syncs_what_it_acknowledges_and_checks_what_it_takes() throws Exception {
        var config = server.ok(folder, "-C", "repositories/demo.git", "config", "--list");

        assertThat(config.lines()).contains(
                "core.bare=true", "core.fsyncobjectfiles=true", "core.fsyncreffiles=true", "receive.fsckobjects=true");
    }

    @Test
    void a_commit_from_before_the_first_zip_and_one_from_the_far_future_can_be_archived() throws Exception {
        for (var date : List.of("1970-01-01T00:00:00Z", "@7258118400 +0000")) {
            Files.writeString(work.resolve("file"), date);
            server.ok(work, "add", "file");
            server.dated(date, work, "commit", "-q", "-m", "Dated");
            server.ok(work, "push", "--quiet", server.remote("demo"), "main");
            var tip = repositories.tip("demo", "main").orElseThrow();

            try (var zip = archive(tip.id())) {
                assertThat(zip.getEntry("file").getSize()).isEqualTo(date.length());
            }
        }
    }

    private byte[] archived(String id) throws IOException {
        var out = new ByteArrayOutputStream();
        repositories.archive("demo", id, out);
        return out.toByteArray();
    }

    private ZipFile archive(String id) throws IOException {
        return ZipFile.builder().setByteArray(archived(id)).get();
    }
}
