package dev.pipewright.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.iam.SessionTokens;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ArtifactStore;
import dev.pipewright.model.Condition;
import dev.pipewright.model.ConditionResult;
import dev.pipewright.model.EncryptionKey;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.InputArtifact;
import dev.pipewright.model.OutputArtifact;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.Rule;
import dev.pipewright.model.Stage;
import dev.pipewright.model.Trigger;
import dev.pipewright.runtime.Begun;
import dev.pipewright.runtime.Conductor;
import dev.pipewright.runtime.JobDesk;
import dev.pipewright.runtime.SourceWatch;
import dev.pipewright.runtime.Starts;
import dev.pipewright.runtime.Timekeeper;
import dev.pipewright.runtime.WorkerResult;
import dev.pipewright.store.Database;
import dev.pipewright.store.EmptyStore;
import dev.pipewright.wire.Principal;
import dev.pipewright.wire.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.services.codepipeline.model.AcknowledgeJobRequest;
import software.amazon.awssdk.services.codepipeline.model.AcknowledgeJobResponse;
import software.amazon.awssdk.services.codepipeline.model.ActionConfigurationProperty;
import software.amazon.awssdk.services.codepipeline.model.CreateCustomActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.GetJobDetailsRequest;
import software.amazon.awssdk.services.codepipeline.model.Job;
import software.amazon.awssdk.services.codepipeline.model.JobDetails;
import software.amazon.awssdk.services.codepipeline.model.PollForJobsRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobFailureResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobSuccessResultRequest;

