package dev.pipewright.wire;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The names that one connection has: the service goes by an older name and a newer one, and definitions may come from
 * any partition of AWS. A policy that forbids a connection under one of its names forbids the connection.
 */
final class ConnectionNames {
    private static final List<String> SERVICES = List.of("codeconnections", "codestar-connections");
    private static final Pattern ARN =
            Pattern.compile("arn:aws(?:-[a-z]+)*:(?:codeconnections|codestar-connections):(.*)", Pattern.DOTALL);
    private static final Pattern PARTITION =
            Pattern.compile("^arn:aws(?:-[a-z]+)+(?=:(?:codeconnections|codestar-connections):)");

    private ConnectionNames() {}

    /** The resource in the partition in which policies know it; others stay as they are. */
    static String inOwnPartition(String resource) {
        return PARTITION.matcher(resource).replaceFirst("arn:aws");
    }

    /** The same access under the names that it does not use. */
    static List<Access> others(Access access) {
        var colon = access.action().indexOf(':');
        if (!SERVICES.contains(access.action().substring(0, Math.max(0, colon)))) {
            return List.of();
        }
        var arn = ARN.matcher(access.resource());
        return SERVICES.stream()
                .map(service -> new Access(
                        service + access.action().substring(colon),
                        arn.matches() ? "arn:aws:" + service + ":" + arn.group(1) : access.resource(),
                        access.context()))
                .filter(other -> !other.equals(access))
                .toList();
    }
}
