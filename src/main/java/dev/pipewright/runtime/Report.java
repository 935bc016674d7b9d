package dev.pipewright.runtime;

import java.util.Optional;

/** What became of the news that a source action has a revision. */
public sealed interface Report {
    /** The pipeline has not run with the revision before; this is what became of the wish to do so. */
    record New(Start start) implements Report {}

    /**
     * The pipeline has run with the revision, or does.
     *
     * @param executionId the execution with the revision, as far as that is known, or else the newest one
     */
    record Known(Optional<String> executionId) implements Report {}
}
