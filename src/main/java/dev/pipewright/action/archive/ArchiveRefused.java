package dev.pipewright.action.archive;

import java.io.IOException;

/** An archive that is not unpacked, with a sentence that says why. */
public final class ArchiveRefused extends IOException {
    /** What is wrong with an archive. */
    public enum Reason {
        /** It is no zip, or a damaged one. */
        MALFORMED,
        /** It is a zip that would do harm, or that cannot be read faithfully. */
        UNSAFE
    }

    private final transient Reason reason;

    ArchiveRefused(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    static ArchiveRefused malformed(Exception cause) {
        var refused = new ArchiveRefused(Reason.MALFORMED, "The archive is malformed.");
        refused.initCause(cause);
        return refused;
    }

    /** Refuses an archive that would do harm. */
    public static ArchiveRefused unsafe(String sentence, Object... values) {
        return new ArchiveRefused(Reason.UNSAFE, sentence.formatted(values));
    }

    /** Whether the archive is broken or hostile. */
    public Reason reason() {
        return reason;
    }
}
