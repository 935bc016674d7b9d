package dev.pipewright.action.archive;

/**
 * How much an archive may unpack to.
 *
 * @param entries how many files it may hold, and how many folders
 * @param ratio how many times its own size it may unpack to
 * @param freely the bytes it may unpack to whatever its own size is
 * @param bytes the bytes it may unpack to in all
 */
public record ArchiveLimits(int entries, int ratio, long freely, long bytes) {
    /** The service's number of files; a hundred times the archive's size, but for very small ones; 32 GiB in all. */
    public static final ArchiveLimits STANDARD = new ArchiveLimits(100_000, 100, 1L << 20, 32L << 30);

    /** The bytes that an archive of a size may unpack to. */
    long allowanceOf(long archiveSize) {
        var byRatio = archiveSize > bytes / ratio ? bytes : archiveSize * ratio;
        return Math.min(bytes, Math.max(freely, byRatio));
    }
}
