package dev.pipewright.sink;

import dev.pipewright.model.FailureType;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** Sends the messages of all topics to one web address, each in the envelope in which SNS sends to its subscribers. */
public final class HttpNotifications implements NotificationSink {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final DateTimeFormatter MILLIS = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final Set<Integer> FORBIDDEN = Set.of(401, 403);
    /** A client's errors that pass by themselves: too slow, too early, too often. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    private final HttpPost post;

    /** Sends to this address, which holds no user name or password. */
    public HttpNotifications(URI address, Signature signature, InstantSource clock) {
        this.post = new HttpPost(address, signature, clock);
    }

    @Override
    public void publish(Notification notification) throws IOException, Refused {
        var envelope = MAPPER.createObjectNode();
        envelope.put("Type", "Notification");
        envelope.put("MessageId", notification.id());
        envelope.put("TopicArn", notification.topicArn());
        envelope.put("Subject", notification.subject());
        envelope.put("Message", notification.message());
        envelope.put("Timestamp", MILLIS.format(notification.at()));
        var headers = new LinkedHashMap<String, String>();
        // SNS does not call its JSON by its name, and receivers that were made for it may look for that.
        headers.put("content-type", "text/plain; charset=UTF-8");
        headers.put("x-amz-sns-message-type", "Notification");
        headers.put("x-amz-sns-message-id", notification.id());
        headers.put("x-amz-sns-topic-arn", notification.topicArn());
        var body = MAPPER.writeValueAsString(envelope).getBytes(StandardCharsets.UTF_8);
        judge(post.send(notification.id(), body, headers));
    }

    private void judge(int status) throws IOException, Refused {
        if (status >= 200 && status <= 299) {
            return;
        }
        var answer = "%s answers with status %d".formatted(post.shown(), status);
        if (FORBIDDEN.contains(status)) {
            throw new Refused(FailureType.PermissionError, answer);
        }
        if (status >= 500 || PASSING.contains(status)) {
            throw new IOException(answer);
        }
        throw new Refused(FailureType.ConfigurationError, answer);
    }

    @Override
    public void close() {
        post.close();
    }
}
