package dev.pipewright.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "serve", description = "Runs the server until Ctrl-C.")
final class ServeCommand implements Callable<Integer> {
    private final ServerStarter starter;
    private final Terminal terminal;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "The address to listen on (default: ${DEFAULT-VALUE}, which only this machine reaches).")
    private String host;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            defaultValue = "us-east-1",
            description = "The region that `pipewright credentials` exports (default: ${DEFAULT-VALUE}).")
    private String region;

    @Option(
            names = "--artifacts",
            paramLabel = "URL",
            description = "The S3 service that holds artifacts (default: the server itself).")
    private URI artifacts;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where clients reach the server, when it is not its address and port.")
    private URI url;

    @Option(
            names = "--github-api",
            paramLabel = "URL",
            defaultValue = "https://api.github.com",
            description = "The API of the GitHub of GitHub actions and webhooks (default: ${DEFAULT-VALUE}).")
    private URI gitHub;

    @Option(
            names = "--events",
            paramLabel = "TARGET",
            description = "Where every state change is told: an http or https URL, file:PATH or eventbridge:BUS. "
                    + "May be given more than once.")
    private List<String> events = List.of();

    @Option(
            names = "--notifications",
            paramLabel = "TARGET",
            description = "Where the notifications of approvals with a NotificationArn go: an http or https URL, or "
                    + "sns.")
    private String notifications;

    @Option(
            names = "--aws-endpoint",
            paramLabel = "URL",
            description = "Where the AWS services are that rules, events and notifications use (default: AWS itself).")
    private URI awsEndpoint;

    @Option(
            names = "--secrets-key",
            paramLabel = "FILE",
            description = "The file with the keys that secrets are sealed with, made where there is none (default: "
                    + "secrets.keys in the data directory). Without it nobody can read the secrets any more.")
    private Path secretsKey;

    @Spec
    private CommandSpec command;

    ServeCommand(ServerStarter starter, Terminal terminal) {
        this.starter = starter;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CannotStart, InterruptedException {
        if (!region.matches("[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}")) {
            throw new ParameterException(
                    command.commandLine(), "--region is '" + region + "' and must look like us-east-1");
        }
        if (artifacts != null && (artifacts.getHost() == null || !isHttp(artifacts))) {
            throw new ParameterException(
                    command.commandLine(), "--artifacts is '" + artifacts + "' and must be an http or https URL");
        }
        if (url != null && (url.getHost() == null || !isHttp(url) || !url.getPath().isEmpty())) {
            throw new ParameterException(
                    command.commandLine(), "--url is '" + url + "' and must be an http or https URL without a path");
        }
        if (gitHub.getHost() == null || !isHttp(gitHub) || gitHub.getPath().endsWith("/")) {
            throw new ParameterException(
                    command.commandLine(),
                    "--github-api is '" + gitHub + "' and must be an http or https URL without a slash at the end");
        }
        if (awsEndpoint != null && (awsEndpoint.getHost() == null || !isHttp(awsEndpoint))) {
            throw new ParameterException(
                    command.commandLine(), "--aws-endpoint is '" + awsEndpoint + "' and must be an http or https URL");
        }
        var options = new ServerOptions(
                common.data(), host, common.port(), region, Optional.ofNullable(artifacts), Optional.ofNullable(url),
                events, Optional.ofNullable(notifications), Optional.ofNullable(awsEndpoint), gitHub);
        var server = starter.start(secretsKey == null ? options : options.withSecretsKey(secretsKey));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
        terminal.out().printf(
                "Pipewright serves %s at %s%nCredentials: eval \"$(%s)\"%n",
                common.data(), server.endpoint(), Launcher.command("credentials", common.data()));
        new CountDownLatch(1).await();
        return 0;
    }

    private static boolean isHttp(URI uri) {
        return "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    }
}
