package dev.pipewright.e2e;

import static dev.pipewright.e2e.BadInputServer.branch;
import static dev.pipewright.e2e.BadInputServer.commands;
import static dev.pipewright.e2e.BadInputServer.pipeline;
import static dev.pipewright.e2e.BadInputServer.stage;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.ArtifactRevision;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;

/** What people do with Git that no pipeline hopes for, with the real Git. */
class BadInputGitTest {
    @TempDir
    private static Path folder;

    private static BadInputServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new BadInputServer(folder);
    }

    @AfterAll
    static void show_that_everything_else_works() throws Exception {
        server.proveThatItWorks();
        server.close();
    }

    /** A pipeline of the repository's name that says which commit it builds. */
    private static void build(String repository, String branch) {
        server.create(pipeline(
                repository, stage(branch(repository, branch)), stage(commands("echo built").build())));
    }

    private static List<String> commitsOf(String pipeline) {
        return server.executions(pipeline).stream()
                .map(PipelineExecutionSummary::pipelineExecutionId)
                .map(id -> server.api
                        .getPipelineExecution(get -> get.pipelineName(pipeline).pipelineExecutionId(id))
                        .pipelineExecution())
                .flatMap(execution -> execution.artifactRevisions().stream())
                .map(ArtifactRevision::revisionId)
                .toList();
    }

    private static void awaitAll(String pipeline) throws Exception {
        server.until(
                "the end of all executions of " + pipeline,
                () -> server.executions(pipeline),
                all -> all.stream().noneMatch(it -> it.status() == PipelineExecutionStatus.IN_PROGRESS));
    }

    @Test
    void a_push_to_a_missing_repository_says_so_and_makes_none() throws Exception {
        var copy = server.workingCopy("lost", "missing");
        server.commit(copy, "first");

        var push = server.git(copy, "push", "origin", "main");

        assertThat(push.status()).isNotZero();
        assertThat(push.output())
                .contains("repository 'missing' does not exist; create it with: pipewright repo create missing")
                .doesNotContain(server.key.secretAccessKey());
        assertThat(server.repositories()).doesNotContain("missing");
    }

    @Test
    void an_empty_repository_starts_nothing_and_fails_a_start_by_a_sentence() throws Exception {
        build("empty", "main");
        assertThat(server.executions("empty")).isEmpty();

        var id = server.start("empty");

        assertThat(server.awaitEnd("empty", id)).isEqualTo(PipelineExecutionStatus.FAILED);
        assertThat(server.errorOf("empty", id, "Source")).isEqualTo("The repository \"empty\" has no branch \"main\":"
                + " it was deleted, or nothing was pushed to it yet.");
    }

    @Test
    void a_branch_that_leads_out_of_the_repository_is_a_branch_that_is_not_there() throws Exception {
        build("outside", "../../../../credentials");

        var id = server.start("outside");

        server.awaitEnd("outside", id);
        assertThat(server.errorOf("outside", id, "Source")).contains("has no branch \"../../../../credentials\"");
    }

    @Test
    void an_execution_goes_on_when_its_branch_is_deleted_and_a_new_one_fails_by_a_sentence() throws Exception {
        var gate = folder.resolve("gate");
        server.create(pipeline(
                "deleted",
                stage(branch("deleted", "feature")),
                stage(commands("until [ -e '" + gate + "' ]; do sleep 0.05; done").name("Wait").build()),
                stage(commands("cat page.txt").build())));
        var copy = server.workingCopy("deleted", "deleted");
        Files.writeString(copy.resolve("page.txt"), "what the branch had");
        server.ok(copy, "add", "-A");
        server.commit(copy, "first");
        server.ok(copy, "push", "-q", "origin", "main", "main:feature");
        var id = server.executions("deleted").getFirst().pipelineExecutionId();
        server.until("the wait", () -> server.find("deleted", id, "Wait"), found -> found.isPresent());

        server.ok(copy, "push", "-q", "origin", ":feature");
        assertThat(server.executions("deleted")).hasSize(1);
        Files.createFile(gate);

        assertThat(server.awaitEnd("deleted", id)).isEqualTo(PipelineExecutionStatus.SUCCEEDED);
        assertThat(Files.readString(server.log("deleted", id, "Build"))).contains("what the branch had");
        var next = server.start("deleted");
        server.awaitEnd("deleted", next);
        assertThat(server.errorOf("deleted", next, "Source")).contains("has no branch \"feature\"");
    }

    @Test
    void tags_and_other_branches_start_nothing_and_rewritten_history_starts_like_any_other() throws Exception {
        build("history", "main");
        var copy = server.workingCopy("history", "history");
        var first = server.commit(copy, "first");
        server.ok(copy, "push", "-q", "origin", "main");

        server.ok(copy, "tag", "-a", "main", "-m", "a tag with the branch's name");
        server.ok(copy, "push", "-q", "origin", "refs/tags/main", "refs/heads/main:refs/heads/mainly");
        server.ok(copy, "push", "-q", "origin", "refs/heads/main:refs/heads/feature/main");
        assertThat(server.executions("history")).hasSize(1);

        server.ok(copy, "commit", "-q", "--amend", "--allow-empty", "-m", "rewritten");
        var rewritten = server.ok(copy, "rev-parse", "HEAD").strip();
        assertThat(server.git(copy, "push", "origin", "refs/heads/main").status()).isNotZero();
        assertThat(server.executions("history")).hasSize(1);
        server.ok(copy, "push", "-q", "--force", "origin", "refs/heads/main");

        awaitAll("history");
        assertThat(commitsOf("history")).containsExactly(rewritten, first);
    }

    @Test
    void fifty_commits_in_one_push_are_one_execution_of_the_last() throws Exception {
        build("fifty", "main");
        var copy = server.workingCopy("fifty", "fifty");
        var last = "";
        for (int number = 1; number <= 50; number++) {
            last = server.commit(copy, "commit " + number);
        }

        server.ok(copy, "push", "-q", "origin", "main");

        awaitAll("fifty");
        assertThat(commitsOf("fifty")).containsExactly(last);
    }

    @Test
    void of_pushes_in_quick_succession_each_is_built_or_superseded_and_the_last_one_built() throws Exception {
        build("quick", "main");
        var copy = server.workingCopy("quick", "quick");
        var first = server.commit(copy, "first");
        server.ok(copy, "push", "-q", "origin", "main");
        var second = server.commit(copy, "second");
        server.ok(copy, "push", "-q", "origin", "main");
        var third = server.commit(copy, "third");
        server.ok(copy, "push", "-q", "origin", "main");

        awaitAll("quick");
        var executions = server.executions("quick");
        assertThat(executions).hasSize(3);
        assertThat(executions.getFirst().status()).isEqualTo(PipelineExecutionStatus.SUCCEEDED);
        assertThat(executions).extracting(PipelineExecutionSummary::status).isSubsetOf(
                PipelineExecutionStatus.SUCCEEDED, PipelineExecutionStatus.SUPERSEDED);
        assertThat(commitsOf("quick")).startsWith(third).doesNotHaveDuplicates().isSubsetOf(third, second, first);
    }
}
