package dev.pipewright.runtime;

import dev.pipewright.engine.Decision.Refuse;

/** What became of the wish to start an execution. */
public sealed interface Start {
    /** The execution is under way; or it was before, for the same client request token. */
    record Begun(String executionId) implements Start {}

    /** No execution was started, because a rule forbids it now. */
    record Refused(Refuse refusal) implements Start {}

    /** There is no such pipeline. */
    record NoPipeline() implements Start {}
}
