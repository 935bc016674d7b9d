package dev.pipewright.store;

import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import java.time.Instant;

/**
 * A pipeline as it is kept.
 *
 * @param definition the version that was asked for, the newest unless another was
 * @param created when the pipeline was made
 * @param updated when it got its newest definition
 * @param id never given again, also after the pipeline is deleted and another takes its name
 */
public record StoredPipeline(PipelineKey key, Pipeline definition, Instant created, Instant updated, long id) {}
