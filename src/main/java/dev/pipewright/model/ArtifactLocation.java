package dev.pipewright.model;

/** Where an artifact lies: one object of an S3 bucket. */
public record ArtifactLocation(String bucket, String key) {}
