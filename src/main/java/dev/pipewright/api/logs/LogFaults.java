package dev.pipewright.api.logs;

import dev.pipewright.wire.Fault;

/** The errors that the operations on logs model. */
final class LogFaults {
    private LogFaults() {}

    static Fault invalidParameter(String message, Object... values) {
        return Fault.of("InvalidParameterException", message, values);
    }

    static Fault groupNotFound(String logGroup) {
        return Fault.of("ResourceNotFoundException", "The specified log group '%s' does not exist.", logGroup);
    }

    static Fault streamNotFound(String logStream) {
        return Fault.of("ResourceNotFoundException", "The specified log stream '%s' does not exist.", logStream);
    }

    static Fault invalidToken() {
        return invalidParameter("The specified nextToken is invalid.");
    }
}
