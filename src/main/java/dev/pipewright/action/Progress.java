package dev.pipewright.action;

import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Outcome;
import dev.pipewright.model.Revision;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How far a provider has come with a run. */
public sealed interface Progress {
    /** Not done: ask again with the token, after a while. */
    record Working(String continuationToken, Duration lookAgainAfter, ExecutionDetails details) implements Progress {}

    /**
     * Somebody outside was told of the job and will answer it as job workers do, with PutJobSuccessResult or
     * PutJobFailureResult. The provider is asked again only when that answer brings a continuation token, or when the
     * server dies before this is noted.
     */
    record HandedOver(ExecutionDetails details) implements Progress {}

    /** Done, well or badly. */
    record Done(Outcome outcome) implements Progress {}

    /** Done well, leaving variables behind. */
    static Progress succeeded(ExecutionDetails details, Map<String, String> outputVariables) {
        return new Done(new Outcome.Succeeded(details, outputVariables, List.of()));
    }

    /** A source action that took a revision. */
    static Progress took(Revision revision, ExecutionDetails details, Map<String, String> outputVariables) {
        return new Done(new Outcome.Succeeded(details, outputVariables, List.of(revision)));
    }

    /** Done badly, with a sentence that names the thing and the value. */
    static Progress failed(FailureType type, String message, Object... values) {
        return new Done(Outcome.failed(type, message.formatted(values)));
    }
}
