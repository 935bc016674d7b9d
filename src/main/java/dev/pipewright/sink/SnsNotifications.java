package dev.pipewright.sink;

import dev.pipewright.model.FailureType;
import java.io.IOException;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.SnsException;

/** Publishes each message to its topic with SNS, or a service that speaks like it. */
public final class SnsNotifications implements NotificationSink {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int SERVER_ERROR = 500;
    /** The server's credentials, which are renewed where they come from, are a little too old. */
    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "ExpiredTokenException");

    private final Clients<SnsClient> clients;

    /** Publishes each message in the region of its topic. */
    public SnsNotifications(Clients<SnsClient> clients) {
        this.clients = clients;
    }

    @Override
    public void publish(Notification notification) throws IOException, Refused {
        var topic = notification.topicArn();
        var client = clients.in(topic.split(":", -1)[3]);
        try {
            client.publish(request -> request.topicArn(topic)
                    .subject(notification.subject())
                    .message(notification.message()));
        } catch (SnsException e) {
            var sentence = "The topic %s answers: %s".formatted(topic, e.getMessage());
            if (e.isThrottlingException() || e.isClockSkewException() || isExpired(e)
                    || e.statusCode() >= SERVER_ERROR) {
                throw new IOException(sentence, e);
            }
            var forbidden = e.statusCode() == FORBIDDEN || e.statusCode() == UNAUTHORIZED;
            throw new Refused(forbidden ? FailureType.PermissionError : FailureType.ConfigurationError, sentence);
        } catch (SdkException e) {
            throw new IOException("The topic %s cannot be reached: %s".formatted(topic, e.getMessage()), e);
        }
    }

    private static boolean isExpired(SnsException e) {
        return e.awsErrorDetails() != null && EXPIRED.contains(String.valueOf(e.awsErrorDetails().errorCode()));
    }

    @Override
    public void close() {
        // The clients are not its own.
    }
}
