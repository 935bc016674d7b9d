package dev.pipewright.api.logs;

import dev.pipewright.api.logs.LogReader.Line;

/** The lines of a time, in milliseconds since 1970, both ends included. */
record Window(long first, long last) {
    /** @param startTime null for the beginning of time, {@code endTime} null for its end */
    static Window until(Long startTime, Long endTime) {
        return new Window(startTime == null ? 0 : startTime, endTime == null ? Long.MAX_VALUE : endTime);
    }

    /** As {@link #until}, without the end itself. */
    static Window before(Long startTime, Long endTime) {
        return until(startTime, endTime == null ? null : endTime - 1);
    }

    boolean holds(Line line) {
        var at = line.at().toEpochMilli();
        return at >= first && at <= last;
    }
}
