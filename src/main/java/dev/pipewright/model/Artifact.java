package dev.pipewright.model;

/** An artifact of one execution: the name in the definition, and where its bytes lie. */
public record Artifact(String name, ArtifactLocation location) {}
