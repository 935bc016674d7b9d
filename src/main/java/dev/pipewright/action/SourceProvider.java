package dev.pipewright.action;

import java.util.Map;
import java.util.Optional;

/** A provider whose actions take revisions of something that changes outside. */
public interface SourceProvider extends ActionProvider {
    /**
     * The newest revision there is, in the spelling of {@link dev.pipewright.model.Revision#revisionId}; empty while
     * the source does not exist or has nothing in it. Changes nothing.
     *
     * @param configuration the action's configuration, as the definition has it
     */
    Optional<String> newest(Map<String, String> configuration);

    /** The provider for the pipelines of an account, which sees of this server's sources what that account may see. */
    default SourceProvider as(String account) {
        return this;
    }

    /** Whether a pipeline with this source starts by itself when the source changes. */
    default boolean startsPipeline(Map<String, String> configuration) {
        return "true".equalsIgnoreCase(configuration.getOrDefault("PollForSourceChanges", "true"));
    }
}
