package dev.pipewright.model;

/** How many artifacts an action may name, both ends included. */
public record ArtifactCount(int minimumCount, int maximumCount) {}
