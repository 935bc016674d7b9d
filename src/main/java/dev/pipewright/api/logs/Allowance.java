package dev.pipewright.api.logs;

import dev.pipewright.api.logs.LogReader.Line;
import java.nio.charset.StandardCharsets;

/**
 * How much one answer may still hold, and one call may still read: as the service, so many events and a mebibyte, and
 * besides no more lines than can be read in a moment. Who gets less than there is gets a token for the rest.
 */
final class Allowance {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_LINES = 200_000;
    private static final int PAGE = 1000;
    // What the service counts for each event beside its message.
    private static final int BYTES_OF_AN_EVENT = 26;

    private int events;
    private int bytes = MOST_BYTES;
    private int lines = MOST_LINES;

    Allowance(int events) {
        this.events = events;
    }

    boolean isUsedUp() {
        return events == 0 || bytes == 0 || lines == 0;
    }

    /** How many lines to read at once. */
    int page() {
        return Math.min(PAGE, lines);
    }

    /** A line is looked at. */
    void read() {
        lines--;
    }

    /** Whether an event fits in; when not, nothing fits any more. The first event always fits. */
    boolean take(Line line) {
        var size = line.text().getBytes(StandardCharsets.UTF_8).length + BYTES_OF_AN_EVENT;
        if (events == 0 || size > bytes && bytes < MOST_BYTES) {
            bytes = 0;
            return false;
        }
        events--;
        bytes = Math.max(0, bytes - size);
        return true;
    }
}
