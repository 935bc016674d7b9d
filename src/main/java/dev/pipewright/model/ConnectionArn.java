package dev.pipewright.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a connection. The service has two spellings, of which the older one says {@code codestar-connections};
 * both name the same connection.
 */
public record ConnectionArn(String region, String account, String id) {
    /** The id of the connection to the server's own repositories, which every account has in every region. */
    public static final String HOSTED = "00000000-0000-0000-0000-000000000000";

    private static final Pattern FORM = Pattern.compile(
            "arn:aws(?:-[a-z]+)*:(?:codeconnections|codestar-connections):([a-z0-9-]+):([0-9]{12}):"
                    + "connection/([a-z0-9-]{1,64})");

    /** Reads an ARN in either spelling; empty for other text. */
    public static Optional<ConnectionArn> parse(String text) {
        var parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new ConnectionArn(parts.group(1), parts.group(2), parts.group(3)))
                : Optional.empty();
    }

    /** Whether it names the connection to the server's own repositories. */
    public boolean isHosted() {
        return id.equals(HOSTED);
    }

    /**
     * The ARN as a service spells it.
     *
     * @param service {@code codeconnections} or {@code codestar-connections}
     */
    public String spelled(String service) {
        return "arn:aws:%s:%s:%s:connection/%s".formatted(service, region, account, id);
    }

    @Override
    public String toString() {
        return spelled("codeconnections");
    }
}
