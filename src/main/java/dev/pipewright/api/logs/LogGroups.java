package dev.pipewright.api.logs;

import dev.pipewright.wire.Request;

/** The two ways in which requests name a group. */
final class LogGroups {
    private LogGroups() {}

    /**
     * The name of the group.
     *
     * @param identifier the name as well, or the group's ARN in the caller's account and region
     * @throws dev.pipewright.wire.Fault {@code InvalidParameterException} when both, neither or a foreign ARN is given
     */
    static String name(String name, String identifier, Request request) {
        if ((name == null) == (identifier == null)) {
            throw LogFaults.invalidParameter("Exactly one of logGroupName and logGroupIdentifier must be given");
        }
        if (name != null || !identifier.startsWith("arn:")) {
            return name != null ? name : identifier;
        }
        var own = arn(request, "");
        if (!identifier.startsWith(own)) {
            throw LogFaults.invalidParameter(
                    "The logGroupIdentifier '%s' is not the ARN of a log group, which begins with '%s'",
                    identifier,
                    own);
        }
        return identifier.substring(own.length());
    }

    static String arn(Request request, String logGroup) {
        return "arn:aws:logs:%s:%s:log-group:%s".formatted(request.region(), request.account(), logGroup);
    }
}
