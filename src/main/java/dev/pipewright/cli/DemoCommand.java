package dev.pipewright.cli;

import dev.pipewright.cli.Snapshot.Step;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.s3.S3Client;

@Command(
        name = "demo",
        description = "Starts a server, pushes a sample project and shows its pipeline run.")
final class DemoCommand implements Callable<Integer> {
    private static final Duration UNTIL_STARTED = Duration.ofSeconds(30);
    private static final int MOST_FILES_SHOWN = 20;

    private final ServerStarter starter;
    private final Terminal terminal;
    private final Pace pace;
    private final Screen screen;

    @Mixin
    private CommonOptions common;

    @Option(names = "--yes", description = "Approves the release without asking.")
    private boolean yes;

    @Option(
            names = "--exit",
            description = "Ends when the pipeline has: with status 0 when it succeeded, otherwise 1.")
    private boolean exit;

    DemoCommand(ServerStarter starter, Terminal terminal, Pace pace) {
        this.starter = starter;
        this.terminal = terminal;
        this.pace = pace;
        this.screen = new Screen(terminal);
    }

    @Override
    public Integer call() throws CannotStart, InterruptedException {
        Git.require();
        // The server's own lines would run through the board; they are kept for who wants to know.
        System.setProperty("pipewright.log", "file");
        System.setProperty("pipewright.log.file", common.data().resolve("demo.log").toString());
        var options = ServerOptions.local(common.data(), common.port(), "us-east-1");
        try (var server = starter.start(options)) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
            screen.print("Pipewright serves %s at %s".formatted(common.data(), server.endpoint()));
            var end = run(server.endpoint(), common.credentials());
            if (exit) return end.succeeded() ? 0 : 1;
            screen.print("", "The server goes on until Ctrl-C.");
            new CountDownLatch(1).await();
            return 0;
        }
    }

    private Snapshot run(URI endpoint, LocalCredentials credentials) throws InterruptedException {
        var repository = new RepositoriesClient(endpoint, credentials).findOrCreate(SamplePipeline.REPOSITORY);
        try (var codePipeline = AwsClients.codePipeline(endpoint, credentials)) {
            var watch = new ExecutionWatch(codePipeline, SamplePipeline.declaration(repository.account()));
            if (watch.rejectLeftovers()) screen.print("Rejected the release that an earlier demo was waiting with.");
            SamplePipeline.putInPlace(codePipeline, repository.account());
            // A new pipeline starts by itself once; there is nothing in the repository for it, so that soon is over.
            pace.await(Duration.ofSeconds(5), () -> watch.busy() ? Optional.empty() : Optional.of(true));
            var known = watch.known();

            var commit = push(endpoint, credentials, repository);
            var execution = pace.await(UNTIL_STARTED, () -> watch.startedBy(commit, known))
                    .orElseThrow(() -> new Complaint(
                            "The push of commit %s started no execution within %d s.",
                            commit, UNTIL_STARTED.toSeconds()));

            var approvals = new Approvals(codePipeline, endpoint);
            var logs = new LogTail(endpoint, credentials);
            var end = new Follower(watch, logs, screen, pace, approvals::answer).follow(execution);
            if (end.succeeded()) showFiles(endpoint, credentials);
            screen.print(FurtherSteps.lines(endpoint, common.data(), execution, end.succeeded(), !exit));
            return end;
        }
    }

    private Commit push(URI endpoint, LocalCredentials credentials, RepositoriesClient.Repository repository)
            throws InterruptedException {
        var project = new SampleProject(common.data(), credentials);
        var commit = project.commitRelease();
        screen.print("Pushing commit %s".formatted(commit), "  from %s".formatted(project.tree()),
                "  to   %s".formatted(repository.cloneUrl()));
        project.push(endpoint, repository.cloneUrl(), "!" + Launcher.command("credentials --git", common.data()));
        return commit;
    }

    private void showFiles(URI endpoint, LocalCredentials credentials) {
        try (S3Client s3 = AwsClients.s3(endpoint, credentials)) {
            var files = s3.listObjectsV2(request -> request.bucket(SamplePipeline.SITE_BUCKET)).contents();
            screen.print("", "Deployed:");
            files.stream().limit(MOST_FILES_SHOWN).forEach(file -> screen.print(
                    "  s3://%s/%s  (%d bytes)".formatted(SamplePipeline.SITE_BUCKET, file.key(), file.size())));
        }
    }

    /** How approvals of this demo are answered. */
    private final class Approvals {
        private final CodePipelineClient codePipeline;
        private final URI endpoint;

        Approvals(CodePipelineClient codePipeline, URI endpoint) {
            this.codePipeline = codePipeline;
            this.endpoint = endpoint;
        }

        Approval answer(Step step, String token) {
            if (yes) return Approval.granted(codePipeline, step, token, screen);
            var command = FurtherSteps.approve(endpoint, step, token);
            return Approval.asked(codePipeline, step, token, screen, terminal, command);
        }
    }
}
