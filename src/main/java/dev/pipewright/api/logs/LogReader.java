package dev.pipewright.api.logs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The logs that the operations read. A stream only grows, and an offset is a place in it that stays: what they count is
 * the reader's business, as long as later lines have greater ones. What cannot be read is an
 * {@link java.io.UncheckedIOException}.
 */
public interface LogReader {
    /** The logs of an account, which no other's are among. */
    default LogReader as(String account) {
        return this;
    }

    /**
     * One stream.
     *
     * @param created when it was made
     * @param lastEvent when its last line was written; null while it has none
     */
    record Stream(String name, Instant created, Instant lastEvent) {}

    /**
     * One line that is complete.
     *
     * @param offset where it begins
     * @param end where the next line begins, or will begin
     * @param at when it was written, as well as that is known: the same each time, and never before the line before it
     * @param text without its line end
     */
    record Line(long offset, long end, Instant at, String text) {}

    /** The streams of a group in any order; empty when there is no such group. */
    Optional<List<Stream>> streams(String logGroup);

    /** One stream of a group; empty when there is none of that name. */
    Optional<Stream> stream(String logGroup, String logStream);

    /**
     * Lines in their order, the first one at an offset or behind it.
     *
     * @return at most so many, and at least one unless there is nothing more
     */
    List<Line> forward(String logGroup, String logStream, long offset, int limit);

    /**
     * Lines in their order, the last one ending at an offset or before it.
     *
     * @param before {@code Long.MAX_VALUE} for the end of the stream
     * @return at most so many, and at least one unless there is nothing before
     */
    List<Line> backward(String logGroup, String logStream, long before, int limit);
}
