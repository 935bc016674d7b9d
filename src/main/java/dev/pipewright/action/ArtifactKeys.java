package dev.pipewright.action;

import java.time.Duration;
import java.time.Instant;

/** Makes temporary keys for whoever works on a run outside of the server. */
public interface ArtifactKeys {
    /** A temporary key; {@code expires} to the second. */
    record Key(String accessKeyId, String secretAccessKey, String sessionToken, Instant expires) {}

    /** A key with which the run's inputs can be read and its outputs written, and nothing else, for so long. */
    Key of(ActionRequest request, Duration life);
}
