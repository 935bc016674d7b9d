package dev.pipewright.sink;

import java.io.IOException;

/** A place where messages for topics are published. Each may come to it more than once. */
public interface NotificationSink extends AutoCloseable {
    /**
     * Publishes a message.
     *
     * @throws IOException when it is not possible now; the message is a sentence that says why
     * @throws Refused when it never will be
     */
    void publish(Notification notification) throws IOException, Refused;

    @Override
    void close();
}
