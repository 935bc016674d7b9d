package dev.pipewright.store;

import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.RunId;
import java.time.Instant;

/** The time at which a run's time is up. */
public record Timer(PipelineKey pipeline, RunId run, Instant due) {}