/** A real store and engine with one pipeline of two custom actions, and a worker's calls on it. */
final class Workshop implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-central-1";
    static final PipelineKey PIPELINE = new PipelineKey(ACCOUNT, REGION, "shop");
    static final ActionTypeId FETCH = new ActionTypeId(ActionCategory.Source, ActionOwner.Custom, "Fetch", "1");
    static final ActionTypeId BENCH = new ActionTypeId(ActionCategory.Build, ActionOwner.Custom, "Bench", "2");
    static final ActionTypeId RULE = new ActionTypeId(ActionCategory.Rule, ActionOwner.AWS, "VariableCheck", "1");

    final Database database;
    final SessionTokens keys;
    final JobDesk desk;
    final JobContents contents;
    final Timekeeper timekeeper;
    Instant now = START;
    final Starts starts;
    final SourceWatch watch;
    private final AtomicInteger count = new AtomicInteger();

    Workshop(Path directory) {
        this(directory, pipeline(ExecutionMode.SUPERSEDED, get(), make()));
    }

    Workshop(Path directory, Pipeline pipeline) {
        Supplier<String> ids = () -> "%08d-0000-4000-8000-000000000000".formatted(count.incrementAndGet());
        EmptyStore.putInto(directory);
        database = Database.open(directory, ids);
        keys = new SessionTokens(
                "a master key of thirty-two bytes".getBytes(StandardCharsets.US_ASCII),
                () -> now,
                () -> "KEY%013d".formatted(count.incrementAndGet()));
        desk = new JobDesk(database, () -> now, ids);
        contents = new JobContents(keys);
        timekeeper = new Timekeeper(database, () -> now);
        createTypes();
        database.writer().commit(tx -> {
            tx.pipelines().insert(PIPELINE, pipeline, now);
            return null;
        });
        starts = new Starts(() -> now, ids);
        watch = new SourceWatch(database, starts, Map.of(), Duration.ofHours(1));
    }

    private void createTypes() {
        var create = new CreateCustomActionType(database);
        create.run(
                type(FETCH)
                        .inputArtifactDetails(it -> it.minimumCount(0).maximumCount(0))
                        .outputArtifactDetails(it -> it.minimumCount(1).maximumCount(1))
                        .build(),
                request());
        create.run(
                type(BENCH)
                        .inputArtifactDetails(it -> it.minimumCount(1).maximumCount(5))
                        .outputArtifactDetails(it -> it.minimumCount(0).maximumCount(5))
                        .settings(it -> it.executionUrlTemplate(
                                "https://bench.example/{Config:Project}/runs/{ExternalExecutionId}"))
                        .configurationProperties(
                                property("Project").required(true).queryable(true).build(),
                                property("Password").secret(true).build())
                        .build(),
                request());
    }

    static CreateCustomActionTypeRequest.Builder type(ActionTypeId id) {
        return CreateCustomActionTypeRequest.builder()
                .category(id.category().name())
                .provider(id.provider())
                .version(id.version());
    }

    /** A property that is none of required, key, secret and queryable. */
    static ActionConfigurationProperty.Builder property(String name) {
        return ActionConfigurationProperty.builder().name(name).required(false).key(false).secret(false);
    }

    static Pipeline pipeline(ExecutionMode mode, Stage... stages) {
        return new Pipeline(
                PIPELINE.name(), "arn:aws:iam::111122223333:role/shop",
                new ArtifactStore("S3", "shelf", new EncryptionKey("alias/shop", "KMS")), null,
                List.of(stages), 1, mode, PipelineType.V2, null, null);
    }

    static Stage get() {
        return stage("Source", action("Get", FETCH, Map.of(), List.of(), List.of("Code"), null));
    }

    static Stage make() {
        return stage("Build", make("Make"));
    }

    static Action make(String name) {
        return action(
                name, BENCH, Map.of("Project", "till", "Password", "open sesame"), List.of("Code"),
                List.of(name.equals("Make") ? "App" : name), name.equals("Make") ? "Made" : null);
    }

    static Action approval(String name) {
        return action(
                name, new ActionTypeId(ActionCategory.Approval, ActionOwner.AWS, "Manual", "1"), Map.of(), List.of(),
                List.of(), null);
    }

    static Stage stage(String name, Action... actions) {
        return new Stage(name, null, List.of(actions), null, null, null);
    }

    /** A condition of one rule. */
    static Condition condition(ConditionResult result, String rule) {
        return new Condition(result, List.of(new Rule(
                rule, RULE, Map.of("Variable", "#{codepipeline.PipelineExecutionId}"), null, null, "arn:rule", null,
                null)));
    }

    static Action action(
            String name, ActionTypeId type, Map<String, String> configuration, List<String> inputs,
            List<String> outputs, String namespace) {
        return new Action(
                name, type, 1, configuration, null,
                outputs.stream().map(it -> new OutputArtifact(it, null)).toList(),
                inputs.stream().map(InputArtifact::new).toList(),
                null, null, null, namespace, null, null);
    }

    Request request() {
        return request(ACCOUNT, REGION);
    }

    Request request(String account, String region) {
        var caller = new Principal(account, "arn:aws:iam::" + account + ":user/worker", Principal.Grants.ALL);
        return new Request("request-1", now, caller, region);
    }

    String start() {
        return Begun.id(database.writer().commit(tx -> starts.start(
                tx, PIPELINE, new Trigger(Trigger.START_PIPELINE_EXECUTION, "somebody"), Map.of(), Map.of())));
    }

    /** Starts an execution and brings it to the action of the build stage. */
    String startBuild() {
        return startBuild("r42");
    }

    String startBuild(String revision) {
        var execution = start();
        fetch(revision);
        return execution;
    }

    /** Does the job of a source action. */
    void fetch(String revision) {
        var job = take(FETCH);
        succeed(PutJobSuccessResultRequest.builder()
                .jobId(job.id())
                .currentRevision(it -> it.revision(revision)
                        .changeIdentifier("c42")
                        .created(START.minusSeconds(60))
                        .revisionSummary("A better till"))
                .build());
    }

    /** Does the next job of the build stage, well. */
    void build() {
        var job = take(BENCH);
        succeed(PutJobSuccessResultRequest.builder().jobId(job.id()).build());
    }

    /** Does the next job of the build stage, badly. */
    void fail() {
        var job = take(BENCH);
        fail(PutJobFailureResultRequest.builder()
                .jobId(job.id())
                .failureDetails(it -> it.type("JobFailed").message("The saw is blunt"))
                .build());
    }

    /** Answers the rules that are asked, as the worker inside does. */
    void judge(boolean holds) {
        var jobs = database.writer().commit(
                tx -> tx.leases().claim("inside", List.of(RULE), 10, now, now.plusSeconds(60)));
        assertThat(jobs).isNotEmpty();
        for (var job : jobs) {
            desk.answer(job.id(), holds
                    ? new WorkerResult.Success(
                            Optional.empty(), Optional.empty(), ExecutionDetails.summary("As wanted"), Map.of())
                    : new WorkerResult.Failure(FailureType.JobFailed, "Not as wanted", ExecutionDetails.NONE));
        }
    }

    /** Gives the pipeline its next definition. */
    void update(Pipeline next) {
        database.writer().commit(tx -> {
            var version = tx.traffic(PIPELINE).orElseThrow().pipeline().version();
            return Conductor.update(tx, PIPELINE, next.withVersion(version + 1), now);
        });
    }

    List<Job> poll(ActionTypeId type) {
        return poll(PollForJobsRequest.builder()
                .actionTypeId(ActionTypeIds.wire(type))
                .maxBatchSize(10)
                .build());
    }

    List<Job> poll(PollForJobsRequest request) {
        return new PollForJobs(database, desk, contents).run(request, request()).jobs();
    }

    AcknowledgeJobResponse acknowledge(Job job) {
        return new AcknowledgeJob(desk)
                .run(AcknowledgeJobRequest.builder().jobId(job.id()).nonce(job.nonce()).build(), request());
    }

    /** Polls for one job of a type and acknowledges it. */
    Job take(ActionTypeId type) {
        var job = poll(PollForJobsRequest.builder()
                        .actionTypeId(ActionTypeIds.wire(type))
                        .maxBatchSize(1)
                        .build())
                .getFirst();
        acknowledge(job);
        return job;
    }

    JobDetails details(String jobId) {
        return new GetJobDetails(desk, contents)
                .run(GetJobDetailsRequest.builder().jobId(jobId).build(), request())
                .jobDetails();
    }

    void succeed(PutJobSuccessResultRequest result) {
        new PutJobSuccessResult(desk, new ExecutionPages(database, desk)).run(result, request());
    }

    void fail(PutJobFailureResultRequest result) {
        new PutJobFailureResult(desk, new ExecutionPages(database, desk)).run(result, request());
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Execution execution(String id) {
        return database.read(tables -> tables.executions().find(PIPELINE, id)).orElseThrow();
    }

    /** The newest run of the action. */
    ActionRun run(String executionId, String action) {
        return execution(executionId).stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .filter(run -> run.run().action().equals(action))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    @Override
    public void close() {
        watch.close();
        database.close();
    }
}
