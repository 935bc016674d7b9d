package dev.pipewright.sink;

import java.io.IOException;

/**
 * The clients of one AWS service, which whoever gives them closes.
 *
 * @param <C> the client
 */
@FunctionalInterface
public interface Clients<C> {
    /**
     * The client for a region.
     *
     * @throws IOException when the service cannot be spoken to as things are; the message is a sentence that says why
     */
    C in(String region) throws IOException;
}
