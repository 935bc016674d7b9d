package dev.pipewright.git;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitEndpointTest {
    private static final String NOTHING = "0".repeat(40);

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

    @Test
    void what_is_pushed_can_be_cloned_from_both_spellings_of_the_address() throws Exception {
        Files.writeString(work.resolve("README"), "Hello.\n");
        var id = server.commit(work, "First");

        assertThat(server.ok(work, "push", "--quiet", server.remote("demo"), "main")).isEmpty();
        server.ok(folder, "clone", "-q", server.remote("demo"), "one");
        server.ok(folder, "clone", "-q", server.remote("demo.git"), "two");

        assertThat(folder.resolve("one/README")).hasContent("Hello.\n");
        assertThat(server.ok(folder.resolve("two"), "rev-parse", "HEAD").strip()).isEqualTo(id);
    }

    @Test
    void a_push_of_more_than_git_buffers_arrives_whole() throws Exception {
        var bytes = new byte[3 << 20];
        new Random(7).nextBytes(bytes);
        Files.write(work.resolve("large"), bytes);
        server.commit(work, "Large");

        server.ok(work, "push", server.remote("demo"), "main");
        server.ok(folder, "clone", "-q", server.remote("demo"), "copy");

        assertThat(folder.resolve("copy/large")).hasBinaryContent(bytes);
    }

    @Test
    void a_shallow_clone_brings_one_commit() throws Exception {
        server.commit(work, "First");
        var second = server.commit(work, "Second");
        server.ok(work, "push", server.remote("demo"), "main");

        server.ok(folder, "clone", "-q", "--depth", "1", server.remote("demo"), "shallow");

        assertThat(server.ok(folder.resolve("shallow"), "rev-list", "HEAD").strip()).isEqualTo(second);
    }

    @Test
    void a_commit_can_be_fetched_by_its_id_after_its_branch_is_gone() throws Exception {
        server.commit(work, "Kept");
        var left = server.commit(work, "Left");
        server.ok(work, "push", server.remote("demo"), "main", "main:feature");
        server.ok(work, "push", server.remote("demo"), ":feature", "+main~1:main");
        var copy = server.workingCopy("copy");

        server.ok(copy, "fetch", "-q", "--depth", "1", server.remote("demo"), left);

        assertThat(server.ok(copy, "rev-parse", "FETCH_HEAD").strip()).isEqualTo(left);
    }

    @Test
    void the_listener_hears_of_every_ref_that_a_push_makes_moves_and_deletes() throws Exception {
        var first = server.commit(work, "First");
        server.ok(work, "push", server.remote("demo"), "main", "main:refs/tags/v1");
        var second = server.commit(work, "Second");
        server.ok(work, "push", server.remote("demo"), "main", ":refs/tags/v1");

        assertThat(server.pushes).containsExactlyInAnyOrder(
                "demo refs/heads/main %s %s".formatted(NOTHING, first),
                "demo refs/tags/v1 %s %s".formatted(NOTHING, first),
                "demo refs/heads/main %s %s".formatted(first, second),
                "demo refs/tags/v1 %s %s".formatted(first, NOTHING));
    }

    @Test
    void the_client_is_answered_only_after_the_listener_has_returned() throws Exception {
        server.commit(work, "First");
        var heard = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        var visible = new AtomicBoolean();
        server.listener = (repository, ref, oldId, newId) -> {
            try {
                visible.set(server.repositories.tip(repository, "main").isPresent());
                heard.countDown();
                released.await(10, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };

        var push = Thread.ofVirtual().start(() -> {
            try {
                server.ok(work, "push", server.remote("demo"), "main");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(visible).isTrue();
        assertThat(push.join(Duration.ofMillis(150))).isFalse();
        released.countDown();
        assertThat(push.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void a_listener_that_throws_does_not_fail_the_push() throws Exception {
        var id = server.commit(work, "First");
        server.listener = (repository, ref, oldId, newId) -> {
            throw new IllegalStateException("The listener of this test always fails.");
        };

        server.ok(work, "push", server.remote("demo"), "main", "main:other");

        assertThat(server.pushes).hasSize(2);
        assertThat(server.repositories.tip("demo", "other").orElseThrow().id()).isEqualTo(id);
    }

    @Test
    void a_branch_of_something_else_than_a_commit_is_refused_and_the_listener_hears_nothing() throws Exception {
        server.commit(work, "First");
        server.ok(work, "tag", "-a", "-m", "Of a tree", "tree", "HEAD^{tree}");
        server.ok(work, "tag", "-a", "-m", "Of a commit", "release", "HEAD");

        for (var tag : new String[] {"tree", "release"}) {
            var refused = server.git(work, "push", server.remote("demo"), tag + ":refs/heads/" + tag);
            assertThat(refused.status()).isNotZero();
            assertThat(refused.output()).contains("a branch can only point to a commit");
            assertThat(server.repositories.tip("demo", tag)).isEmpty();
        }

        assertThat(server.pushes).isEmpty();
        server.ok(work, "push", server.remote("demo"), "tree", "release");
    }

    @Test
    void a_history_may_be_rewritten() throws Exception {
        server.commit(work, "First");
        server.ok(work, "push", server.remote("demo"), "main");
        server.ok(work, "commit", "-q", "--amend", "--allow-empty", "-m", "First again");

        assertThat(server.git(work, "push", server.remote("demo"), "main").status()).isNotZero();
        server.ok(work, "push", "--force", server.remote("demo"), "main");

        assertThat(server.repositories.tip("demo", "main").orElseThrow().message()).isEqualTo("First again");
    }

    @Test
    void a_push_of_more_than_the_limit_is_refused_with_the_limit() throws Exception {
        var bytes = new byte[GitServer.MAX_PUSH_BYTES + 1000];
        new Random(7).nextBytes(bytes);
        Files.write(work.resolve("huge"), bytes);
        server.commit(work, "Huge");

        var refused = server.git(work, "push", server.remote("demo"), "main");

        assertThat(refused.status()).isNotZero();
        assertThat(refused.output()).contains("size limit is 4,194,304 bytes");
        assertThat(server.pushes).isEmpty();
        assertThat(server.repositories.tip("demo", "main")).isEmpty();
    }

    @Test
    void a_tree_that_would_leave_its_folder_is_refused() throws Exception {
        var blob = server.ok(work, "hash-object", "-w", "--stdin").strip();
        var list = Files.write(folder.resolve("list"), treeEntry(".git", blob));
        var tree = server.ok(work, "hash-object", "-w", "-t", "tree", "--literally", list.toString()).strip();
        var commit = server.ok(work, "commit-tree", "-m", "Evil", tree).strip();

        var refused = server.git(work, "push", server.remote("demo"), commit + ":refs/heads/main");

        assertThat(refused.status()).isNotZero();
        assertThat(refused.output()).contains(".git");
        assertThat(server.repositories.tip("demo", "main")).isEmpty();
    }

    private static byte[] treeEntry(String name, String blob) {
        var head = ("100644 " + name + "\0").getBytes(US_ASCII);
        var entry = Arrays.copyOf(head, head.length + 20);
        System.arraycopy(HexFormat.of().parseHex(blob), 0, entry, head.length, 20);
        return entry;
    }

    @Test
    void the_first_branch_becomes_the_default_one() throws Exception {
        server.commit(work, "First");
        assertThat(server.repositories.defaultBranch("demo")).isEqualTo("main");

        server.ok(work, "push", server.remote("demo"), "main:trunk");
        server.ok(work, "push", server.remote("demo"), "main:main");
        server.ok(folder, "clone", "-q", server.remote("demo"), "copy");

        assertThat(server.repositories.defaultBranch("demo")).isEqualTo("trunk");
        assertThat(server.ok(folder.resolve("copy"), "branch", "--show-current").strip()).isEqualTo("trunk");
    }

    @Test
    void git_tells_its_user_that_a_repository_is_missing_and_how_to_make_it() throws Exception {
        server.commit(work, "First");
        var sentence = "fatal: remote error: remote repository 'nobody' does not exist; "
                + "create it with: pipewright repo create nobody\n";

        var push = server.git(work, "push", server.remote("nobody"), "main");
        var clone = server.git(folder, "clone", "-q", server.remote("nobody"), "copy");

        assertThat(push.output()).isEqualTo(sentence);
        assertThat(push.status()).isEqualTo(128);
        assertThat(clone.output()).isEqualTo(sentence);
        assertThat(server.repositories.list()).containsExactly("demo");
    }

    @Test
    void a_wrong_password_an_unknown_user_and_a_temporary_key_are_refused_with_the_reason() throws Exception {
        server.commit(work, "First");

        var wrong = server.git(work, "push", server.remote("ADMIN", "guess", "demo"), "main");
        var unknown = server.git(work, "push", server.remote("NOBODY", GitServer.SECRET, "demo"), "main");
        var temporary = server.git(work, "push", server.remote("TEMPORARY", GitServer.SECRET, "demo"), "main");

        assertThat(wrong.status()).isNotZero();
        assertThat(wrong.output()).contains("the secret access key is not the one of this id");
        assertThat(unknown.output()).contains("The access key id is not known");
        assertThat(temporary.output()).contains("remote: The key TEMPORARY needs its session token.");
        assertThat(server.repositories.tip("demo", "main")).isEmpty();
    }

    @Test
    void who_may_only_pull_cannot_push_nor_see_another_repository() throws Exception {
        server.commit(work, "First");
        server.ok(work, "push", server.remote("demo"), "main");
        server.repositories.create("private");

        server.ok(folder, "clone", "-q", server.remote("READER", GitServer.SECRET, "demo"), "copy");
        var push = server.git(work, "push", server.remote("READER", GitServer.SECRET, "demo"), "main:other");
        var clone = server.git(folder, "clone", server.remote("READER", GitServer.SECRET, "private"), "no");

        assertThat(push.output()).isEqualTo("fatal: remote error: User: arn:aws:iam::111122223333:user/reader is not"
                + " authorized to perform: codecommit:GitPush on resource:"
                + " arn:aws:codecommit:eu-central-1:111122223333:demo because no identity-based policy allows the"
                + " codecommit:GitPush action\n");
        assertThat(clone.output()).contains("codecommit:GitPull on resource:"
                + " arn:aws:codecommit:eu-central-1:111122223333:private");
    }

    @Test
    void a_push_cannot_skip_the_question_for_its_rights() throws Exception {
        var answer = server.raw("POST /git/demo/git-receive-pack");

        assertThat(answer).startsWith("HTTP/1.1 415 ");
        assertThat(answer).contains("application/x-git-receive-pack-request");
    }

    @Test
    void an_administrator_of_another_account_is_refused() throws Exception {
        server.commit(work, "First");

        var push = server.git(work, "push", server.remote("STRANGER", GitServer.SECRET, "demo"), "main");

        assertThat(push.output()).contains("arn:aws:iam::999999999999:user/stranger is not authorized");
        assertThat(server.browse("STRANGER", "/git/demo").statusCode()).isEqualTo(403);
    }
}
