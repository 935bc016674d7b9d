package dev.pipewright.api;

import static dev.pipewright.api.Partnership.RIVALS_TOKEN;
import static dev.pipewright.api.Partnership.TOKEN;
import static dev.pipewright.api.Partnership.failure;
import static dev.pipewright.api.Partnership.function;
import static dev.pipewright.api.Partnership.success;
import static dev.pipewright.api.Partnership.workers;
import static dev.pipewright.api.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.ErrorDetails;
import dev.pipewright.model.ExecutionStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.JobStatus;
import software.amazon.awssdk.services.codepipeline.model.PollForJobsRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobSuccessResultRequest;

final class ThirdPartyJobsTest {
    private static final String NOBODYS_JOB = "12345678-1234-1234-1234-123456789012";
    private static final String ELSEWHERE = "444455556666";

    @TempDir
    Path directory;

    Partnership partners;
    Workshop shop;

    @BeforeEach
    void open() {
        partners = new Partnership(directory);
        shop = partners.shop;
    }

    @AfterEach
    void close() {
        partners.close();
    }

    @Test
    void a_partner_goes_from_poll_over_a_continuation_token_to_success() {
        var execution = shop.startBuild();
        var polled = partners.poll().getFirst();
        assertThat(polled.clientId()).isEqualTo(Partnership.CLIENT);
        var first = partners.details(polled.jobId(), TOKEN);
        assertThat(first.data().continuationToken()).isNull();
        assertThat(partners.acknowledge(first.id(), first.nonce(), TOKEN)).isEqualTo(JobStatus.IN_PROGRESS);

        partners.succeed(success(first.id())
                .continuationToken("half way")
                .executionDetails(it -> it.summary("Scans").externalExecutionId("7").percentComplete(50)));
        var going = shop.run(execution, "Make");
        assertThat(going.status()).isEqualTo(ActionStatus.InProgress);
        assertThat(going.details().externalExecutionUrl()).isEqualTo("https://scan.example/till/7");

        var second = partners.take();
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.data().continuationToken()).isEqualTo("half way");
        partners.succeed(success(second.id())
                .currentRevision(it -> it.revision("r7").changeIdentifier("c7")));

