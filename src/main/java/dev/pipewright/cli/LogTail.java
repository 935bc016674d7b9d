package dev.pipewright.cli;

import dev.pipewright.cli.Snapshot.LogStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads on in log streams, through CloudWatch Logs' operation GetLogEvents. */
final class LogTail {
    // A command that prints without end must not keep the rest of the terminal from moving.
    private static final int MOST_PAGES_A_LOOK = 20;

    private final SignedJson logs;
    private final Map<LogStream, String> positions = new HashMap<>();

    LogTail(URI endpoint, LocalCredentials credentials) {
        this.logs = new SignedJson(endpoint, credentials, "logs", "Logs_20140328");
    }

    /** The lines since the last look; none while the stream does not exist. */
    List<String> more(LogStream stream) throws InterruptedException {
        var lines = new ArrayList<String>();
        for (int page = 0; page < MOST_PAGES_A_LOOK; page++) {
            var answer = read(stream);
            answer.path("events").forEach(event -> lines.add(event.path("message").asString("")));
            var next = answer.path("nextForwardToken").asString("");
            // The same token again is how the service says that this was all for now.
            if (next.isEmpty() || next.equals(positions.put(stream, next)) || answer.path("events").isEmpty()) break;
        }
        return lines;
    }

    private JsonNode read(LogStream stream) throws InterruptedException {
        var input = JsonNodeFactory.instance.objectNode()
                .put("logGroupName", stream.group())
                .put("logStreamName", stream.stream())
                .put("startFromHead", true);
        var position = positions.get(stream);
        if (position != null) input.put("nextToken", position);
        try {
            return logs.call("GetLogEvents", input);
        } catch (SignedJson.Refused refused) {
            if (refused.type().equals("ResourceNotFoundException")) return JsonNodeFactory.instance.objectNode();
            throw refused;
        }
    }
}
