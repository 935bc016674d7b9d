package dev.pipewright.action.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.action.FakeRepositories;
import dev.pipewright.action.Given;
import dev.pipewright.action.InMemoryObjects;
import dev.pipewright.action.Repositories.Commit;
import dev.pipewright.action.Zips;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Revision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeCommitSourceTest {
    private static final Map<String, String> CONFIGURATION = Map.of("RepositoryName", "shop", "BranchName", "main");
    private static final Commit FIRST = commit("1".repeat(40), "First\n\nThe beginning.\n");
    private static final Commit SECOND = commit("2".repeat(40), "Second\n");

    @TempDir
    Path folder;

    private final InMemoryObjects objects = new InMemoryObjects();
    private final FakeRepositories repositories = new FakeRepositories();

    private static Commit commit(String id, String message) {
        return new Commit(
                id,
                message,
                "Ada",
                Instant.parse("2026-01-01T10:00:00Z"),
                Instant.parse("2026-01-02T10:00:00Z"),
                "http://127.0.0.1:4567/git/shop/commit/" + id);
    }

    private Given source() {
        return Given.action(new CodeCommitSource(repositories, objects, folder)).with(CONFIGURATION).making("App");
    }

    private String archivedCommit() {
        return Zips.contents(objects.written(Given.BUCKET, "App").bytes()).get("commit");
    }

    @Test
    void the_tip_of_the_branch_becomes_the_artifact_and_is_told() throws Exception {
        repositories.create("shop").push("shop", "main", FIRST).push("shop", "main", SECOND);

        var success = source().success();

        assertThat(archivedCommit()).isEqualTo(SECOND.id());
        assertThat(success.outputVariables())
                .containsOnly(
                        Map.entry("RepositoryName", "shop"),
                        Map.entry("BranchName", "main"),
                        Map.entry("CommitId", SECOND.id()),
                        Map.entry("CommitMessage", "Second"),
                        Map.entry("AuthorDate", "2026-01-01T10:00:00Z"),
                        Map.entry("CommitterDate", "2026-01-02T10:00:00Z"));
        assertThat(success.revisions())
                .containsExactly(new Revision(
                        "App",
                        SECOND.id(),
                        "2026-01-02T10:00:00Z",
                        "Second",
                        Instant.parse("2026-01-02T10:00:00Z"),
                        SECOND.url()));
        assertThat(Files.list(folder)).isEmpty();
    }

    @Test
    void the_wanted_commit_is_taken_though_its_branch_moved_on_or_is_gone() throws Exception {
        repositories.create("shop").push("shop", "main", FIRST).push("shop", "main", SECOND);

        source().ofRevision(FIRST.id()).success();
        assertThat(archivedCommit()).isEqualTo(FIRST.id());

        repositories.deleteBranch("shop", "main");
        source().ofRevision(SECOND.id()).success();
        assertThat(archivedCommit()).isEqualTo(SECOND.id());
    }

    @Test
    void asked_twice_it_answers_the_same() throws Exception {
        repositories.create("shop").push("shop", "main", FIRST);

        var first = source().success();

        assertThat(source().success()).isEqualTo(first);
    }

    @Test
    void a_missing_repository_is_named() throws Exception {
        var failure = source().failure();

        assertThat(failure.type()).isEqualTo(FailureType.ConfigurationError);
        assertThat(failure.message()).isEqualTo("There is no repository \"shop\" on this server.");
    }

    @Test
    void an_empty_repository_and_a_deleted_branch_are_named() throws Exception {
        repositories.create("shop");
        assertThat(source().failure().message()).contains("\"shop\"", "no branch \"main\"", "nothing was pushed");

        repositories.push("shop", "main", FIRST);
        repositories.deleteBranch("shop", "main");
        assertThat(source().failure().type()).isEqualTo(FailureType.ConfigurationError);
    }

    @Test
    void a_commit_that_is_gone_or_no_commit_id_is_an_unavailable_revision() throws Exception {
        repositories.create("shop").push("shop", "main", FIRST);

        for (var wanted : new String[] {"3".repeat(40), "main", "../../etc"}) {
            var failure = source().ofRevision(wanted).failure();
            assertThat(failure.type()).isEqualTo(FailureType.RevisionUnavailable);
            assertThat(failure.message()).contains(wanted);
        }
    }

    @Test
    void a_clone_reference_is_refused() throws Exception {
        repositories.create("shop").push("shop", "main", FIRST);
        var configuration = Map.of(
                "RepositoryName", "shop", "BranchName", "main", "OutputArtifactFormat", "CODEBUILD_CLONE_REF");

        var failure = source().with(configuration).failure();

        assertThat(failure.type()).isEqualTo(FailureType.ConfigurationError);
        assertThat(failure.message()).contains("CODEBUILD_CLONE_REF", "CODE_ZIP");
    }

    @Test
    void a_message_longer_than_the_api_carries_is_cut() throws Exception {
        repositories.create("shop").push("shop", "main", commit("4".repeat(40), "x".repeat(200_000)));

        var success = source().success();

        assertThat(success.revisions().getFirst().summary()).hasSize(2048);
        assertThat(success.outputVariables().get("CommitMessage")).hasSize(20_000);
    }

    @Test
    void a_watcher_sees_the_tip_or_nothing() {
        var source = new CodeCommitSource(repositories, objects, folder);
        assertThat(source.newest(CONFIGURATION)).isEmpty();

        repositories.create("shop").push("shop", "main", FIRST);

        assertThat(source.newest(CONFIGURATION)).contains(FIRST.id());
    }
}