        assertThat(shop.run(execution, "Make").status()).isEqualTo(ActionStatus.Succeeded);
        assertThat(shop.run(execution, "Make").revisions()).singleElement()
                .satisfies(revision -> assertThat(revision.revisionId()).isEqualTo("r7"));
        assertThat(shop.execution(execution).status()).isEqualTo(ExecutionStatus.Succeeded);
    }

    @Test
    void the_data_has_secrets_in_clear_and_says_neither_arn_nor_execution() {
        var execution = shop.startBuild();
        var data = partners.details(partners.poll().getFirst().jobId(), TOKEN).data();

        assertThat(data.actionTypeId()).isEqualTo(ActionTypeIds.wire(Partnership.SCAN));
        assertThat(data.actionConfiguration().configuration())
                .containsOnly(Map.entry("Project", "till"), Map.entry("Password", "open sesame"));
        assertThat(data.pipelineContext().pipelineName()).isEqualTo("shop");
        assertThat(data.pipelineContext().stage().name()).isEqualTo("Build");
        assertThat(data.pipelineContext().action().name()).isEqualTo("Make");
        assertThat(data.pipelineContext().pipelineArn()).isNull();
        assertThat(data.pipelineContext().pipelineExecutionId()).isNull();
        assertThat(data.pipelineContext().action().actionExecutionId()).isNull();
        assertThat(data.inputArtifacts()).singleElement()
                .satisfies(input -> assertThat(input.revision()).isEqualTo("r42"));
        assertThat(data.outputArtifacts()).hasSize(1);
        assertThat(data.encryptionKey().id()).isEqualTo("alias/shop");

        var key = data.artifactCredentials();
        var grants = shop.keys.open(key.accessKeyId(), Optional.of(key.sessionToken())).principal().grants();
        var run = shop.run(execution, "Make");
        assertThat(grants.allow("s3:GetObject", "arn:aws:s3:::shelf/" + run.inputs().getFirst().location().key()))
                .isTrue();
        assertThat(grants.allow("s3:PutObject", "arn:aws:s3:::shelf/" + run.outputs().getFirst().location().key()))
                .isTrue();
        assertThat(grants.allow("s3:GetObject", "arn:aws:s3:::shelf/other")).isFalse();
    }

    @Test
    void a_token_that_no_partner_has_opens_nothing() {
        shop.startBuild();
        var job = partners.take();

        refused("InvalidClientTokenException", () -> partners.details(job.id(), "guessed"))
                .hasMessageNotContaining("guessed");
        refused("InvalidClientTokenException", () -> partners.acknowledge(job.id(), job.nonce(), "guessed"));
        refused("InvalidClientTokenException", () -> partners.succeed(success(job.id()).clientToken("guessed")));
        refused("InvalidClientTokenException", () -> partners.fail(failure(job.id()).clientToken("guessed")));
        refused("InvalidClientTokenException", () -> partners.details(NOBODYS_JOB, "guessed"));
    }

    @Test
    void the_job_of_another_partner_is_not_there() {
        shop.startBuild();
        var job = partners.take();

        refused("JobNotFoundException", () -> partners.details(job.id(), RIVALS_TOKEN));
        refused("JobNotFoundException", () -> partners.acknowledge(job.id(), job.nonce(), RIVALS_TOKEN));
        refused("JobNotFoundException", () -> partners.succeed(success(job.id()).clientToken(RIVALS_TOKEN)));
        refused("JobNotFoundException", () -> partners.fail(failure(job.id()).clientToken(RIVALS_TOKEN)));
        partners.succeed(success(job.id()));
    }

    @Test
    void a_job_that_never_was_and_one_of_a_custom_type_are_not_there() {
        shop.start();
        var custom = shop.poll(Workshop.FETCH).getFirst();

        for (var id : new String[] {NOBODYS_JOB, custom.id()}) {
            refused("JobNotFoundException", () -> partners.details(id, TOKEN));
            refused("JobNotFoundException", () -> partners.acknowledge(id, custom.nonce(), TOKEN));
            refused("JobNotFoundException", () -> partners.succeed(success(id)));
            refused("JobNotFoundException", () -> partners.fail(failure(id)));
        }
    }

    @Test
    void what_cannot_be_the_id_of_a_job_is_an_invalid_job() {
        refused("InvalidJobException", () -> partners.details("job 7", TOKEN)).hasMessageContaining("'job 7'");
    }

    @Test
    void a_token_is_good_for_nothing_after_another_took_its_place() {
        shop.startBuild();
        var job = partners.take();
        shop.database.writer().commit(tx -> {
            tx.partners().renew(tx.partners().find(Workshop.ACCOUNT, "scanners").orElseThrow(), "the new token");
            return null;
        });

        refused("InvalidClientTokenException", () -> partners.succeed(success(job.id())));
        partners.succeed(success(job.id()).clientToken("the new token"));
    }

    @Test
    void a_job_is_taken_with_its_latest_nonce_only_and_is_offered_again_until_then() {
        shop.startBuild();
        var job = partners.details(partners.poll().getFirst().jobId(), TOKEN);
        assertThat(partners.poll()).isEmpty();
        refused("InvalidNonceException", () -> partners.acknowledge(job.id(), "no nonce", TOKEN));

        shop.pass(Duration.ofSeconds(61));
        var again = partners.details(partners.poll().getFirst().jobId(), TOKEN);
        assertThat(again.id()).isEqualTo(job.id());
        refused("InvalidNonceException", () -> partners.acknowledge(job.id(), job.nonce(), TOKEN));
        assertThat(partners.acknowledge(job.id(), again.nonce(), TOKEN)).isEqualTo(JobStatus.IN_PROGRESS);
        shop.pass(Duration.ofSeconds(61));
        assertThat(partners.poll()).isEmpty();
    }

    @Test
    void a_result_needs_an_acknowledged_job_and_may_be_repeated_but_not_changed() {
        var execution = shop.startBuild();
        var polled = partners.details(partners.poll().getFirst().jobId(), TOKEN);
        refused("InvalidJobStateException", () -> partners.succeed(success(polled.id())));
        refused("InvalidJobStateException", () -> partners.fail(failure(polled.id())));

        partners.acknowledge(polled.id(), polled.nonce(), TOKEN);
        partners.fail(failure(polled.id()));
        partners.fail(failure(polled.id()));
        refused("InvalidJobStateException", () -> partners.succeed(success(polled.id())));

        var run = shop.run(execution, "Make");
        assertThat(run.error()).isEqualTo(new ErrorDetails("JobFailed", "There is a hole"));
        assertThat(run.details().externalExecutionUrl()).isEqualTo("https://scan.example/till/7");
        assertThat(partners.details(polled.id(), TOKEN).data().artifactCredentials()).isNull();
    }

    @Test
    void a_poll_is_for_types_of_partners_that_the_account_may_poll_for() {
        refused("ValidationException", () -> partners.poll(Workshop.BENCH, Workshop.ACCOUNT))
                .hasMessageContaining("'ThirdParty'").hasMessageContaining("'Custom'");
        refused("ActionTypeNotFoundException", () -> partners.poll(Partnership.SCAN, ELSEWHERE));
        partners.change(function(null));
        refused("ValidationException", () -> partners.poll()).hasMessageContaining("Lambda");
        partners.removeScanners();
        refused("ActionTypeNotFoundException", () -> partners.poll());
    }

    @Test
    void a_job_that_is_not_answered_in_the_time_of_its_type_fails_the_action() {
        partners.change(workers(60));
        var execution = shop.startBuild();
        var job = partners.take();
        shop.pass(Duration.ofMillis(59_999));
        shop.timekeeper.fire();
        assertThat(shop.run(execution, "Make").status()).isEqualTo(ActionStatus.InProgress);

        shop.pass(Duration.ofMillis(1));
        shop.timekeeper.fire();
        shop.timekeeper.fire();
        assertThat(shop.run(execution, "Make").error()).isEqualTo(new ErrorDetails(
                "JobFailed",
                "The job with id " + job.id() + " was not answered within the 60 seconds that its action type allows"));
        assertThat(shop.execution(execution).status()).isEqualTo(ExecutionStatus.Failed);
        assertThat(partners.acknowledge(job.id(), job.nonce(), TOKEN)).isEqualTo(JobStatus.TIMED_OUT);
        refused("InvalidJobStateException", () -> partners.succeed(success(job.id())));
    }

    @Test
    void each_job_of_an_action_has_the_time_of_its_type_for_itself() {
        partners.change(workers(60));
        var execution = shop.startBuild();
        for (int part = 0; part < 3; part++) {
            var job = partners.take();
            shop.pass(Duration.ofSeconds(59));
            shop.timekeeper.fire();
            partners.succeed(success(job.id()).continuationToken("part " + part));
        }
        assertThat(shop.run(execution, "Make").status()).isEqualTo(ActionStatus.InProgress);
        partners.succeed(success(partners.take().id()));
        shop.pass(Duration.ofHours(25));
        shop.timekeeper.fire();
        assertThat(shop.execution(execution).status()).isEqualTo(ExecutionStatus.Succeeded);
    }

    /** Takes a job as the worker inside does that invokes functions, and leaves it to the function. */
    private String invoke() {
        return shop.database.writer().commit(tx -> {
            var job = tx.leases()
                    .claim("inside", List.of(Partnership.SCAN), 1, shop.now, shop.now.plusSeconds(30))
                    .getFirst();
            tx.leases().release(job.id());
            return job.id();
        });
    }

    private void succeedAs(String account, String jobId) {
        new PutJobSuccessResult(shop.desk, new ExecutionPages(shop.database, shop.desk)).run(
                PutJobSuccessResultRequest.builder().jobId(jobId).build(), shop.request(account, Workshop.REGION));
    }

    @Test
    void the_account_of_a_function_answers_its_jobs_and_so_does_that_of_the_pipeline() {
        partners.change(function(null));
        var first = shop.startBuild();
        var job = invoke();
        refused("JobNotFoundException", () -> succeedAs(ELSEWHERE, job));
        succeedAs("999988887777", job);
        assertThat(shop.execution(first).status()).isEqualTo(ExecutionStatus.Succeeded);

        var second = shop.startBuild("r43");
        succeedAs(Workshop.ACCOUNT, invoke());
        assertThat(shop.execution(second).status()).isEqualTo(ExecutionStatus.Succeeded);
    }

    @Test
    void a_function_that_never_answers_fails_the_action() {
        partners.change(function(300));
        var execution = shop.startBuild();
        invoke();
        shop.pass(Duration.ofSeconds(299));
        shop.timekeeper.fire();
        assertThat(shop.run(execution, "Make").status()).isEqualTo(ActionStatus.InProgress);
        shop.pass(Duration.ofSeconds(1));
        shop.timekeeper.fire();
        assertThat(shop.run(execution, "Make").error().message()).contains("300 seconds");
    }

    @Test
    void an_action_of_a_partner_has_a_day_in_all() {
        var execution = shop.startBuild();
        var job = partners.take();
        shop.pass(Duration.ofHours(24).minusSeconds(1));
        shop.timekeeper.fire();
        assertThat(shop.run(execution, "Make").status()).isEqualTo(ActionStatus.InProgress);
        shop.pass(Duration.ofSeconds(1));
        shop.timekeeper.fire();
        assertThat(shop.run(execution, "Make").status()).isEqualTo(ActionStatus.Failed);
        refused("InvalidJobStateException", () -> partners.succeed(success(job.id())));
    }

    @Test
    void a_job_is_taken_back_when_its_execution_is_abandoned() {
        var execution = shop.startBuild();
        var job = partners.details(partners.poll().getFirst().jobId(), TOKEN);
        new Steering(shop).stop(execution, true);

        assertThat(partners.acknowledge(job.id(), job.nonce(), TOKEN)).isEqualTo(JobStatus.TIMED_OUT);
        partners.succeed(success(job.id()));
        assertThat(shop.run(execution, "Make").status()).isEqualTo(ActionStatus.Abandoned);
        assertThat(partners.poll()).isEmpty();
    }

    @Test
    void jobs_of_accounts_that_may_not_use_the_type_any_more_are_not_handed_out() {
        shop.startBuild();
        partners.change(workers(null), ELSEWHERE);
        assertThat(partners.poll()).isEmpty();
        partners.change(workers(null), ELSEWHERE, "*");
        assertThat(partners.poll()).hasSize(1);
    }

    @Test
    void the_jobs_of_all_accounts_are_handed_to_the_account_that_polls() {
        partners.change(workers(null, ELSEWHERE), "*");
        shop.startBuild();
        refused("ActionTypeNotFoundException", () -> partners.poll(Partnership.SCAN, Workshop.ACCOUNT));
        assertThat(partners.poll(Partnership.SCAN, ELSEWHERE)).hasSize(1);
    }

    @Test
    void an_account_that_the_type_names_works_without_a_client_token() {
        partners.change(workers(null, Workshop.ACCOUNT));
        var execution = shop.startBuild();
        var query = PollForJobsRequest.builder().actionTypeId(ActionTypeIds.wire(Partnership.SCAN));
        assertThat(shop.poll(query.queryParam(Map.of("Project", "other")).build())).isEmpty();
        var job = shop.poll(query.queryParam(Map.of("Project", "till")).build()).getFirst();

        shop.acknowledge(job);
        assertThat(shop.details(job.id()).data().pipelineContext().pipelineExecutionId()).isEqualTo(execution);
        shop.succeed(PutJobSuccessResultRequest.builder().jobId(job.id()).build());
        assertThat(shop.execution(execution).status()).isEqualTo(ExecutionStatus.Succeeded);
    }

    @Test
    void an_account_that_the_type_does_not_name_needs_the_client_token() {
        shop.startBuild();
        refused("ActionTypeNotFoundException", () -> shop.poll(Partnership.SCAN));
        var job = partners.take();
        refused("JobNotFoundException", () -> shop.details(job.id()));
        refused("JobNotFoundException", () -> shop.succeed(
                PutJobSuccessResultRequest.builder().jobId(job.id()).build()));
    }
}
