package dev.pipewright.model;

/** An artifact that an action reads, by the name under which an earlier action declared it. */
public record InputArtifact(String name) {}
