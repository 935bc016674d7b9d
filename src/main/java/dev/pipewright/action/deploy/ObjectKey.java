package dev.pipewright.action.deploy;

import dev.pipewright.model.ActionRun;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** The keys that deployed files get. */
final class ObjectKey {
    private static final DateTimeFormatter DATETIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd_HH-mm-ss").withZone(ZoneOffset.UTC);
    private static final int LONGEST = 1024;

    private ObjectKey() {}

    /**
     * Fills in {@code {datetime}} and {@code {uuid}}. They differ from run to run, but not within a run: whoever does
     * the run's work again writes to the same keys.
     */
    static String of(String template, ActionRun run) {
        var uuid = UUID.nameUUIDFromBytes(("S3Deploy " + run.id()).getBytes(StandardCharsets.UTF_8));
        return template.replace("{datetime}", DATETIME.format(run.startedAt())).replace("{uuid}", uuid.toString());
    }

    /** The key of a file of an extracted archive; slashes are neither added nor taken away. */
    static String under(String prefix, String path) {
        return prefix.isEmpty() ? path : prefix + "/" + path;
    }

    static boolean tooLong(String key) {
        return key.getBytes(StandardCharsets.UTF_8).length > LONGEST;
    }
}
