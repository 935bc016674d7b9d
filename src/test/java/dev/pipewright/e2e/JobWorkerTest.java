package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.codepipeline.model.InvalidJobStateException;
import software.amazon.awssdk.services.codepipeline.model.InvalidNonceException;
import software.amazon.awssdk.services.codepipeline.model.Job;
import software.amazon.awssdk.services.codepipeline.model.JobNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.JobStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.ValidationException;

/** The job worker protocol, as a worker lives it that was written against the API's documentation alone. */
final class JobWorkerTest {
    private static final String PAGES = "https://bench.example/eu-west-1/";
    private static final Instant CREATED = Instant.parse("2026-05-06T07:08:09Z");

    @TempDir
    static Path directory;

    static LocalServer server;
    static CustomWorker fetch;
    static CustomWorker bench;
    static CustomWorker ship;

    @BeforeAll
    static void start() throws Exception {
        server = LocalServer.start(directory);
        fetch = CustomWorker.register(server.codePipeline(), ActionCategory.SOURCE, "Fetch", 0, 1);
        bench = CustomWorker.register(server.codePipeline(), ActionCategory.BUILD, "Bench", 1, 1);
        ship = CustomWorker.register(server.codePipeline(), ActionCategory.DEPLOY, "Ship", 1, 0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static StageDeclaration source(String name) {
        return Sketch.stage("Source", fetch.action("Fetch", name, Map.of())
                .outputArtifacts(Sketch.output("Code"))
                .build());
    }

    private static StageDeclaration build(String name) {
        return Sketch.stage("Build", bench.action("Make", name, Map.of("Password", "open sesame"))
                .namespace("Built")
                .inputArtifacts(Sketch.input("Code"))
                .outputArtifacts(Sketch.output("App"))
                .build());
    }

    private static Watch create(String name, StageDeclaration... stages) {
        server.codePipeline().createPipeline(request -> request.pipeline(Sketch.pipeline(name, stages)));
        return new Watch(server.codePipeline(), name);
    }

    /** Does the source's job: writes its artifact with the key that came with it, and reports a revision. */
    private static void fetch(String name) {
        var job = fetch.take(name);
        var place = job.data().outputArtifacts().getFirst().location().s3Location();
        server.s3(LocalServer.of(job.data().artifactCredentials()))
                .putObject(
                        put -> put.bucket(place.bucketName()).key(place.objectKey()),
                        RequestBody.fromString("source of " + name));
        server.codePipeline().putJobSuccessResult(request -> request.jobId(job.id())
                .currentRevision(revision -> revision.revision("r 42")
                        .changeIdentifier("change-42")
                        .created(CREATED)
                        .revisionSummary("The forty-second")));
    }

    @Test
    void a_worker_reads_its_input_writes_its_output_and_what_it_tells_reaches_later_actions() {
        var name = "whole";
        var watch = create(name, source(name), build(name), Sketch.stage("Ship",
                ship.action("Send", name, Map.of("Note", "v#{Built.Version} of #{codepipeline.PipelineExecutionId}"))
                        .inputArtifacts(Sketch.input("App"))
                        .build()));
        var execution = watch.newest(1);
        fetch(name);

        var job = bench.take(name);
        var data = job.data();
        var store = server.s3(LocalServer.of(data.artifactCredentials()));
        var in = data.inputArtifacts().getFirst();
        var read = store.getObjectAsBytes(get -> get.bucket(in.location().s3Location().bucketName())
                .key(in.location().s3Location().objectKey()));
        var out = data.outputArtifacts().getFirst().location().s3Location();
        store.putObject(
                put -> put.bucket(out.bucketName()).key(out.objectKey()),
                RequestBody.fromString(read.asUtf8String() + ", built"));
        server.codePipeline().putJobSuccessResult(request -> request.jobId(job.id())
                .executionDetails(details -> details.summary("Built").externalExecutionId("7").percentComplete(100))
                .outputVariables(Map.of("Version", "1.2")));

        assertThat(read.asUtf8String()).isEqualTo("source of whole");
        assertThat(in.revision()).isEqualTo("r 42");
        var last = ship.take(name);
        assertThat(last.data().actionConfiguration().configuration()).containsEntry("Note", "v1.2 of " + execution);
        var sent = last.data().inputArtifacts().getFirst().location().s3Location();
        assertThat(server.s3(LocalServer.of(last.data().artifactCredentials()))
                        .getObjectAsBytes(get -> get.bucket(sent.bucketName()).key(sent.objectKey()))
                        .asUtf8String())
                .isEqualTo("source of whole, built");
        ship.succeed(last);
        watch.until(execution, PipelineExecutionStatus.SUCCEEDED);
        var built = watch.action("Build", "Make");
        assertThat(built.entityUrl()).isEqualTo(PAGES + "whole");
        assertThat(built.latestExecution().externalExecutionId()).isEqualTo("7");
        assertThat(built.latestExecution().externalExecutionUrl()).isEqualTo(PAGES + "whole/runs/7");
        assertThat(built.latestExecution().summary()).isEqualTo("Built");
    }

    @Test
    void the_revision_that_a_source_worker_reports_is_seen_in_the_execution_and_in_the_state() {
        var name = "revision";
        var watch = create(name, source(name), build(name));
        var execution = watch.newest(1);
        fetch(name);
        bench.offered(name);

        assertThat(watch.execution(execution).artifactRevisions()).singleElement().satisfies(revision -> {
            assertThat(revision.name()).isEqualTo("Code");
            assertThat(revision.revisionId()).isEqualTo("r 42");
            assertThat(revision.revisionChangeIdentifier()).isEqualTo("change-42");
            assertThat(revision.revisionSummary()).isEqualTo("The forty-second");
            assertThat(revision.created()).isEqualTo(CREATED);
            assertThat(revision.revisionUrl()).isEqualTo(PAGES + "revision/revisions/r%2042");
        });
        var state = watch.action("Source", "Fetch");
        assertThat(state.currentRevision().revisionId()).isEqualTo("r 42");
        assertThat(state.currentRevision().revisionChangeId()).isEqualTo("change-42");
        assertThat(state.currentRevision().created()).isEqualTo(CREATED);
        assertThat(state.revisionUrl()).isEqualTo(PAGES + "revision/revisions/r%2042");
        assertThat(watch.executions().getFirst().sourceRevisions()).singleElement().satisfies(revision -> {
            assertThat(revision.actionName()).isEqualTo("Fetch");
            assertThat(revision.revisionSummary()).isEqualTo("The forty-second");
        });
    }

    @Test
    void a_continuation_token_ends_the_job_and_a_new_one_carries_it_on() {
        var name = "continued";
        var watch = create(name, source(name), build(name));
        var execution = watch.newest(1);
        fetch(name);
        var first = bench.take(name);

        server.codePipeline().putJobSuccessResult(request -> request.jobId(first.id())
                .continuationToken("half way")
                .executionDetails(details -> details.summary("Compiles").externalExecutionId("8").percentComplete(50)));

        var running = watch.action("Build", "Make").latestExecution();
        assertThat(running.status()).isEqualTo(ActionExecutionStatus.IN_PROGRESS);
        assertThat(running.summary()).isEqualTo("Compiles");
        assertThat(running.percentComplete()).isEqualTo(50);
        assertThat(running.externalExecutionUrl()).isEqualTo(PAGES + "continued/runs/8");
        var second = bench.take(name);
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.data().continuationToken()).isEqualTo("half way");
        assertThat(second.data().pipelineContext().action().actionExecutionId())
                .isEqualTo(first.data().pipelineContext().action().actionExecutionId());
        assertThat(second.data().outputArtifacts()).isEqualTo(first.data().outputArtifacts());
        bench.succeed(second);
        watch.until(execution, PipelineExecutionStatus.SUCCEEDED);
        assertThat(watch.action("Build", "Make").latestExecution().externalExecutionId()).isEqualTo("8");
    }

    @Test
    void a_continuation_token_given_twice_makes_one_new_job_and_another_token_is_refused() {
        var name = "continued-twice";
        create(name, source(name), build(name));
        fetch(name);
        var first = bench.take(name);
        goOn(first, "one");
        goOn(first, "one");

        assertThat(bench.poll(name)).singleElement().satisfies(job ->
                assertThat(job.data().continuationToken()).isEqualTo("one"));
        assertThatThrownBy(() -> goOn(first, "two")).isInstanceOf(InvalidJobStateException.class);
        assertThatThrownBy(() -> bench.succeed(first)).isInstanceOf(InvalidJobStateException.class);
        assertThat(bench.poll(name)).isEmpty();
    }

    private static void goOn(Job job, String token) {
        server.codePipeline().putJobSuccessResult(request -> request.jobId(job.id()).continuationToken(token));
    }

    @Test
    void an_update_lets_the_job_under_way_end_and_the_execution_go_no_further() {
        var name = "updated";
        var later = Sketch.stage("Later", Sketch.approval("Ask"));
        var watch = create(name, source(name), build(name), later);
        var execution = watch.newest(1);
        fetch(name);
        var job = bench.take(name);

        server.codePipeline().updatePipeline(request ->
                request.pipeline(Sketch.pipeline(name, source(name), build(name), later)));

        assertThat(watch.execution(execution).status()).isEqualTo(PipelineExecutionStatus.IN_PROGRESS);
        bench.succeed(job);
        assertThat(watch.until(execution, PipelineExecutionStatus.CANCELLED).pipelineVersion()).isEqualTo(1);
        assertThat(watch.action("Build", "Make").latestExecution().status())
                .isEqualTo(ActionExecutionStatus.SUCCEEDED);
        assertThat(watch.stage("Later").latestExecution()).isNull();
    }

    @Test
    void a_token_and_variables_at_once_are_refused_and_the_job_stays_open() {
        var name = "both";
        var watch = create(name, source(name), build(name));
        var execution = watch.newest(1);
        fetch(name);
        var job = bench.take(name);

        assertThatThrownBy(() -> server.codePipeline().putJobSuccessResult(request ->
                        request.jobId(job.id()).continuationToken("on").outputVariables(Map.of("A", "b"))))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("A job can not contain both a continuation token and output variables.");

        bench.succeed(job);
        watch.until(execution, PipelineExecutionStatus.SUCCEEDED);
    }

    @Test
    void a_failure_fails_the_execution_with_the_workers_words() {
        var name = "failing";
        var watch = create(name, source(name), build(name));
        var execution = watch.newest(1);
        fetch(name);
        var job = bench.take(name);

        server.codePipeline().putJobFailureResult(request -> request.jobId(job.id())
                .failureDetails(details -> details.type(FailureType.CONFIGURATION_ERROR)
                        .message("There is no project 'failing'")
                        .externalExecutionId("9")));

        watch.until(execution, PipelineExecutionStatus.FAILED);
        assertThat(watch.stage("Build").latestExecution().status()).isEqualTo(StageExecutionStatus.FAILED);
        var failed = watch.action("Build", "Make").latestExecution();
        assertThat(failed.status()).isEqualTo(ActionExecutionStatus.FAILED);
        assertThat(failed.errorDetails().code()).isEqualTo("ConfigurationError");
        assertThat(failed.errorDetails().message()).isEqualTo("There is no project 'failing'");
        assertThat(failed.externalExecutionId()).isEqualTo("9");
        assertThat(failed.externalExecutionUrl()).isEqualTo(PAGES + "failing/runs/9");
        assertThat(server.codePipeline()
                        .listActionExecutions(request -> request.pipelineName(name))
                        .actionExecutionDetails()
                        .getFirst()
                        .output()
                        .executionResult()
                        .errorDetails()
                        .message())
                .isEqualTo("There is no project 'failing'");
    }

    @Test
    void a_job_is_handed_out_once_and_taken_with_its_nonce_only() {
        var name = "nonce";
        create(name, source(name), build(name));
        var job = fetch.offered(name);

        assertThat(fetch.poll(name)).as("the same job again").isEmpty();
        assertThatThrownBy(() -> server.codePipeline()
                        .acknowledgeJob(request -> request.jobId(job.id()).nonce(job.nonce() + "0")))
                .isInstanceOf(InvalidNonceException.class)
                .hasMessageContaining(job.id());
        assertThatThrownBy(() -> fetch.succeed(job))
                .isInstanceOf(InvalidJobStateException.class)
                .hasMessageContaining("has not been acknowledged");
        assertThat(acknowledge(job)).isEqualTo(JobStatus.IN_PROGRESS);
        assertThat(acknowledge(job)).as("a repeated acknowledgement").isEqualTo(JobStatus.IN_PROGRESS);
        fetch.succeed(job);
        assertThat(acknowledge(job)).as("after the end").isEqualTo(JobStatus.SUCCEEDED);
    }

    private static JobStatus acknowledge(Job job) {
        return server.codePipeline()
                .acknowledgeJob(request -> request.jobId(job.id()).nonce(job.nonce()))
                .status();
    }

    @Test
    void the_same_answer_again_is_taken_and_another_one_is_refused() {
        var name = "repeated";
        var watch = create(name, source(name), build(name));
        var execution = watch.newest(1);
        fetch(name);
        var job = bench.take(name);
        bench.succeed(job);
        watch.until(execution, PipelineExecutionStatus.SUCCEEDED);

        bench.succeed(job);
        assertThatThrownBy(() -> server.codePipeline().putJobFailureResult(request -> request.jobId(job.id())
                        .failureDetails(details -> details.type(FailureType.JOB_FAILED).message("no"))))
                .isInstanceOf(InvalidJobStateException.class)
                .hasMessageContaining("already terminated");
        assertThatThrownBy(() -> server.codePipeline().putJobSuccessResult(request ->
                        request.jobId(job.id()).outputVariables(Map.of("Version", "2"))))
                .isInstanceOf(InvalidJobStateException.class);
        assertThat(watch.execution(execution).status()).isEqualTo(PipelineExecutionStatus.SUCCEEDED);
    }

    @Test
    void the_details_of_a_job_tell_what_the_poll_told() {
        var name = "details";
        create(name, source(name), build(name));
        fetch(name);
        var job = bench.take(name);

        var details = server.codePipeline().getJobDetails(request -> request.jobId(job.id())).jobDetails();

        assertThat(details.id()).isEqualTo(job.id());
        assertThat(details.accountId()).isEqualTo(LocalServer.ACCOUNT);
        assertThat(details.data().actionConfiguration().configuration())
                .containsOnly(Map.entry("Project", name), Map.entry("Password", "open sesame"));
        assertThat(details.data().inputArtifacts()).isEqualTo(job.data().inputArtifacts());
        assertThat(details.data().outputArtifacts()).isEqualTo(job.data().outputArtifacts());
        assertThat(details.data().pipelineContext()).isEqualTo(job.data().pipelineContext());
        assertThatThrownBy(() -> server.codePipeline()
                        .getJobDetails(request -> request.jobId("00000000-0000-0000-0000-000000000000")))
                .isInstanceOf(JobNotFoundException.class);
    }

    @Test
    void a_secret_setting_is_for_the_worker_alone() {
        var name = "secret";
        var watch = create(name, source(name), build(name));
        fetch(name);
        assertThat(bench.take(name).data().actionConfiguration().configuration())
                .containsEntry("Password", "open sesame");

        var read = SignedHttp.of(server);
        assertThat(read.call("GetPipeline", "{\"name\": \"secret\"}").body()).contains("****").doesNotContain("sesame");
        assertThat(read.call("ListActionExecutions", "{\"pipelineName\": \"secret\"}").body())
                .contains("****")
                .doesNotContain("sesame");
        assertThat(watch.state().toString()).doesNotContain("sesame");
    }

    @Test
    void a_poll_finds_the_jobs_of_the_value_that_it_asks_for_and_no_other() {
        var name = "queried";
        create(name, source(name), build(name));
        Eventually.see("the action runs", () -> new Watch(server.codePipeline(), name).action("Source", "Fetch"),
                state -> state.latestExecution() != null);

        assertThat(fetch.poll("something-else")).isEmpty();
        assertThat(fetch.poll(name)).hasSize(1);
    }

    @Test
    void a_poll_for_a_type_that_is_not_there_or_not_custom_is_refused() {
        assertThatThrownBy(() -> server.codePipeline().pollForJobs(request -> request.actionTypeId(type -> type
                        .category("Build").owner("Custom").provider("Nothing").version("1"))))
                .isInstanceOf(ActionTypeNotFoundException.class)
                .hasMessageContaining("Nothing");
        assertThatThrownBy(() -> server.codePipeline().pollForJobs(request -> request.actionTypeId(type -> type
                        .category("Compute").owner("AWS").provider("Commands").version("1"))))
                .isInstanceOf(ValidationException.class);
    }
}
