package dev.pipewright.cli;

import java.net.URI;
import java.nio.file.Path;

/** A server that takes requests. */
public interface RunningServer extends AutoCloseable {
    /** Where clients reach it, by IP address and without a slash at the end: {@code http://127.0.0.1:4567}. */
    URI endpoint();

    /** The directory that holds everything it knows. */
    Path data();

    /** Ends it: what runs is left in a state that the next start goes on from. A second call does nothing. */
    @Override
    void close();
}
