package dev.pipewright.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ErrorDetails;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.wire.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.AcknowledgeJobRequest;
import software.amazon.awssdk.services.codepipeline.model.DeleteCustomActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.codepipeline.model.GetJobDetailsRequest;
import software.amazon.awssdk.services.codepipeline.model.Job;
import software.amazon.awssdk.services.codepipeline.model.JobStatus;
import software.amazon.awssdk.services.codepipeline.model.PollForJobsRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobFailureResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobSuccessResultRequest;

final class JobWorkersTest {
    @TempDir
    Path directory;

    Workshop shop;

    @BeforeEach
    void open() {
        shop = new Workshop(directory);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_custom_action_goes_from_poll_over_a_continuation_token_to_success() {
        var execution = shop.startBuild();
        var first = shop.poll(Workshop.BENCH).getFirst();
        assertThat(shop.acknowledge(first).status()).isEqualTo(JobStatus.IN_PROGRESS);

        shop.succeed(PutJobSuccessResultRequest.builder()
                .jobId(first.id())
                .continuationToken("half way")
                .executionDetails(it -> it.summary("Compiles").externalExecutionId("7").percentComplete(50))
                .build());

        var going = shop.run(execution, "Make");
        assertThat(going.status()).isEqualTo(ActionStatus.InProgress);
        assertThat(going.details().summary()).isEqualTo("Compiles");
        assertThat(going.details().percentComplete()).isEqualTo(50);
        assertThat(going.details().externalExecutionUrl()).isEqualTo("https://bench.example/till/runs/7");

        var second = shop.take(Workshop.BENCH);
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.data().continuationToken()).isEqualTo("half way");
        shop.succeed(success(second).outputVariables(Map.of("Version", "1.2")).build());

        var done = shop.run(execution, "Make");
        assertThat(done.status()).isEqualTo(ActionStatus.Succeeded);
        assertThat(done.outputVariables()).containsExactly(Map.entry("Version", "1.2"));
        assertThat(done.details().externalExecutionId()).isEqualTo("7");
        assertThat(shop.execution(execution).status()).isEqualTo(ExecutionStatus.Succeeded);
    }

    @Test
    void the_data_of_a_job_says_where_it_stands_and_what_is_set() {
        var execution = shop.startBuild();
        var job = shop.poll(Workshop.BENCH).getFirst();
        var data = job.data();

        assertThat(job.accountId()).isEqualTo(Workshop.ACCOUNT);
        assertThat(data.actionTypeId()).isEqualTo(ActionTypeIds.wire(Workshop.BENCH));
        assertThat(data.actionConfiguration().configuration())
                .containsOnly(Map.entry("Project", "till"), Map.entry("Password", "open sesame"));
        assertThat(data.pipelineContext().pipelineName()).isEqualTo("shop");
        assertThat(data.pipelineContext().pipelineArn())
                .isEqualTo("arn:aws:codepipeline:eu-central-1:111122223333:shop");
        assertThat(data.pipelineContext().pipelineExecutionId()).isEqualTo(execution);
        assertThat(data.pipelineContext().stage().name()).isEqualTo("Build");
        assertThat(data.pipelineContext().action().name()).isEqualTo("Make");
        assertThat(data.pipelineContext().action().actionExecutionId()).isEqualTo(shop.run(execution, "Make").id());
        assertThat(data.encryptionKey().id()).isEqualTo("alias/shop");
        assertThat(data.encryptionKey().typeAsString()).isEqualTo("KMS");
        assertThat(data.continuationToken()).isNull();
    }

    @Test
    void the_data_of_a_job_has_artifacts_with_the_revision_that_the_source_reported() {
        var execution = shop.startBuild();
        var data = shop.poll(Workshop.BENCH).getFirst().data();

        assertThat(data.inputArtifacts()).singleElement().satisfies(input -> {
            assertThat(input.name()).isEqualTo("Code");
            assertThat(input.revision()).isEqualTo("r42");
            assertThat(input.location().typeAsString()).isEqualTo("S3");
            assertThat(input.location().s3Location().bucketName()).isEqualTo("shelf");
            assertThat(input.location().s3Location().objectKey())
                    .isEqualTo(shop.run(execution, "Get").outputs().getFirst().location().key());
        });
        assertThat(data.outputArtifacts()).singleElement().satisfies(output -> {
            assertThat(output.name()).isEqualTo("App");
            assertThat(output.revision()).isNull();
            assertThat(output.location().s3Location().objectKey()).startsWith("shop/App/");
        });
    }

