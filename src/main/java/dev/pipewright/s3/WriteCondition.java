package dev.pipewright.s3;

import dev.pipewright.wire.Fault;

/** What must be true of the object at the moment of a write. */
sealed interface WriteCondition {
    /** Write whatever is there. */
    record Always() implements WriteCondition {}

    /** Write only where there is no object. */
    record Absent() implements WriteCondition {}

    /** Write only over the object with this ETag. */
    record Matches(String eTag) implements WriteCondition {}

    /** Throws unless the condition holds; {@code eTag} is the newest version's, or null when there is no object. */
    default void check(String key, String eTag) {
        switch (this) {
            case Always() -> {}
            case Absent() -> {
                if (eTag != null) {
                    throw new Fault(
                            "PreconditionFailed",
                            412,
                            "At least one of the pre-conditions you specified did not hold: If-None-Match is '*' "
                                    + "and there is an object '" + Names.shown(key) + "'");
                }
            }
            case Matches(var wanted) -> {
                if (eTag == null) {
                    throw new Fault("NoSuchKey", 404, "If-Match is given and there is no object '"
                            + Names.shown(key) + "'");
                }
                if (!wanted.equals(eTag)) {
                    throw new Fault(
                            "PreconditionFailed",
                            412,
                            "At least one of the pre-conditions you specified did not hold: If-Match is '"
                                    + Names.shown(wanted) + "' and the object's ETag is '" + eTag + "'");
                }
            }
        }
    }
}
