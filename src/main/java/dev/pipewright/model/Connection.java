package dev.pipewright.model;

import java.net.URI;
import java.util.Optional;

/**
 * A way to a Git host.
 *
 * @param baseUrl what stands before the full names of its repositories, without a slash at its end; empty while it is
 *     not known, and for the server's own repositories
 */
public record Connection(ConnectionArn arn, String name, ConnectionProvider provider, Optional<URI> baseUrl) {
    /** The connection to the server's own repositories. */
    public static Connection hosted(String account, String region) {
        return new Connection(
                new ConnectionArn(region, account, ConnectionArn.HOSTED),
                "hosted",
                ConnectionProvider.Pipewright,
                Optional.empty());
    }

    /** Whether repositories can be reached through it. */
    public boolean isAvailable() {
        return baseUrl.isPresent() || provider == ConnectionProvider.Pipewright;
    }
}
