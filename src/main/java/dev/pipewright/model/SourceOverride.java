package dev.pipewright.model;

import java.util.Map;

/**
 * What a source action of one execution takes instead of what its definition says.
 *
 * @param revision the revision to take; null for the newest
 * @param configuration entries that replace those of the action's configuration, such as another object key or branch
 */
public record SourceOverride(String revision, Map<String, String> configuration) {
    public SourceOverride {
        configuration = Map.copyOf(configuration);
    }

    /** Another revision of what the definition names. */
    public static SourceOverride revision(String revision) {
        return new SourceOverride(revision, Map.of());
    }
}
