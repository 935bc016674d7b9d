package dev.pipewright.cli;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A server on another machine, and the key with which it is asked. */
final class RemoteServer {
    private static final String USUAL_REGION = "us-east-1";

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description = "A server elsewhere, asked with the key in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, in"
                    + " AWS_REGION (default: the server of the data directory, asked with its administrator's key).")
    private String endpoint;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Where it is; empty when the server of the data directory is meant. */
    Optional<URI> endpoint() {
        return Optional.ofNullable(endpoint).map(text -> {
            try {
                var url = URI.create(text);
                if (url.getHost() != null && Stream.of("http", "https").anyMatch(url.getScheme()::equals)) return url;
            } catch (IllegalArgumentException _) {
                // It is refused below.
            }
            throw new ParameterException(
                    command.commandLine(), "--endpoint-url is '%s' and must be like http://HOST:PORT".formatted(text));
        });
    }

    /** The key with which it is asked. */
    LocalCredentials credentials(Map<String, String> environment) {
        var id = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
        var secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "");
        if (id.isEmpty() || secret.isEmpty()) {
            throw new Complaint("--endpoint-url needs a key in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
        }
        var region = Stream.of("AWS_REGION", "AWS_DEFAULT_REGION")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(USUAL_REGION);
        return new LocalCredentials(id, secret, region);
    }
}
