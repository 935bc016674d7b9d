package dev.pipewright.engine;

import dev.pipewright.model.RunId;
import java.nio.ByteBuffer;
import java.util.UUID;

/** The {@code actionExecutionId} of a run: unguessable, since it answers approvals, and yet no random number. */
final class RunIds {
    private static final long VERSION = 0x000000000000F000L;
    private static final long VARIANT = 0xC000000000000000L;

    private RunIds() {}

    /** A lower-case UUID laid out as version 4, always the same for the same salt and run. */
    static String actionExecutionId(String salt, RunId run) {
        var bytes = ByteBuffer.wrap(Derived.bytes(
                "action execution",
                salt,
                run.executionId(),
                run.stage(),
                run.action(),
                Integer.toString(run.attempt())));
        long high = bytes.getLong() & ~VERSION | 0x4000L;
        long low = bytes.getLong() & ~VARIANT | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}
