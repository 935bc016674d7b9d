package dev.pipewright.model;

/** The generation of pipeline features that a definition may use. */
public enum PipelineType {
    V1,
    V2
}
