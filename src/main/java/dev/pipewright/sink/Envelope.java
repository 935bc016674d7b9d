package dev.pipewright.sink;

import dev.pipewright.model.StateChange;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** An event as one JSON text in the form of EventBridge. */
final class Envelope {
    /** The source of the service's own events. */
    static final String SOURCE = "aws.codepipeline";

    private static final JsonMapper MAPPER = new JsonMapper();

    private Envelope() {}

    /** The event in one line. */
    static String json(StateChange change) {
        var event = MAPPER.createObjectNode();
        event.put("version", "0");
        event.put("id", change.id());
        event.put("detail-type", change.detailType());
        event.put("source", SOURCE);
        event.put("account", change.pipeline().account());
        // Whole seconds, as the service has it; the times in the detail are finer.
        event.put("time", change.at().truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("region", change.pipeline().region());
        event.putArray("resources").add(change.pipeline().arn());
        event.putRawValue("detail", new RawValue(change.detail()));
        return MAPPER.writeValueAsString(event);
    }
}
