package dev.pipewright.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The connections of a running server to Git hosts. */
final class ConnectionCommand {
    private ConnectionCommand() {}

    static CommandLine of(Terminal terminal) {
        return Group.of(
                "connection",
                "Adds, lists and removes connections to Git hosts, which source actions name by their ARNs.",
                new Add(terminal),
                new Names(terminal),
                new Remove(terminal));
    }

    @Command(name = "add", description = "Adds a connection and prints its ARN, and what its host must be told.")
    static final class Add extends ServerCommand {
        @Parameters(paramLabel = "NAME", description = "Up to 32 characters.")
        private String name;

        @Option(
                names = "--provider",
                paramLabel = "TYPE",
                required = true,
                description = "GitHub, GitHubEnterpriseServer, GitLab, GitLabSelfManaged, Bitbucket or Git.")
        private String provider;

        @Option(
                names = "--url",
                paramLabel = "URL",
                description = "What stands before the names of the host's repositories: https://, http:// or file://.")
        private String url;

        @Option(names = "--user", paramLabel = "NAME", description = "The user name that goes with the token.")
        private String user;

        @Option(
                names = "--token-file",
                paramLabel = "FILE",
                description = "Holds the token that repositories are read with; - is standard input.")
        private Path tokenFile;

        @Option(
                names = "--webhook-secret-file",
                paramLabel = "FILE",
                description = "Holds the secret of the host's webhooks. Without it the server makes one.")
        private Path webhookSecretFile;

        Add(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            var token = Optional.ofNullable(tokenFile).map(this::secret);
            var webhookSecret = Optional.ofNullable(webhookSecretFile).map(this::secret);
            var connections = new ConnectionsClient(common.endpoint(), common.credentials());
            var arn = connections.create(name, provider);
            ConnectionsClient.Webhook webhook;
            try {
                webhook = connections.configure(
                        arn, Optional.ofNullable(url), Optional.ofNullable(user), token, webhookSecret);
                if (connections.all().stream().anyMatch(each -> each.arn().equals(arn) && each.isPending())) {
                    throw new Complaint("A connection to %s needs --url.", provider);
                }
            } catch (Complaint complaint) {
                connections.delete(arn);
                throw complaint;
            }
            terminal.out().println(arn);
            webhook.webhookUrl().ifPresent(address -> terminal.err().printf(
                    "To have pushes start pipelines at once, add a webhook at the host: content type application/json,"
                            + " URL%n  %s%n",
                    address));
            webhook.webhookSecret().ifPresent(secret ->
                    terminal.err().printf("and this secret, which is not shown again:%n  %s%n", secret));
            return 0;
        }

        private String secret(Path file) {
            try {
                var text = file.toString().equals("-") ? terminal.in().readLine() : Files.readString(file);
                if (text != null && !text.isBlank()) return text.strip();
                throw new Complaint("The file %s is empty.", file);
            } catch (IOException unreadable) {
                throw new Complaint("The file %s cannot be read.", file);
            }
        }
    }

    @Command(name = "list", description = "Lists the connections: name, provider, status and ARN.")
    static final class Names extends ServerCommand {
        Names(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            for (var each : new ConnectionsClient(common.endpoint(), common.credentials()).all()) {
                terminal.out().println(String.join(
                        "  ", Line.plain(each.name()).text(), each.provider(), each.status(), each.arn()));
            }
            return 0;
        }
    }

    @Command(name = "remove", description = "Removes a connection with its secrets.")
    static final class Remove extends ServerCommand {
        @Parameters(paramLabel = "NAME", description = "The connection's name or ARN.")
        private String name;

        Remove(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            var connections = new ConnectionsClient(common.endpoint(), common.credentials());
            var found = connections.all().stream()
                    .filter(each -> each.name().equals(name) || each.arn().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new Complaint("There is no connection '%s'.", name));
            connections.delete(found.arn());
            return 0;
        }
    }
}
