package dev.pipewright.api;

import dev.pipewright.iam.SessionTokens;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ArtifactStore;
import dev.pipewright.model.EncryptionKey;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.InputArtifact;
import dev.pipewright.model.OutputArtifact;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.Stage;
import dev.pipewright.model.Trigger;
import dev.pipewright.runtime.Begun;
import dev.pipewright.runtime.JobDesk;
import dev.pipewright.runtime.Starts;
import dev.pipewright.runtime.Timekeeper;
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

    final Database database;
    final SessionTokens keys;
    final JobDesk desk;
    final JobContents contents;
    final Timekeeper timekeeper;
    Instant now = START;
    private final Starts starts;
    private final AtomicInteger count = new AtomicInteger();

    Workshop(Path directory) {
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
            tx.pipelines().insert(PIPELINE, pipeline(), now);
            return null;
        });
        starts = new Starts(() -> now, ids);
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

    private static Pipeline pipeline() {
        var source = new Stage("Source", null, List.of(action(
                "Get", FETCH, Map.of(), List.of(), List.of("Code"), null)), null, null, null);
        var build = new Stage("Build", null, List.of(action(
                "Make", BENCH, Map.of("Project", "till", "Password", "open sesame"), List.of("Code"), List.of("App"),
                "Made")), null, null, null);
        return new Pipeline(
                PIPELINE.name(), "arn:aws:iam::111122223333:role/shop",
                new ArtifactStore("S3", "shelf", new EncryptionKey("alias/shop", "KMS")), null,
                List.of(source, build), 1, ExecutionMode.SUPERSEDED, PipelineType.V2, null, null);
    }

    private static Action action(
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
        var execution = start();
        var job = take(FETCH);
        succeed(PutJobSuccessResultRequest.builder()
                .jobId(job.id())
                .currentRevision(it -> it.revision("r42")
                        .changeIdentifier("c42")
                        .created(START.minusSeconds(60))
                        .revisionSummary("A better till"))
                .build());
        return execution;
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

    /** Polls for the only job of a type and acknowledges it. */
    Job take(ActionTypeId type) {
        var job = poll(type).getFirst();
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
        database.close();
    }
}
