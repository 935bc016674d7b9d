package dev.pipewright.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.action.Zips;
import dev.pipewright.cli.LocalCredentials;
import dev.pipewright.cli.RunningServer;
import dev.pipewright.cli.ServerOptions;
import dev.pipewright.server.Server;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeId;
import software.amazon.awssdk.services.codepipeline.model.ArtifactStoreType;
import software.amazon.awssdk.services.codepipeline.model.InputArtifact;
import software.amazon.awssdk.services.codepipeline.model.OutputArtifact;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.PipelineType;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.s3.S3Client;

/** A whole server on a free port, the clients that people use, and a pipeline that shows that it still works. */
final class BadInputServer implements AutoCloseable {
    static final String ARTIFACTS = "artifacts";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How a command of Git ended, and what it printed. */
    record Ran(int status, String output) {}

    final Path data;
    final LocalCredentials key;
    final CodePipelineClient api;
    final S3Client s3;
    private final Path home;
    private final RunningServer server;
    private int proofs;

    BadInputServer(Path folder) throws Exception {
        data = folder.resolve("data");
        home = Files.createDirectories(folder.resolve("home"));
        server = Server.start(ServerOptions.local(data, 0, "eu-central-1"));
        key = LocalCredentials.read(data).orElseThrow();
        var credentials = StaticCredentialsProvider.create(
                AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
        api = CodePipelineClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(key.region()))
                .credentialsProvider(credentials)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
        s3 = S3Client.builder()
                .endpointOverride(server.endpoint())
                .forcePathStyle(true)
                .region(Region.of(key.region()))
                .credentialsProvider(credentials)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    @Override
    public void close() {
        api.close();
        s3.close();
        server.close();
    }

    String url(String path) {
        return server.endpoint() + path;
    }

    // Definitions.

    static PipelineDeclaration pipeline(String name, StageDeclaration... stages) {
        return PipelineDeclaration.builder()
                .name(name)
                .pipelineType(PipelineType.V2)
                .roleArn("arn:aws:iam::000000000000:role/pipeline")
                .artifactStore(store -> store.type(ArtifactStoreType.S3).location(ARTIFACTS))
                .stages(stages)
                .build();
    }

    /** A stage of one action and of its name. */
    static StageDeclaration stage(ActionDeclaration action) {
        return StageDeclaration.builder().name(action.name()).actions(action).build();
    }

    static ActionDeclaration.Builder action(String name, ActionCategory category, String provider) {
        return ActionDeclaration.builder().name(name).actionTypeId(type(category, provider));
    }

    static ActionTypeId type(ActionCategory category, String provider) {
        return ActionTypeId.builder()
                .category(category)
                .owner(ActionOwner.AWS)
                .provider(provider)
                .version("1")
                .build();
    }

    static ActionDeclaration branch(String repository, String branch) {
        return action("Source", ActionCategory.SOURCE, "CodeCommit")
                .configuration(Map.of("RepositoryName", repository, "BranchName", branch))
                .outputArtifacts(output("Source"))
                .build();
    }

    /** An object that starts nothing when it changes, so that the pipeline starts when it is made. */
    static ActionDeclaration object(String bucket, String key) {
        return action("Source", ActionCategory.SOURCE, "S3")
                .configuration(Map.of("S3Bucket", bucket, "S3ObjectKey", key, "PollForSourceChanges", "false"))
                .outputArtifacts(output("Source"))
                .build();
    }

    static ActionDeclaration.Builder commands(String... commands) {
        return action("Build", ActionCategory.COMPUTE, "Commands")
                .commands(commands)
                .inputArtifacts(input("Source"));
    }

    static ActionDeclaration deploy(String artifact, String bucket) {
        return action("Deploy", ActionCategory.DEPLOY, "S3")
                .configuration(Map.of("BucketName", bucket, "Extract", "true"))
                .inputArtifacts(input(artifact))
                .build();
    }

    static ActionDeclaration approval() {
        return action("Approve", ActionCategory.APPROVAL, "Manual").build();
    }

    static InputArtifact input(String name) {
        return InputArtifact.builder().name(name).build();
    }

    static OutputArtifact output(String name, String... files) {
        return OutputArtifact.builder()
                .name(name)
                .files(files.length == 0 ? null : List.of(files))
                .build();
    }

    // Executions.

    PipelineDeclaration create(PipelineDeclaration pipeline) {
        return api.createPipeline(request -> request.pipeline(pipeline)).pipeline();
    }

    String start(String pipeline) {
        return api.startPipelineExecution(request -> request.name(pipeline)).pipelineExecutionId();
    }

    /** The executions, the newest first. */
    List<PipelineExecutionSummary> executions(String pipeline) {
        return api.listPipelineExecutions(request -> request.pipelineName(pipeline)).pipelineExecutionSummaries();
    }

    /** Makes a pipeline, which starts at once, and waits for the end of its first execution. */
    String createAndAwait(PipelineDeclaration pipeline) throws Exception {
        create(pipeline);
        var id = until(
                        "an execution of " + pipeline.name(),
                        () -> executions(pipeline.name()),
                        list -> !list.isEmpty())
                .getFirst()
                .pipelineExecutionId();
        awaitEnd(pipeline.name(), id);
        return id;
    }

    PipelineExecutionStatus awaitEnd(String pipeline, String execution) throws Exception {
        return until(
                "the end of " + pipeline + " " + execution,
                () -> status(pipeline, execution),
                status -> status != PipelineExecutionStatus.IN_PROGRESS);
    }

    PipelineExecutionStatus status(String pipeline, String execution) {
        return api.getPipelineExecution(request -> request.pipelineName(pipeline).pipelineExecutionId(execution))
                .pipelineExecution()
                .status();
    }

    Optional<ActionExecutionDetail> find(String pipeline, String execution, String action) {
        return api
                .listActionExecutions(request -> request.pipelineName(pipeline)
                        .filter(filter -> filter.pipelineExecutionId(execution)))
                .actionExecutionDetails()
                .stream()
                .filter(detail -> detail.actionName().equals(action))
                .findFirst();
    }

    ActionExecutionDetail detail(String pipeline, String execution, String action) {
        return find(pipeline, execution, action).orElseThrow();
    }

    /** The sentence with which an action failed. */
    String errorOf(String pipeline, String execution, String action) {
        var detail = detail(pipeline, execution, action);
        assertThat(detail.statusAsString()).describedAs(detail.toString()).isEqualTo("Failed");
        return detail.output().executionResult().errorDetails().message();
    }

    /** The file that an action's output went to. */
    Path log(String pipeline, String execution, String action) throws Exception {
        var build = detail(pipeline, execution, action).output().executionResult().externalExecutionId();
        var run = build.substring(build.indexOf(':') + 1);
        try (var files = Files.walk(data.resolve("logs"))) {
            return files.filter(file -> file.getFileName().toString().equals(run + ".log"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    <T> T until(String what, Callable<T> look, Predicate<T> there) throws Exception {
        return within(PATIENCE, what, look, there);
    }

    /** Looks again and again, until it sees what it waits for or the time is over. */
    static <T> T within(Duration patience, String what, Callable<T> look, Predicate<T> there) throws Exception {
        var end = System.nanoTime() + patience.toNanos();
        while (true) {
            var seen = look.call();
            if (there.test(seen)) {
                return seen;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("%s did not come within %s; last seen: %s".formatted(what, patience, seen));
            }
            Thread.sleep(20);
        }
    }

    // Buckets.

    void bucket(String name) {
        s3.createBucket(request -> request.bucket(name));
    }

    void put(String bucket, String key, byte[] content) {
        s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
    }

    /** A bucket with the object {@code source.zip}. */
    void source(String bucket, byte[] content) {
        bucket(bucket);
        put(bucket, "source.zip", content);
    }

    /** The keys of the first objects of a bucket; none where there is no such bucket. */
    List<String> keys(String bucket) {
        if (!buckets().contains(bucket)) {
            return List.of();
        }
        return s3.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(it -> it.key())
                .toList();
    }

    List<String> buckets() {
        return s3.listBuckets().buckets().stream().map(it -> it.name()).toList();
    }

    // Git.

    String remote(String repository) {
        return server.endpoint().toString().replace("://", "://%s:%s@".formatted(
                        key.accessKeyId(), URLEncoder.encode(key.secretAccessKey(), UTF_8)))
                + "/git/" + repository;
    }

    /** The names of the repositories that there are. */
    List<String> repositories() throws Exception {
        try (var entries = Files.list(data.resolve("git"))) {
            return entries.map(entry -> entry.getFileName().toString().replaceFirst("\\.git$", ""))
                    // JGit measures the disk with such a file, for as long as that takes.
                    .filter(name -> !name.startsWith(".probe-"))
                    .sorted()
                    .toList();
        }
    }

    /** A working copy without commits, on the branch {@code main}, whose {@code origin} is a repository. */
    Path workingCopy(String name, String repository) throws Exception {
        ok(home, "init", "-q", "-b", "main", name);
        var copy = home.resolve(name);
        ok(copy, "remote", "add", "origin", remote(repository));
        return copy;
    }

    /** Makes a commit without files and answers its id. */
    String commit(Path copy, String message) throws Exception {
        ok(copy, "commit", "-q", "--allow-empty", "-m", message);
        return ok(copy, "rev-parse", "HEAD").strip();
    }

    /** Runs Git, which must succeed. */
    String ok(Path folder, String... arguments) throws Exception {
        var ran = git(folder, arguments);
        assertThat(ran.status()).describedAs(ran.output()).isZero();
        return ran.output();
    }

    Ran git(Path folder, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(Arrays.asList(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_") || name.endsWith("_proxy"));
        builder.environment().putAll(Map.of(
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_CONFIG_SYSTEM", "/dev/null",
                "GIT_TERMINAL_PROMPT", "0",
                "HOME", home.toString(),
                "LC_ALL", "C.UTF-8",
                "GIT_AUTHOR_NAME", "Ada Lovelace",
                "GIT_AUTHOR_EMAIL", "ada@example.com",
                "GIT_COMMITTER_NAME", "Grace Hopper",
                "GIT_COMMITTER_EMAIL", "grace@example.com"));
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ran(process.waitFor(), output);
    }

    /** Shows that the server still does what it is for: source, commands and deployment, in a pipeline of its own. */
    void proveThatItWorks() throws Exception {
        var name = "proof" + ++proofs;
        source(name, Zips.zip().file("page.txt", "hello").bytes());
        var id = createAndAwait(pipeline(
                name,
                stage(object(name, "source.zip")),
                stage(commands("tr a-z A-Z < page.txt > out.txt")
                        .outputArtifacts(output("Site", "out.txt"))
                        .build()),
                stage(deploy("Site", name + "-site"))));
        assertThat(status(name, id)).isEqualTo(PipelineExecutionStatus.SUCCEEDED);
        assertThat(s3.getObjectAsBytes(request -> request.bucket(name + "-site").key("out.txt")).asUtf8String())
                .isEqualTo("HELLO");
    }
}
