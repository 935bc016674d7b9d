package dev.pipewright.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a server is started with.
 *
 * @param data the directory that holds everything it knows; made when it is not there
 * @param host the name or address to listen on
 * @param port the port to listen on; 0 for any that is free
 * @param region the region of the credentials that the first start makes
 * @param artifacts the S3 service that holds artifacts; empty for the one that the server brings along
 * @param url where clients reach it, without a slash at the end; empty for its address and port
 * @param events where events go: {@code http:} and {@code https:} URLs, {@code file:PATH}, {@code eventbridge:BUS}
 * @param notifications where approval notifications go: an {@code http:} or {@code https:} URL, or {@code sns}
 * @param awsEndpoint the address of the AWS services that rules, events and notifications turn to; empty for the SDK's
 *     own settings
 * @param gitHub the API of GitHub, where webhooks are registered and which says where the repositories are, without a
 *     slash at the end
 * @param secretsKey the file with the keys that secrets are sealed with; made at the first start
 */
public record ServerOptions(
        Path data,
        String host,
        int port,
        String region,
        Optional<URI> artifacts,
        Optional<URI> url,
        List<String> events,
        Optional<String> notifications,
        Optional<URI> awsEndpoint,
        URI gitHub,
        Path secretsKey) {
    /** The API of the one GitHub that is not on somebody's own machines. */
    public static final URI GITHUB = URI.create("https://api.github.com");

    /** A server with the keys of its secrets in the data directory. */
    public ServerOptions(
            Path data,
            String host,
            int port,
            String region,
            Optional<URI> artifacts,
            Optional<URI> url,
            List<String> events,
            Optional<String> notifications,
            Optional<URI> awsEndpoint,
            URI gitHub) {
        this(
                data, host, port, region, artifacts, url, events, notifications, awsEndpoint, gitHub,
                data.resolve("secrets.keys"));
    }

    /** The same server with the keys of its secrets in another file. */
    public ServerOptions withSecretsKey(Path file) {
        return new ServerOptions(
                data, host, port, region, artifacts, url, events, notifications, awsEndpoint, gitHub, file);
    }

    /** A server for this machine alone, with everything in one directory. */
    public static ServerOptions local(Path data, int port, String region) {
        return new ServerOptions(
                data, "127.0.0.1", port, region, Optional.empty(), Optional.empty(), List.of(), Optional.empty(),
                Optional.empty(), GITHUB);
    }
}