    @Test
    void the_key_of_a_job_reads_its_inputs_and_writes_its_outputs_and_nothing_else() {
        var execution = shop.startBuild();
        var job = shop.poll(Workshop.BENCH).getFirst();
        var credentials = job.data().artifactCredentials();
        var run = shop.run(execution, "Make");
        var input = "arn:aws:s3:::shelf/" + run.inputs().getFirst().location().key();
        var output = "arn:aws:s3:::shelf/" + run.outputs().getFirst().location().key();

        var opened = shop.keys.open(credentials.accessKeyId(), Optional.of(credentials.sessionToken()));

        assertThat(opened.secretAccessKey()).isEqualTo(credentials.secretAccessKey());
        assertThat(opened.principal().account()).isEqualTo(Workshop.ACCOUNT);
        assertThat(ArtifactGrants.of(shop.desk.details(job.id()).orElseThrow().run()))
                .extracting(grant -> grant.action() + " " + grant.resource())
                .containsExactlyInAnyOrder(
                        "s3:GetObject " + input,
                        "s3:GetObjectVersion " + input,
                        "s3:PutObject " + output,
                        "s3:AbortMultipartUpload " + output,
                        "s3:ListMultipartUploadParts " + output);
        var grants = opened.principal().grants();
        assertThat(grants.allow("s3:GetObject", input)).isTrue();
        assertThat(grants.allow("s3:PutObject", output)).isTrue();
        assertThat(grants.allow("s3:PutObject", input)).isFalse();
        assertThat(grants.allow("s3:GetObject", output)).isFalse();
        assertThat(grants.allow("codepipeline:PollForJobs", "*")).isFalse();
    }

    @Test
    void the_key_of_a_job_ends_after_an_hour_and_the_details_bring_another() {
        shop.startBuild();
        var job = shop.take(Workshop.BENCH);
        var old = job.data().artifactCredentials();
        shop.pass(Duration.ofHours(1));
        var fresh = shop.details(job.id()).data().artifactCredentials();

        refused("ExpiredTokenException", () -> shop.keys.open(old.accessKeyId(), Optional.of(old.sessionToken())));
        assertThat(shop.keys.open(fresh.accessKeyId(), Optional.of(fresh.sessionToken())).accessKeyId())
                .isEqualTo(fresh.accessKeyId());
    }

    @Test
    void the_details_of_a_job_that_is_over_come_without_a_key() {
        shop.startBuild();
        var job = shop.take(Workshop.BENCH);
        shop.succeed(success(job).build());

        assertThat(shop.details(job.id()).data().pipelineContext().pipelineName()).isEqualTo("shop");
        assertThat(shop.details(job.id()).data().artifactCredentials()).isNull();
    }

    @Test
    void a_poll_gives_one_job_unless_more_are_asked_for_and_each_once() {
        shop.start();
        var once = PollForJobsRequest.builder().actionTypeId(ActionTypeIds.wire(Workshop.FETCH)).build();

        assertThat(shop.poll(once)).hasSize(1);
        assertThat(shop.poll(once)).isEmpty();
    }

    @Test
    void a_poll_with_a_query_finds_only_jobs_of_that_value() {
        shop.startBuild();

        assertThat(shop.poll(query(Map.of("Project", "other")))).isEmpty();
        assertThat(shop.poll(query(Map.of("Project", "till")))).hasSize(1);
    }

    @Test
    void a_poll_refuses_a_query_by_a_property_that_is_not_queryable() {
        refused("ValidationException", () -> shop.poll(query(Map.of("Password", "open"))))
                .hasMessageContaining("'Password'")
                .hasMessageContaining("is 'Project'");
        var unqueryable = PollForJobsRequest.builder()
                .actionTypeId(ActionTypeIds.wire(Workshop.FETCH))
                .queryParam(Map.of("Project", "till"))
                .build();
        refused("ValidationException", () -> shop.poll(unqueryable)).hasMessageContaining("no queryable property");
    }

