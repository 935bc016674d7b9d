package dev.pipewright.runtime;

import dev.pipewright.engine.Timeouts;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.sink.Notification;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The message that asks people for an approval, as the service publishes it. */
final class ApprovalMessage {
    /** The configuration property that names the topic. */
    static final String TOPIC = "NotificationArn";

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'").withZone(ZoneOffset.UTC);
    /** Two names of this length, cut, and the words around them are the 100 characters that a subject may have. */
    private static final int LONGEST_NAME = 24;

    private ApprovalMessage() {}

    /**
     * The message for one approval, always the same for the same one.
     *
     * @param server where people reach the server
     */
    static Notification of(PipelineKey pipeline, Action action, ActionRun run, URI server) {
        var place = run.run();
        var subject = "APPROVAL NEEDED: AWS CodePipeline %s for action %s"
                .formatted(cut(pipeline.name()), cut(place.action()));
        return new Notification(
                UUID.nameUUIDFromBytes(("notification " + run.id()).getBytes(StandardCharsets.UTF_8)).toString(),
                run.configuration().get(TOPIC),
                subject,
                MAPPER.writeValueAsString(body(pipeline, action, run, server)),
                run.startedAt());
    }

    private static ObjectNode body(PipelineKey pipeline, Action action, ActionRun run, URI server) {
        var place = run.run();
        var link = "%s/#/view/%s".formatted(server, encoded(pipeline.name()));
        var body = MAPPER.createObjectNode();
        body.put("region", pipeline.region());
        body.put("consoleLink", link);
        var approval = body.putObject("approval");
        approval.put("pipelineName", pipeline.name());
        approval.put("stageName", place.stage());
        approval.put("actionName", place.action());
        approval.put("token", run.id());
        approval.put("expires", expires(action, run));
        approval.put("externalEntityLink", run.configuration().get("ExternalEntityLink"));
        approval.put(
                "approvalReviewLink",
                "%s/%s/%s/approve/%s".formatted(link, encoded(place.stage()), encoded(place.action()), run.id()));
        approval.put("customData", run.configuration().get("CustomData"));
        return body;
    }

    private static String expires(Action action, ActionRun run) {
        Instant end = run.startedAt().plus(Timeouts.of(action));
        return MINUTES.format(end);
    }

    private static String cut(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...";
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }
}
