package dev.pipewright.model;

import java.time.Duration;
import java.util.List;

/**
 * What an action type takes and gives. The same declaration drives ListActionTypes, the checks at CreatePipeline, and
 * what a provider may read.
 *
 * @param timeout how long one action of this type may run, unless the action says otherwise where it may
 * @param v2Only whether only pipelines of type V2 may use it
 * @param available whether this server can run it; an unavailable type is known, listed by nobody, and refused by name
 */
public record ActionType(
        ActionTypeId id,
        ActionTypeSettings settings,
        List<ConfigurationProperty> configurationProperties,
        ArtifactCount inputArtifacts,
        ArtifactCount outputArtifacts,
        Duration timeout,
        boolean v2Only,
        boolean available) {
    /** How long an action of a custom type may take in all, as the service's quotas have it. */
    public static final Duration CUSTOM_TIMEOUT = Duration.ofHours(24);
}