    @Test
    void a_poll_refuses_types_that_are_unknown_deleted_or_of_the_service() {
        refused("ActionTypeNotFoundException", () -> shop.poll(
                        new ActionTypeId(ActionCategory.Build, ActionOwner.Custom, "Nobody", "1")))
                .hasMessageContaining("Build/Custom/Nobody/1");
        refused("ValidationException", () -> shop.poll(
                new ActionTypeId(ActionCategory.Source, ActionOwner.AWS, "S3", "1")));

        new DeleteCustomActionType(shop.database).run(
                DeleteCustomActionTypeRequest.builder().category("Build").provider("Bench").version("2").build(),
                shop.request());
        refused("ActionTypeNotFoundException", () -> shop.poll(Workshop.BENCH));
    }

    @Test
    void a_job_that_was_handed_out_before_its_type_was_deleted_can_still_be_answered() {
        var execution = shop.startBuild();
        var job = shop.take(Workshop.BENCH);
        new DeleteCustomActionType(shop.database).run(
                DeleteCustomActionTypeRequest.builder().category("Build").provider("Bench").version("2").build(),
                shop.request());

        shop.succeed(success(job).executionDetails(it -> it.externalExecutionId("8")).build());

        assertThat(shop.run(execution, "Make").details().externalExecutionUrl())
                .isEqualTo("https://bench.example/till/runs/8");
    }

    @Test
    void the_nonce_must_be_that_of_the_last_poll() {
        shop.startBuild();
        var slow = shop.poll(Workshop.BENCH).getFirst();
        shop.pass(Duration.ofMinutes(2));
        var quick = shop.poll(Workshop.BENCH).getFirst();

        assertThat(quick.id()).isEqualTo(slow.id());
        refused("InvalidNonceException", () -> shop.acknowledge(slow)).hasMessageContaining(slow.id());
        assertThat(shop.acknowledge(quick).status()).isEqualTo(JobStatus.IN_PROGRESS);
        assertThat(shop.acknowledge(quick).status()).isEqualTo(JobStatus.IN_PROGRESS);
    }

