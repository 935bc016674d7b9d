package dev.pipewright.runtime;

import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.FailureType;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What a job worker answers when it has done what a job asked of it. */
public sealed interface WorkerResult {
    /**
     * The work went well.
     *
     * @param currentRevision what a source action took
     * @param continuationToken when given, the work is not over: a new job carries the token on
     */
    record Success(
            Optional<CurrentRevision> currentRevision,
            Optional<String> continuationToken,
            ExecutionDetails details,
            Map<String, String> outputVariables)
            implements WorkerResult {}

    /** The work went badly. */
    record Failure(FailureType type, String message, ExecutionDetails details) implements WorkerResult {}

    /**
     * A revision as job workers report it; all but the first two may be null.
     *
     * @param url its page, by the URL template of the action type
     */
    record CurrentRevision(
            String revision, String changeIdentifier, Instant created, String revisionSummary, String url) {}
}
