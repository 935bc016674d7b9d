package dev.pipewright.engine;

import dev.pipewright.model.RunId;
import dev.pipewright.model.StageRun;
import java.nio.ByteBuffer;
import java.util.UUID;

/** The {@code actionExecutionId} of a run: unguessable, since it answers approvals, and yet no random number. */
final class RunIds {
    private static final long VERSION = 0x000000000000F000L;
    private static final long VARIANT = 0xC000000000000000L;

    private RunIds() {}

    /** A lower-case UUID laid out as version 4, always the same for the same salt and run. */
    static String actionExecutionId(String salt, RunId run) {
        return uuid(Derived.bytes(
                "action execution",
                salt,
                run.executionId(),
                run.stage(),
                run.part().name(),
                run.action(),
                Integer.toString(run.attempt())));
    }

    /** The id of the execution by which a stage returns to an earlier one by itself. */
    static String rollback(String salt, String executionId, StageRun stage) {
        return uuid(ofRollback("rollback", salt, executionId, stage));
    }

    /** The {@link dev.pipewright.model.Execution#salt} of that execution. */
    static String rollbackSalt(String salt, String executionId, StageRun stage) {
        return uuid(ofRollback("salt of rollback", salt, executionId, stage));
    }

    private static byte[] ofRollback(String what, String salt, String executionId, StageRun stage) {
        return Derived.bytes(what, salt, executionId, stage.stage(), Integer.toString(stage.attempt()));
    }

    private static String uuid(byte[] random) {
        var bytes = ByteBuffer.wrap(random);
        long high = bytes.getLong() & ~VERSION | 0x4000L;
        long low = bytes.getLong() & ~VARIANT | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}