    @Test
    void the_acknowledgement_of_a_job_that_is_over_tells_how_it_ended() {
        shop.startBuild();
        var job = shop.take(Workshop.BENCH);
        shop.succeed(success(job).build());

        assertThat(shop.acknowledge(job).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void jobs_of_other_accounts_and_regions_are_not_found() {
        shop.startBuild();
        var job = shop.take(Workshop.BENCH);
        var stranger = shop.request("999988887777", Workshop.REGION);
        var elsewhere = shop.request(Workshop.ACCOUNT, "us-east-1");
        var acknowledge = AcknowledgeJobRequest.builder().jobId(job.id()).nonce(job.nonce()).build();
        var details = GetJobDetailsRequest.builder().jobId(job.id()).build();
        var pages = new ExecutionPages(shop.database, shop.desk);

        for (var request : new dev.pipewright.wire.Request[] {stranger, elsewhere}) {
            refused("JobNotFoundException", () -> new AcknowledgeJob(shop.desk).run(acknowledge, request));
            refused("JobNotFoundException", () -> new GetJobDetails(shop.desk, shop.contents).run(details, request));
            refused("JobNotFoundException", () -> new PutJobSuccessResult(shop.desk, pages)
                    .run(success(job).build(), request));
            refused("JobNotFoundException", () -> new PutJobFailureResult(shop.desk, pages)
                    .run(failure(job).build(), request));
        }
        refused("JobNotFoundException", () -> shop.details("no-such-job"))
                .hasMessage("Job with id 'no-such-job' does not exist");
    }

    @Test
    void jobs_of_built_in_types_are_not_found() {
        var execution = shop.startBuild();
        var run = shop.run(execution, "Make").run();
        var manual = new ActionTypeId(ActionCategory.Compute, ActionOwner.AWS, "Commands", "1");
        shop.database.writer().commit(tx -> {
            tx.jobs().insert("inside", Workshop.PIPELINE, run, manual, Optional.empty(), shop.now);
            return null;
        });

        refused("JobNotFoundException", () -> shop.details("inside"));
    }

    @Test
    void the_same_answer_again_is_accepted_and_another_is_not() {
        var execution = shop.startBuild();
        var job = shop.take(Workshop.BENCH);
        var result = success(job).outputVariables(Map.of("Version", "1", "Name", "till")).build();
        shop.succeed(result);
        shop.succeed(result);

        refused("InvalidJobStateException", () -> shop.succeed(success(job).build()))
                .hasMessage("Job with id %s has already terminated", job.id());
        refused("InvalidJobStateException", () -> shop.fail(failure(job).build()));
        assertThat(shop.run(execution, "Make").outputVariables()).containsEntry("Version", "1");
    }

    @Test
    void a_job_is_answered_only_after_it_is_acknowledged() {
        shop.startBuild();
        var job = shop.poll(Workshop.BENCH).getFirst();

        refused("InvalidJobStateException", () -> shop.succeed(success(job).build()))
                .hasMessageContaining("has not been acknowledged");
    }

    @Test
    void an_answer_after_the_job_was_taken_back_is_accepted_and_changes_nothing() {
        var execution = shop.startBuild();
        var job = shop.take(Workshop.BENCH);
        shop.database.writer().commit(tx -> {
            tx.jobs().withdraw(shop.run(execution, "Make").run(), shop.now);
            return null;
        });

        shop.succeed(success(job).build());

        assertThat(shop.run(execution, "Make").status()).isEqualTo(ActionStatus.InProgress);
        assertThat(shop.acknowledge(job).status()).isEqualTo(JobStatus.TIMED_OUT);
    }

    @Test
    void an_answer_after_the_time_of_the_action_is_refused() {
        var execution = shop.startBuild();
        var job = shop.take(Workshop.BENCH);
        shop.pass(Duration.ofHours(24));
        shop.timekeeper.fire();

        assertThat(shop.run(execution, "Make").status()).isEqualTo(ActionStatus.Failed);
        refused("InvalidJobStateException", () -> shop.succeed(success(job).build()));
        assertThat(shop.acknowledge(job).status()).isEqualTo(JobStatus.TIMED_OUT);
    }

    @Test
    void a_failure_becomes_the_error_of_the_action() {
        var execution = shop.startBuild();
        var job = shop.take(Workshop.BENCH);
        shop.fail(failure(job).build());

        var run = shop.run(execution, "Make");
        assertThat(run.error()).isEqualTo(new ErrorDetails("ConfigurationError", "There is no plane"));
        assertThat(run.details().externalExecutionUrl()).isEqualTo("https://bench.example/till/runs/run%207%3Fx");
        assertThat(shop.execution(execution).status()).isEqualTo(ExecutionStatus.Failed);
    }

    @Test
    void a_continuation_token_and_output_variables_do_not_go_together() {
        shop.startBuild();
        var job = shop.take(Workshop.BENCH);

        refused("ValidationException", () -> shop.succeed(
                        success(job).continuationToken("more").outputVariables(Map.of("a", "b")).build()))
                .hasMessage("A job can not contain both a continuation token and output variables.");
    }

    @Test
    void output_variables_have_a_limit_in_bytes() {
        var execution = shop.startBuild();
        var job = shop.take(Workshop.BENCH);
        var limit = 122_880 - "key".length();

        refused("OutputVariablesSizeExceededException", () -> shop.succeed(
                success(job).outputVariables(Map.of("key", "v".repeat(limit + 1))).build()));
        shop.succeed(success(job).outputVariables(Map.of("key", "v".repeat(limit))).build());
        assertThat(shop.run(execution, "Make").status()).isEqualTo(ActionStatus.Succeeded);
    }

    @Test
    void the_revision_that_a_source_worker_reports_is_kept_with_its_artifact() {
        var execution = shop.startBuild();

        assertThat(shop.run(execution, "Get").revisions()).singleElement().satisfies(revision -> {
            assertThat(revision.artifact()).isEqualTo("Code");
            assertThat(revision.revisionId()).isEqualTo("r42");
            assertThat(revision.changeIdentifier()).isEqualTo("c42");
            assertThat(revision.summary()).isEqualTo("A better till");
            assertThat(revision.created()).isEqualTo(Workshop.START.minusSeconds(60));
        });
    }

    private static PutJobSuccessResultRequest.Builder success(Job job) {
        return PutJobSuccessResultRequest.builder().jobId(job.id());
    }

    private static PutJobFailureResultRequest.Builder failure(Job job) {
        return PutJobFailureResultRequest.builder()
                .jobId(job.id())
                .failureDetails(it -> it.type(FailureType.CONFIGURATION_ERROR)
                        .message("There is no plane")
                        .externalExecutionId("run 7?x"));
    }

    private static PollForJobsRequest query(Map<String, String> query) {
        return PollForJobsRequest.builder()
                .actionTypeId(ActionTypeIds.wire(Workshop.BENCH))
                .queryParam(query)
                .build();
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(String type, ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.type()).isEqualTo(type);
            assertThat(fault.getMessage()).doesNotContain("%s");
        });
    }
}
