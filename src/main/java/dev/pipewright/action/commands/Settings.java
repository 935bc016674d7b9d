package dev.pipewright.action.commands;

import dev.pipewright.action.archive.ArchiveLimits;
import java.time.Duration;

/**
 * The measures of the process runner.
 *
 * @param logBytes how large the log of a run may grow by what its commands print
 * @param grace how long a process may go on after it was asked to end
 * @param firstLook how long the first call waits for the end before it tells where the log is
 * @param archives how much an input artifact may unpack to
 */
public record Settings(long logBytes, Duration grace, Duration firstLook, ArchiveLimits archives) {
    /** 64 MiB of log, two seconds to end, one second before the first answer. */
    public static final Settings STANDARD =
            new Settings(64L << 20, Duration.ofSeconds(2), Duration.ofSeconds(1), ArchiveLimits.STANDARD);
}
